import type { SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { reportMisbehaviour } from '../../api/pseudonyms.ts';
import { useSay } from '../../ui/useSay.ts';
import { toBase64 } from './bytesOf.ts';

interface Values {
  readonly evidence: string;
  readonly observation: string;
  readonly note: string;
}

/** Takes a report by a person. */
export const ReportDialog = ({ suite, onClose }: { readonly suite: SuiteName; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const report = useMutation({
    mutationFn: reportMisbehaviour,
    onSuccess: async () => {
      say.done(t('pseudonyms.reported'));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('pseudonyms.report')}
      okText={t('pseudonyms.report')}
      cancelText={t('common.cancel')}
      confirmLoading={report.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={({ evidence, ...rest }) => report.mutate({ suite, evidence: toBase64(evidence), ...rest })}
      >
        <Form.Item
          name="evidence"
          label={t('pseudonyms.evidence')}
          extra={t('pseudonyms.reportAbout')}
          rules={[{ required: true }]}
        >
          <Input.TextArea className="mono" rows={6} autoFocus />
        </Form.Item>
        <Form.Item
          name="observation"
          label={t('pseudonyms.observation')}
          extra={t('pseudonyms.observationHint')}
          rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{1,59}$/, message: t('pseudonyms.observationHint') }]}
        >
          <Input className="mono" maxLength={60} />
        </Form.Item>
        <Form.Item name="note" label={t('pseudonyms.note')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
