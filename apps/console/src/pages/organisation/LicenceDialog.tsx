import { LicenceKind } from '@chedun/organisation/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { saveLicence } from '../../api/organisation.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly number: string;
  readonly kind: z.infer<typeof LicenceKind>;
  readonly services?: string[];
  readonly validFrom: string;
  readonly validTo: string;
}

/** Registers a licence. */
export const LicenceDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: saveLicence,
    onSuccess: (answer) => {
      client.setQueryData(['organisation'], answer);
      onClose();
    },
    onError: say.problem,
  });
  const finish = ({ number, kind, services, validFrom, validTo }: Fields) =>
    save.mutate({ number, licence: { kind, scope: '', provinces: [], services: services ?? [], validFrom, validTo } });
  const required = [{ required: true }];
  const kinds = LicenceKind.options.map((value) => ({ value, label: t(`organisation.kind.${value}`) }));
  return (
    <Modal
      open
      title={t('organisation.licenceAdd')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form form={form} layout="vertical" onFinish={finish}>
        <Form.Item name="number" label={t('organisation.licenceNumber')} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="kind" label={t('organisation.licenceKind')} rules={required}>
          <Select options={kinds} />
        </Form.Item>
        <Form.Item name="services" label={t('organisation.services')} extra={t('organisation.servicesHint')}>
          <Select mode="tags" />
        </Form.Item>
        <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
          <Form.Item name="validFrom" label={t('organisation.licenceFrom')} rules={required}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="validTo" label={t('organisation.licenceTo')} rules={required}>
            <Input type="date" />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
};
