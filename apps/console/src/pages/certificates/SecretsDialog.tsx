import type { ProfileView } from '@chedun/certificates/contract';
import { MOST_SECRETS, type SecretsMade, type SecretsOrder } from '@chedun/enrolment/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../../api/download.ts';
import { makeDeviceSecrets } from '../../api/enrolment.ts';
import { csvText } from '../../lib/csv.ts';
import { CopyButton } from '../../ui/Secret.tsx';
import { useSay } from '../../ui/useSay.ts';
import { Choose } from './Choose.tsx';
import { Field } from './Field.tsx';
import { useChoices } from './useChoices.ts';

type Subject = SecretsOrder['subjects'][number];

const subjectOf = (line: string, binding: ProfileView['binding']): Subject => {
  const [first = '', second = ''] = line.split(/[,;\t\uff0c]/).map((cell) => cell.trim());
  if (binding === 'vin') return { vin: first, device: null };
  if (binding === 'device-vin') return { vin: second, device: first };
  return { vin: null, device: first };
};

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

type Item = SecretsMade['items'][number];

const nameOf = ({ vin, device }: Item): string => device ?? vin ?? '';

/** Secrets that were made, shown once. */
const Made = ({ made }: { readonly made: SecretsMade }) => {
  const { t } = useTranslation();
  const head = [
    t('certificates.vin'),
    t('certificates.device'),
    t('certificates.enrolment.reference'),
    t('certificates.enrolment.secret'),
  ];
  const text = csvText(
    head,
    made.items.map(({ vin, device, reference, secret }) => [vin ?? '', device ?? '', reference, secret]),
  );
  return (
    <div className="stack" style={{ margin: '12px 0' }}>
      <Alert
        type="warning"
        showIcon
        title={t('certificates.enrolment.made', { count: made.items.length })}
        description={t('certificates.enrolment.once')}
      />
      <pre className="mono" style={{ margin: 0, maxHeight: 280, overflow: 'auto' }}>
        {made.items.map((item) => `${nameOf(item)}  ${item.reference}  ${item.secret}`).join('\n')}
      </pre>
      <div className="row">
        <CopyButton text={text} />
        <Button
          size="small"
          onClick={() => saveBlob(new Blob([text], { type: 'text/csv' }), 'chedun-device-secrets.csv')}
        >
          {t('common.download')}
        </Button>
      </div>
    </div>
  );
};

const hintOf = (binding: ProfileView['binding'] | undefined): 'subjects' | 'subjectsVin' | 'subjectsBoth' => {
  if (binding === 'vin') return 'subjectsVin';
  return binding === 'device-vin' ? 'subjectsBoth' : 'subjects';
};

interface Draft {
  readonly profile: string;
  readonly authority: string;
  readonly text: string;
  readonly days: number;
}

const Form = ({
  draft,
  choices: { profiles, issuing },
  onChange,
}: {
  readonly draft: Draft;
  readonly choices: ReturnType<typeof useChoices>;
  readonly onChange: (draft: Draft) => void;
}) => {
  const { t } = useTranslation();
  const binding = profiles.find(({ id }) => id === draft.profile)?.binding;
  return (
    <div className="stack" style={{ margin: '12px 0' }}>
      <span>{t('certificates.enrolment.about')}</span>
      <Choose
        profiles={profiles}
        issuing={issuing}
        chosen={draft}
        onChange={(chosen) => onChange({ ...draft, ...chosen })}
      />
      <Field label={t('certificates.enrolment.subjects')} hint={t(`certificates.enrolment.${hintOf(binding)}`)}>
        <Input.TextArea
          autoFocus
          className="mono"
          rows={7}
          value={draft.text}
          onChange={({ target }) => onChange({ ...draft, text: target.value })}
        />
      </Field>
      <Field label={t('certificates.enrolment.days')}>
        <InputNumber
          min={1}
          max={366}
          value={draft.days}
          onChange={(days) => onChange({ ...draft, days: days ?? draft.days })}
        />
      </Field>
    </div>
  );
};

/** Makes one-time secrets for vehicles or devices. */
export const SecretsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const choices = useChoices();
  const able = choices.profiles.filter(({ approval, delivery }) => approval === 'none' && delivery === 'single');
  const [draft, setDraft] = useState<Draft>({ profile: 'vehicle', authority: '', text: '', days: 30 });
  const authority = draft.authority === '' ? (choices.issuing[0]?.name ?? '') : draft.authority;
  const binding = able.find(({ id }) => id === draft.profile)?.binding ?? 'none';
  const lines = linesOf(draft.text);
  const make = useMutation({
    mutationFn: makeDeviceSecrets,
    onSuccess: () => client.invalidateQueries({ queryKey: ['certificates', 'secrets'] }),
    onError: say.problem,
  });
  const { profile, days } = draft;
  const submit = (): void =>
    make.mutate({ authority, profile, days, subjects: lines.map((line) => subjectOf(line, binding)) });
  const made = make.data;
  return (
    <Modal
      open
      width={680}
      title={t('certificates.enrolment.make')}
      okText={made === undefined ? t('certificates.enrolment.make') : t('certificates.enrolment.close')}
      cancelText={t('common.cancel')}
      maskClosable={false}
      okButtonProps={{ disabled: authority === '' || lines.length === 0 || lines.length > MOST_SECRETS }}
      confirmLoading={make.isPending}
      onCancel={onClose}
      onOk={made === undefined ? submit : onClose}
      {...(made === undefined
        ? {}
        : {
            footer: (
              <Button type="primary" onClick={onClose}>
                {t('certificates.enrolment.close')}
              </Button>
            ),
          })}
    >
      {made === undefined ? (
        <Form draft={{ ...draft, authority }} choices={{ ...choices, profiles: able }} onChange={setDraft} />
      ) : (
        <Made made={made} />
      )}
    </Modal>
  );
};
