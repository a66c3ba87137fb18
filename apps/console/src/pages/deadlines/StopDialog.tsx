import type { ClockLine } from '@chedun/deadline-ledger/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stopDeadline } from '../../api/deadlines.ts';
import { usePreferences } from '../../app/preferences.ts';
import { fromPicker } from '../../lib/picker.ts';
import { useSay } from '../../ui/useSay.ts';
import { namesText } from '../../lib/names.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';

interface Written {
  readonly receiver?: string;
  readonly explanation?: string;
  readonly at?: Dayjs | null;
}

/** Sends the end of a clock and brings every list up to date. */
const useStop = (clock: ClockLine, file: File | undefined, onClose: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const { zone } = usePreferences();
  return useMutation({
    mutationFn: ({ receiver = '', explanation = '', at }: Written) =>
      stopDeadline({
        id: clock.id,
        receipt: file ?? new Blob([]),
        query: {
          receiver,
          explanation,
          fileName: file?.name ?? '',
          ...(at ? { submittedAt: new Date(fromPicker(at.valueOf(), zone)).toISOString() } : {}),
        },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['deadlines'] });
      await client.invalidateQueries({ queryKey: ['incidents'] });
      say.done(t('deadlines.stopped'));
      onClose();
    },
    onError: say.problem,
  });
};

const Fields = ({ clock, onFile }: { readonly clock: ClockLine; readonly onFile: (file?: File) => void }) => {
  const { t } = useTranslation();
  return (
    <>
      {clock.overdue && <Alert type="warning" showIcon title={t('deadlines.lateHint')} style={{ marginBottom: 12 }} />}
      <Form.Item name="at" label={t('deadlines.submittedAt')} extra={t('deadlines.submittedHint')}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="receiver" label={t('deadlines.receiver')}>
        <Input maxLength={200} placeholder={namesText(clock.recipients)} />
      </Form.Item>
      <Form.Item label={t('deadlines.receipt')} extra={t('deadlines.receiptHint')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
      <Form.Item
        name="explanation"
        label={t('deadlines.explanation')}
        rules={clock.overdue ? [{ required: true, message: t('common.required') }] : []}
      >
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  );
};

/** Ends a clock: when it was handed in, to whom, with the receipt; late ones with the reason. */
export const StopDialog = ({ clock, onClose }: { readonly clock: ClockLine; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Written>();
  const [file, setFile] = useState<File>();
  const stop = useStop(clock, file, onClose);
  return (
    <Modal
      open
      title={`${t('deadlines.stop')} · ${clock.rule.id}`}
      okText={t('deadlines.stop')}
      confirmLoading={stop.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Written> form={form} layout="vertical" onFinish={(written) => stop.mutate(written)}>
        <Fields clock={clock} onFile={setFile} />
      </Form>
    </Modal>
  );
};
