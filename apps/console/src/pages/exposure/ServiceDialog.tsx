import type { Exposed, ServiceInput } from '@chedun/exposure/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveService } from '../../api/exposure.ts';
import { useSay } from '../../ui/useSay.ts';

type Values = Omit<ServiceInput, 'validTo'> & { readonly validTo?: string };

const valuesOf = (known: Pick<Exposed, 'host' | 'port' | 'service'> | undefined): Partial<Values> => {
  if (known === undefined) return {};
  const { host, port, service } = known;
  if (service === null) return { host, port };
  const { owner, purpose, approver, validTo } = service;
  return { host, port, owner, purpose, approver, ...(validTo === null ? {} : { validTo }) };
};

/** Approves that a service is open to the outside, or changes an approval. */
export const ServiceDialog = ({
  known,
  onClose,
}: {
  readonly known: Pick<Exposed, 'host' | 'port' | 'service'> | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const save = useMutation({
    mutationFn: saveService,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['exposure'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('exposure.approve')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={valuesOf(known)}
        onFinish={({ validTo, ...values }) =>
          save.mutate({
            id: known?.service?.id,
            ...values,
            validTo: validTo === undefined || validTo === '' ? null : validTo,
          })
        }
      >
        <ServiceFields isKnown={known !== undefined} />
      </Form>
    </Modal>
  );
};

const ServiceFields = ({ isKnown }: { readonly isKnown: boolean }) => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <>
      <div className="grid" style={{ gridTemplateColumns: '2fr 1fr', gap: 12 }}>
        <Form.Item name="host" label={t('exposure.host')} rules={required}>
          <Input maxLength={253} disabled={isKnown} />
        </Form.Item>
        <Form.Item name="port" label={t('exposure.port')} rules={required}>
          <InputNumber min={1} max={65_535} precision={0} disabled={isKnown} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="purpose" label={t('exposure.purpose')} rules={required}>
        <Input maxLength={300} />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item name="owner" label={t('exposure.owner')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="approver" label={t('exposure.approver')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item name="validTo" label={t('exposure.validTo')} extra={t('exposure.validToHint')}>
        <Input type="date" />
      </Form.Item>
    </>
  );
};
