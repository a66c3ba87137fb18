import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly about?: string;
  readonly isBusy: boolean;
  readonly onSay: (why: string) => void;
  readonly onClose: () => void;
}

/** Asks why before something is taken back. */
export const WhyDialog = ({ title, about, isBusy, onSay, onClose }: Props) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ why: string }>();
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ danger: true }}
      confirmLoading={isBusy}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {about !== undefined && <p className="soft">{about}</p>}
      <Form form={form} layout="vertical" onFinish={({ why }) => onSay(why.trim())}>
        <Form.Item
          name="why"
          label={t('inspectionAccess.why')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('common.required') }]}
        >
          <Input.TextArea maxLength={500} rows={3} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
};
