import type { FindingStatus } from '@chedun/governance/contract';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../api/governance.ts';
import { ALL_STATUSES, needsVerdict } from '../../lib/findings.ts';

interface StatusDialogProps {
  readonly open: boolean;
  readonly pending: boolean;
  readonly initial?: FindingStatus;
  readonly onCancel: () => void;
  readonly onSubmit: (change: Change) => void;
}

interface Typed {
  readonly status: FindingStatus;
  readonly comment?: string;
}

/** Asks for a new status; closing needs a reason. */
export const StatusDialog = ({ open, pending, initial, onCancel, onSubmit }: StatusDialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const status = Form.useWatch('status', form);
  const verdict = needsVerdict(status);
  const submit = ({ status: chosen, comment }: Typed): void =>
    onSubmit({
      status: chosen,
      ...(comment === undefined || comment.trim() === '' ? {} : { comment: comment.trim() }),
    });
  return (
    <Modal
      open={open}
      title={t('findings.setStatus')}
      okText={t('common.confirm')}
      cancelText={t('common.cancel')}
      confirmLoading={pending}
      onCancel={onCancel}
      onOk={form.submit}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ status: initial ?? 'triaging' }}
        onFinish={submit}
        style={{ marginTop: 12 }}
      >
        <Form.Item name="status" label={t('findings.status')}>
          <Select options={ALL_STATUSES.map((value) => ({ value, label: t(`findingStatus.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="comment"
          label={t('findings.comment')}
          extra={verdict ? t('findings.commentNeeded') : undefined}
          rules={verdict ? [{ required: true, whitespace: true, message: t('findings.commentNeeded') }] : []}
        >
          <Input.TextArea rows={4} maxLength={4000} placeholder={t('findings.commentPlaceholder')} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
