import type { Assessment } from '@chedun/crypto-assessment/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { saveAssessment } from '../../api/cryptography.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly system: string;
  readonly level: number;
  readonly organisation?: string;
  readonly assessedOn?: Dayjs | null;
  readonly reportedOn?: Dayjs | null;
  readonly filedOn?: Dayjs | null;
}

const dayOf = (value: Dayjs | null | undefined): string | null => value?.format('YYYY-MM-DD') ?? null;
const pickOf = (day: string | null | undefined): Dayjs | null => (day ? dayjs(day) : null);

/** Begins an assessment, or changes its head; of a completed one only the days of report and filing. */
export const AssessmentDialog = ({
  assessment,
  onClose,
  onSaved,
}: {
  readonly assessment?: Assessment;
  readonly onClose: () => void;
  readonly onSaved?: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: saveAssessment,
    onSuccess: async ({ assessment: { id } }) => {
      onClose();
      onSaved?.(id);
      await client.invalidateQueries({ queryKey: ['cryptography'] });
    },
    onError: say.problem,
  });
  const submit = ({ system, level, organisation, assessedOn, reportedOn, filedOn }: Fields): void =>
    save.mutate({
      id: assessment?.id,
      head: {
        system,
        level,
        organisation: organisation ?? '',
        assessedOn: dayOf(assessedOn),
        reportedOn: dayOf(reportedOn),
        filedOn: dayOf(filedOn),
      },
    });
  const isDone = assessment?.status === 'done';
  const initial = {
    level: 3,
    ...assessment,
    assessedOn: pickOf(assessment?.assessedOn),
    reportedOn: pickOf(assessment?.reportedOn),
    filedOn: pickOf(assessment?.filedOn),
  };
  return (
    <Modal
      open
      width={620}
      title={assessment === undefined ? t('cryptography.addAssessment') : t('cryptography.changeAssessment')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={submit}>
        <HeadFields isDone={isDone} />
      </Form>
    </Modal>
  );
};

const HeadFields = ({ isDone }: { readonly isDone: boolean }) => {
  const { t } = useTranslation();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  const day = (name: 'assessedOn' | 'reportedOn' | 'filedOn', isFixed: boolean) => (
    <Form.Item name={name} label={t(`cryptography.${name}Label`)} style={{ flex: 1 }}>
      <DatePicker style={{ width: '100%' }} disabled={isFixed} />
    </Form.Item>
  );
  return (
    <>
      <Form.Item name="system" label={t('cryptography.system')} rules={required}>
        <Input maxLength={100} autoFocus disabled={isDone} />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="level" label={t('cryptography.level')} extra={t('cryptography.levelHint')} style={{ flex: 1 }}>
          <Select
            disabled={isDone}
            options={[1, 2, 3, 4].map((value) => ({ value, label: t('cryptography.levelOf', { level: value }) }))}
          />
        </Form.Item>
        <Form.Item name="organisation" label={t('cryptography.organisation')} style={{ flex: 1 }}>
          <Input maxLength={100} disabled={isDone} />
        </Form.Item>
      </div>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        {day('assessedOn', isDone)}
        {day('reportedOn', false)}
        {day('filedOn', false)}
      </div>
    </>
  );
};
