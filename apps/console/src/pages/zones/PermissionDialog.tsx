import { PermissionInput, Protocol, type Permission, type Zone } from '@chedun/zones/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { savePermission } from '../../api/zones.ts';
import { useSay } from '../../ui/useSay.ts';

/** What the dialog begins with. */
export type PermissionDraft = Partial<
  Pick<Permission, 'id' | 'protocol' | 'ports' | 'purpose' | 'approver' | 'validTo'>
> &
  Pick<Permission, 'from' | 'to'>;

/** Allows a flow between zones, or changes what is allowed. */
export const PermissionDialog = ({
  draft,
  zones,
  onClose,
}: {
  readonly draft: PermissionDraft;
  readonly zones: readonly Zone[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<PermissionInput>();
  const save = useMutation({
    mutationFn: savePermission,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['zones'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t(draft.id === undefined ? 'zones.allowTitle' : 'zones.editPermission')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ protocol: 'tcp', ports: '', ...draft }}
        onFinish={(values) =>
          save.mutate({
            id: draft.id,
            permission: PermissionInput.parse({ ...values, validTo: values.validTo === '' ? null : values.validTo }),
          })
        }
      >
        <Fields zones={zones} />
      </Form>
    </Modal>
  );
};

const Fields = ({ zones }: { readonly zones: readonly Zone[] }) => {
  const { t } = useTranslation();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  const options = zones.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Form.Item name="from" label={t('zones.from')} rules={required}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="to" label={t('zones.to')} rules={required}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="protocol" label={t('zones.protocol')}>
        <Select
          options={Protocol.options.map((value) => ({
            value,
            label: value === 'any' ? t('zones.anyProtocol') : value.toUpperCase(),
          }))}
        />
      </Form.Item>
      <Form.Item name="ports" label={t('zones.ports')} extra={t('zones.portsHint')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="purpose" label={t('zones.purpose')} rules={required}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item name="approver" label={t('zones.approver')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="validTo" label={t('zones.validTo')}>
        <Input type="date" />
      </Form.Item>
    </>
  );
};
