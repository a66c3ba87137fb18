import type { RunStep } from '@chedun/playbooks/contract';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { completeStep } from '../../api/playbooks.ts';
import { useSay } from '../../ui/useSay.ts';
import { useLocalName } from './parts.tsx';

/** A person says how a step went, with a comment, where the proof is, and values that later steps need. */
export const CompleteDialog = ({
  run,
  step,
  onDone,
  onClose,
}: {
  readonly run: string;
  readonly step: RunStep;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const local = useLocalName();
  const [outcome, setOutcome] = useState<'succeeded' | 'failed'>('succeeded');
  const [comment, setComment] = useState('');
  const [evidence, setEvidence] = useState('');
  const [outputs, setOutputs] = useState<Readonly<Record<string, string>>>({});
  const complete = useMutation({ mutationFn: completeStep, onSuccess: onDone, onError: say.problem });
  const keep = () => complete.mutate({ run, visit: step.visit, outcome, comment: comment.trim(), evidence, outputs });
  return (
    <Modal
      open
      title={t('playbooks.completeOf', { name: local(step.name) })}
      okText={t('playbooks.orders.complete')}
      okButtonProps={{ disabled: comment.trim() === '', loading: complete.isPending }}
      onOk={keep}
      onCancel={onClose}
    >
      <Form layout="vertical" style={{ marginTop: 12 }}>
        <OutcomeChoice value={outcome} onChange={setOutcome} />
        <Form.Item label={t('playbooks.comment')} required>
          <Input.TextArea
            rows={3}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            aria-label={t('playbooks.comment')}
          />
        </Form.Item>
        <Form.Item label={t('playbooks.evidence')}>
          <Input
            value={evidence}
            maxLength={2000}
            onChange={(event) => setEvidence(event.target.value)}
            aria-label={t('playbooks.evidence')}
          />
        </Form.Item>
        <Outputs names={step.outputs} values={outputs} onChange={setOutputs} />
      </Form>
    </Modal>
  );
};

const Outputs = ({
  names,
  values,
  onChange,
}: {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}) =>
  names.map((name) => (
    <Form.Item key={name} label={<span className="mono">{name}</span>}>
      <Input value={values[name] ?? ''} onChange={(event) => onChange({ ...values, [name]: event.target.value })} />
    </Form.Item>
  ));

const OutcomeChoice = ({
  value,
  onChange,
}: {
  readonly value: 'succeeded' | 'failed';
  readonly onChange: (value: 'succeeded' | 'failed') => void;
}) => {
  const { t } = useTranslation();
  return (
    <Form.Item label={t('playbooks.outcome')}>
      <Radio.Group
        value={value}
        onChange={({ target }) => onChange(target.value === 'failed' ? 'failed' : 'succeeded')}
        options={(['succeeded', 'failed'] as const).map((each) => ({
          value: each,
          label: t(`playbooks.outcomes.${each}`),
        }))}
      />
    </Form.Item>
  );
};
