import type { PolicyLine, PolicyState, ReadingState, SignatureVerdict } from '@chedun/policies/contract';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatTime } from '../../lib/time.ts';
import { Chip } from '../../ui/Tags.tsx';

const STATE_TONE: Readonly<Record<PolicyState, string>> = {
  none: 'info',
  scheduled: 'low',
  effective: 'good',
  'review-due': 'medium',
  'review-overdue': 'critical',
  retired: 'info',
};

/** How a policy stands. */
export const StateChip = ({ state }: { readonly state: PolicyState }) => {
  const { t } = useTranslation();
  return <Chip tone={STATE_TONE[state]}>{t(`policies.state.${state}`)}</Chip>;
};

/** The version that people work on. */
export const WorkingChip = ({ working }: Pick<PolicyLine, 'working'>) => {
  const { t } = useTranslation();
  if (working === null) return null;
  return (
    <Chip tone={working.state === 'submitted' ? 'high' : 'low'}>
      {t(`policies.working.${working.state}`, { number: working.number })}
    </Chip>
  );
};

export const READING_TONE: Readonly<Record<ReadingState, string>> = {
  read: 'good',
  waiting: 'low',
  'due-soon': 'medium',
  overdue: 'critical',
};

/** Whether somebody has read what they have to read. */
export const ReadingChip = ({ state }: { readonly state: ReadingState }) => {
  const { t } = useTranslation();
  return <Chip tone={READING_TONE[state]}>{t(`policies.reading.${state}`)}</Chip>;
};

/** What became of the signature of a version. */
export const SignatureLine = ({ signature }: { readonly signature: SignatureVerdict }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  if (signature.kind === 'none') return <Chip>{t('policies.signature.none')}</Chip>;
  if (signature.kind === 'broken')
    return (
      <span className="row" style={{ gap: 8 }}>
        <Chip tone="critical">{t('policies.signature.broken')}</Chip>
        {t(`policies.problem.${signature.problem}`)}
      </span>
    );
  return (
    <span className="row" style={{ gap: 8 }}>
      <Chip tone="good">{t('policies.signature.valid')}</Chip>
      <span className="faint">
        {t('policies.signature.validAbout', { at: formatTime(Date.parse(signature.signedAt), zone) })}
      </span>
    </span>
  );
};
