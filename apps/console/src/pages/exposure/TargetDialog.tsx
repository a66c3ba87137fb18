import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { addTarget } from '../../api/exposure.ts';
import { useSay } from '../../ui/useSay.ts';

interface Values {
  readonly host: string;
  readonly ports?: string;
  readonly approver: string;
  readonly note?: string;
}

/** Declares a public address or name of our own to be probed. */
export const TargetDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const add = useMutation({
    mutationFn: addTarget,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['exposure'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <Modal
      open
      title={t('exposure.addTarget')}
      okText={t('common.save')}
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ host, ports, approver, note }) =>
          add.mutate({ host, ports: ports ?? '', approver, note: note ?? '' })
        }
      >
        <Form.Item name="host" label={t('exposure.host')} extra={t('exposure.hostHint')} rules={required}>
          <Input maxLength={253} autoFocus />
        </Form.Item>
        <Form.Item name="ports" label={t('exposure.portsOfTarget')} extra={t('exposure.portsHint')}>
          <Input maxLength={500} placeholder="443,8000-8100" />
        </Form.Item>
        <Form.Item name="approver" label={t('exposure.approver')} extra={t('exposure.approverHint')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="note" label={t('exposure.note')}>
          <Input maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
