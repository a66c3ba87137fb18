import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { getPosture, requestException } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly key: string;
  readonly reason: string;
  readonly owner: string;
  readonly day: string;
}

/** Checks that fail now, to choose from. */
const useFailedChecks = () => {
  const { language } = usePreferences();
  const posture = useQuery({ queryKey: ['posture'], queryFn: ({ signal }) => getPosture(signal) });
  const failed = new Map(
    posture.data?.obligations.flatMap(({ checks }) =>
      checks.filter(({ latest }) => latest?.outcome === 'fail').map((check) => [check.id, check] as const),
    ),
  );
  return [...failed.values()].map(({ id, title }) => ({
    value: `check:${id}`,
    label: textIn(title, language),
  }));
};

/** Asks that a failed check is accepted until a day. */
export const ExceptionDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const ask = useMutation({
    mutationFn: requestException,
    onSuccess: (answer) => {
      client.setQueryData(['exceptions'], answer);
      say.done(t('obligations.exception.asked'));
      onClose();
    },
    onError: say.problem,
  });
  const options = useFailedChecks();
  const required = [{ required: true }];
  return (
    <Modal
      open
      title={t('obligations.exception.add')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('obligations.exception.add')}
      confirmLoading={ask.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ key, reason, owner, day }) => ask.mutate({ key, reason, owner, endsAt: `${day}T23:59:59+08:00` })}
      >
        <Form.Item name="key" label={t('obligations.exception.key')} rules={required}>
          <Select options={options} notFoundContent={t('obligations.exception.noFailed')} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('obligations.exception.reason')}
          extra={t('obligations.exception.reasonHint')}
          rules={[{ required: true, min: 10, whitespace: true }]}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item name="owner" label={t('obligations.exception.owner')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="day" label={t('obligations.exception.endsAt')} rules={required}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
};
