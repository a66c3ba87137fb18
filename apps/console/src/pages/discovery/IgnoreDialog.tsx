import type { IgnoreRequest, Thing } from '@chedun/discovery/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { ignoreThing } from '../../api/discovery.ts';
import { useSay } from '../../ui/useSay.ts';

/** Sets a thing aside, with a reason and a last day. */
export const IgnoreDialog = ({ thing, onClose }: { readonly thing: Thing; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<IgnoreRequest>();
  const save = useMutation({
    mutationFn: ignoreThing,
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['discovery'] });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('discovery.ignoreTitle', { label: thing.label })}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('discovery.ignore')}
      confirmLoading={save.isPending}
    >
      <p className="soft">{t('discovery.ignoreAbout')}</p>
      <Form form={form} layout="vertical" onFinish={(fields) => save.mutate({ id: thing.id, ...fields })}>
        <Form.Item name="reason" label={t('discovery.reason')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea maxLength={500} rows={2} />
        </Form.Item>
        <Form.Item name="until" label={t('discovery.until')} rules={[{ required: true }]}>
          <Input type="date" style={{ width: 180 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
