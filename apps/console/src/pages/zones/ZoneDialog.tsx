import { ZoneInput, ZoneKind, type Zone } from '@chedun/zones/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveZone } from '../../api/zones.ts';
import { useSay } from '../../ui/useSay.ts';

/** What the dialog begins with: a zone that is there, or what is suggested. */
export type ZoneDraft = Partial<Pick<Zone, 'id' | 'name' | 'kind' | 'cidrs' | 'description' | 'owner'>>;

/** Adds or changes a zone. */
export const ZoneDialog = ({ draft, onClose }: { readonly draft: ZoneDraft; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<ZoneInput>();
  const save = useMutation({
    mutationFn: saveZone,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['zones'] });
      onClose();
    },
    onError: say.problem,
  });
  const required = [{ required: true, message: t('common.required') }];
  const title = t(draft.id === undefined ? 'zones.add' : 'zones.edit');
  return (
    <Modal
      open
      title={title}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'production', ...draft }}
        onFinish={(values) => save.mutate({ id: draft.id, zone: ZoneInput.parse(values) })}
      >
        <Form.Item name="name" label={t('zones.name')} rules={required}>
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t('zones.kind')} rules={required}>
          <Select options={ZoneKind.options.map((value) => ({ value, label: t(`zones.kinds.${value}`) }))} />
        </Form.Item>
        <Form.Item name="cidrs" label={t('zones.cidrs')} extra={t('zones.cidrsHint')} rules={required}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '\uff0c', ';', '\n']} />
        </Form.Item>
        <Form.Item name="owner" label={t('zones.owner')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="description" label={t('zones.description')}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 4 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
