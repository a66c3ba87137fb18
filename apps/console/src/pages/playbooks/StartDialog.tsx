import type { PlaybookInput, Subject } from '@chedun/playbooks/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Form, Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPlaybook, startPlaybook } from '../../api/playbooks.ts';
import { useSay } from '../../ui/useSay.ts';
import { useLocalName } from './parts.tsx';

type Values = Readonly<Record<string, string>>;

/** Asks for the inputs of a playbook, filled with what is known, and starts it. */
export const StartDialog = ({
  playbook,
  subject,
  values: known,
  onClose,
}: {
  readonly playbook: string;
  readonly subject: Subject;
  readonly values: Values;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const local = useLocalName();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [values, setValues] = useState<Values>(known);
  const detail = useQuery({
    queryKey: ['playbooks', playbook],
    queryFn: ({ signal }) => getPlaybook(playbook, signal),
  });
  const start = useMutation({
    mutationFn: startPlaybook,
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['playbook-runs'] });
      onClose();
      void navigate({ to: '/playbook-runs/$id', params: { id } });
    },
    onError: say.problem,
  });
  const inputs = detail.data?.inputs ?? [];
  const isReady = inputs.every(({ name, required }) => !required || (values[name] ?? '').trim() !== '');
  return (
    <Modal
      open
      title={t('playbooks.startOf', { name: local(detail.data?.name ?? '') })}
      okText={t('playbooks.start')}
      okButtonProps={{ disabled: detail.data === undefined || !isReady, loading: start.isPending }}
      onOk={() => start.mutate({ id: playbook, subject, values })}
      onCancel={onClose}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <Alert type="warning" showIcon title={t('playbooks.startAbout')} />
        {detail.data === undefined ? (
          <Skeleton active />
        ) : (
          <Inputs inputs={inputs} values={values} onChange={setValues} />
        )}
      </div>
    </Modal>
  );
};

const Inputs = ({
  inputs,
  values,
  onChange,
}: {
  readonly inputs: readonly PlaybookInput[];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}) => (
  <Form layout="vertical">
    {inputs.map(({ name, description, required }) => (
      <Form.Item key={name} label={description === '' ? name : description} required={required}>
        <Input
          className="mono"
          aria-label={name}
          value={values[name] ?? ''}
          onChange={(event) => onChange({ ...values, [name]: event.target.value })}
          maxLength={256}
        />
      </Form.Item>
    ))}
  </Form>
);
