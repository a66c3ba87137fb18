import { dayOf } from '@chedun/kernel';
import type { Policy } from '@chedun/policies/contract';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { approveVersion, changePolicy, retirePolicy, returnVersion } from '../../api/policies.ts';
import { useNow } from '../../ui/useNow.ts';
import { PolicyFields, type PolicyFieldValues } from './PolicyFields.tsx';
import { usePolicyWork } from './usePolicyWork.ts';

interface DialogProps {
  readonly policy: Policy;
  readonly onClose: () => void;
}
interface VersionDialogProps extends DialogProps {
  readonly number: number;
}

/** Changes what a policy is, not its versions. */
export const EditPolicyDialog = ({ policy, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<PolicyFieldValues>();
  const save = usePolicyWork(changePolicy, { onDone: onClose });
  const { title, kind, owner, audience, reviewMonths } = policy;
  return (
    <Modal
      open
      title={t('policies.editPolicy')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ title, kind, owner, audience, reviewMonths }}
        onFinish={(body: PolicyFieldValues) => save.mutate({ id: policy.id, body })}
      >
        <PolicyFields />
      </Form>
    </Modal>
  );
};

const ReasonDialog = ({
  title,
  about,
  pending,
  onReason,
  onClose,
}: {
  readonly title: string;
  readonly about?: string;
  readonly pending: boolean;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly reason: string }>();
  return (
    <Modal open title={title} okText={title} confirmLoading={pending} onCancel={onClose} onOk={() => form.submit()}>
      {about !== undefined && <p className="soft">{about}</p>}
      <Form form={form} layout="vertical" onFinish={({ reason }) => onReason(reason)}>
        <Form.Item name="reason" label={t('policies.reason')} rules={[{ required: true }]}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

/** Retires a policy with a reason. */
export const RetireDialog = ({ policy, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const work = usePolicyWork(retirePolicy, { onDone: onClose });
  return (
    <ReasonDialog
      title={t('policies.retire')}
      about={t('policies.retireAbout')}
      pending={work.isPending}
      onReason={(reason) => work.mutate({ id: policy.id, reason })}
      onClose={onClose}
    />
  );
};

/** Gives a version back with a reason. */
export const ReturnDialog = ({ policy, number, onClose }: VersionDialogProps) => {
  const { t } = useTranslation();
  const work = usePolicyWork(returnVersion, { onDone: onClose });
  return (
    <ReasonDialog
      title={t('policies.back')}
      pending={work.isPending}
      onReason={(reason) => work.mutate({ id: policy.id, number, reason })}
      onClose={onClose}
    />
  );
};

/** Approves and signs a version from a day on. */
export const ApproveDialog = ({ policy, number, onClose }: VersionDialogProps) => {
  const { t } = useTranslation();
  const today = dayOf(useNow(60_000));
  const [form] = Form.useForm<{ readonly effectiveFrom: string }>();
  const work = usePolicyWork(approveVersion, { said: t('policies.approved'), onDone: onClose });
  return (
    <Modal
      open
      title={t('policies.approve')}
      okText={t('policies.approve')}
      confirmLoading={work.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="soft">{t('policies.approveAbout')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ effectiveFrom: today }}
        onFinish={({ effectiveFrom }) => work.mutate({ id: policy.id, number, effectiveFrom })}
      >
        <Form.Item name="effectiveFrom" label={t('policies.effectiveFrom')} rules={[{ required: true }]}>
          <Input type="date" min={today} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
