import type { Attestation } from '@chedun/posture/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attest } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';

interface Fields {
  readonly outcome: 'pass' | 'fail';
  readonly statement: string;
  readonly day: string;
}

/** The day in China, as `2026-11-28`. */
const dayInChina = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** A person states whether it is done, from which day on, and what it rests on. */
export const AttestDialog = ({
  attestation,
  onClose,
}: {
  readonly attestation: Attestation;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const today = dayInChina(useNow(60_000));
  const sign = useMutation({
    mutationFn: attest,
    onSuccess: (answer) => {
      client.setQueryData(['attestations'], answer);
      void client.invalidateQueries({ queryKey: ['posture'] });
      say.done(t('obligations.attestation.signed'));
      onClose();
    },
    onError: say.problem,
  });
  const finish = ({ outcome, statement, day }: Fields) =>
    sign.mutate({
      id: attestation.id,
      stated: { outcome, statement, effectiveAt: `${day}T00:00:00+08:00` },
      file,
    });
  return (
    <Modal
      open
      title={textIn(attestation.title, language)}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('obligations.attestation.sign')}
      confirmLoading={sign.isPending}
    >
      <Form form={form} layout="vertical" initialValues={{ outcome: 'pass', day: today }} onFinish={finish}>
        <StatedFields today={today} onFile={setFile} />
      </Form>
    </Modal>
  );
};

const StatedFields = ({
  today,
  onFile,
}: {
  readonly today: string;
  readonly onFile: (file: File | undefined) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="outcome" label={t('obligations.attestation.outcome')}>
        <Radio.Group
          options={[
            { value: 'pass', label: t('obligations.attestation.done') },
            { value: 'fail', label: t('obligations.attestation.notDone') },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="statement"
        label={t('obligations.attestation.statement')}
        extra={t('obligations.attestation.statementHint')}
        rules={[{ required: true, whitespace: true }]}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Form.Item
        name="day"
        label={t('obligations.attestation.effectiveAt')}
        extra={t('obligations.attestation.effectiveHint')}
        rules={[{ required: true }]}
      >
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item label={t('obligations.attestation.file')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
    </>
  );
};
