import { EndpointInput } from '@chedun/cryptography/contract';
import type { Endpoint } from '@chedun/cryptography/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveEndpoint } from '../../api/cryptography.ts';
import { useSay } from '../../ui/useSay.ts';

const KINDS = ['vehicle', 'api', 'ota', 'app', 'roadside', 'other'] as const;
const SPEAKS = ['any', 'tls', 'tlcp'] as const;
const FRESH = { port: 443, kind: 'vehicle', speaks: 'any', mutual: true, sm: false } as const;

/** Declares an endpoint, or changes one. */
export const EndpointDialog = ({
  endpoint,
  onClose,
}: {
  readonly endpoint?: Endpoint;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<EndpointInput>();
  const save = useMutation({
    mutationFn: saveEndpoint,
    onSuccess: async () => {
      say.done(t('common.saved'));
      onClose();
      await client.invalidateQueries({ queryKey: ['cryptography'] });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      width={560}
      title={endpoint === undefined ? t('cryptography.declare') : t('cryptography.changeEndpoint')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p style={{ marginBottom: 14 }}>{t('cryptography.declareAbout')}</p>
      <Form<EndpointInput>
        form={form}
        layout="vertical"
        initialValues={endpoint ?? FRESH}
        onFinish={(input) => save.mutate({ id: endpoint?.id, input })}
      >
        <Fields />
      </Form>
    </Modal>
  );
};

const Fields = () => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  const isHost = (_: unknown, host: unknown): Promise<void> =>
    EndpointInput.shape.host.safeParse(host).success
      ? Promise.resolve()
      : Promise.reject(new Error(t('cryptography.badHost')));
  return (
    <>
      <Form.Item name="name" label={t('cryptography.name')} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="host" label={t('cryptography.host')} rules={[{ validator: isHost }]} style={{ flex: 1 }}>
          <Input className="mono" maxLength={253} />
        </Form.Item>
        <Form.Item name="port" label={t('cryptography.port')} rules={required}>
          <InputNumber min={1} max={65_535} style={{ width: 110 }} />
        </Form.Item>
      </div>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="kind" label={t('cryptography.kind')} style={{ flex: 1 }}>
          <Select options={KINDS.map((value) => ({ value, label: t(`cryptography.kindOf.${value}`) }))} />
        </Form.Item>
        <Form.Item name="speaks" label={t('cryptography.speaks')} style={{ flex: 1 }}>
          <Select options={SPEAKS.map((value) => ({ value, label: t(`cryptography.speaksOf.${value}`) }))} />
        </Form.Item>
      </div>
      <Form.Item
        name="mutual"
        label={t('cryptography.mutual')}
        extra={t('cryptography.mutualHint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item name="sm" label={t('cryptography.sm')} extra={t('cryptography.smHint')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </>
  );
};
