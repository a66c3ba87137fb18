import type { Decision, ReviewItem } from '@chedun/access-reviews/contract';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { FlagChip } from './parts.tsx';

/** Asks why: flagged accounts are kept, and others changed, only with a reason. */
export const ReasonDialog = ({
  item,
  decision,
  isSending,
  onReason,
  onClose,
}: {
  readonly item: ReviewItem;
  readonly decision: Decision;
  readonly isSending: boolean;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly reason: string }>();
  return (
    <Modal
      open
      title={t('accessReviews.askReason', { name: item.name, decision: t(`accessReviews.decisions.${decision}`) })}
      okText={t('accessReviews.decide')}
      confirmLoading={isSending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <div className="row wrap" style={{ gap: 4, margin: '8px 0' }}>
        {item.flags.map((rule) => (
          <FlagChip key={rule} rule={rule} />
        ))}
      </div>
      <Form form={form} layout="vertical" onFinish={({ reason }) => onReason(reason.trim())}>
        <Form.Item
          name="reason"
          label={t('accessReviews.reason')}
          extra={t('accessReviews.reasonHint')}
          rules={[{ required: true, whitespace: true, message: t('accessReviews.reasonNeeded') }]}
        >
          <Input maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
};
