import type { Incident, Report } from '@chedun/incidents/contract';
import { DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { incidentWork } from '../../api/incidents.ts';
import { usePreferences } from '../../app/preferences.ts';
import { fromPicker } from '../../lib/picker.ts';
import { useWork } from './useWork.ts';
import { namesText } from '../../lib/names.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';

interface Written {
  readonly receiver: string;
  readonly at?: Dayjs | null;
  readonly explanation?: string;
}

interface Props {
  readonly incident: Incident;
  readonly report: Report;
  readonly onClose: () => void;
}

const Fields = ({ onFile }: { readonly onFile: (file?: File) => void }) => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="receiver"
        label={t('deadlines.receiver')}
        rules={[{ required: true, message: t('common.required') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="at" label={t('deadlines.submittedAt')} extra={t('incidents.nowIfEmpty')}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item label={t('deadlines.receipt')} extra={t('deadlines.receiptHint')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
      <Form.Item name="explanation" label={t('deadlines.explanation')} extra={t('incidents.explainLate')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  );
};

/** Records that people handed a report in, with the receipt; it ends the clock. */
export const SubmittedDialog = ({ incident, report, onClose }: Props) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const [form] = Form.useForm<Written>();
  const [file, setFile] = useState<File>();
  const duty = incident.grading.duties.find(({ regime, kind }) => regime === report.regime && kind === 'report');
  const work = useWork(({ receiver, at, explanation = '' }: Written) => {
    const submittedAt = new Date(at ? fromPicker(at.valueOf(), zone) : Date.now() - 1000).toISOString();
    const query = { receiver, explanation, fileName: file?.name ?? '', submittedAt };
    return incidentWork.submitted(incident.id, report.id, query, file ?? new Blob([]));
  }, onClose);
  return (
    <Modal
      open
      title={t('incidents.recordSubmitted')}
      confirmLoading={work.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Written>
        form={form}
        layout="vertical"
        initialValues={{ receiver: namesText(duty?.recipients.map(({ name }) => name) ?? []) }}
        onFinish={(written) => work.mutate(written)}
      >
        <Fields onFile={setFile} />
      </Form>
    </Modal>
  );
};
