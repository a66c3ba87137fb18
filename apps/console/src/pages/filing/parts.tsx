import type { CaseLine, UnitLine } from '@chedun/filing/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

/** Tone of a level: the higher, the warmer. */
const LEVEL_TONE = ['info', 'info', 'low', 'medium', 'high', 'critical'] as const;

/** Tone of a level, null for none. */
export const toneOfLevel = (level: number | null): string => LEVEL_TONE[level ?? 0] ?? 'info';

/** The level of a unit: fixed, proposed, or none. */
export const LevelChip = ({ unit }: { readonly unit: Pick<UnitLine, 'level' | 'proposed'> }) => {
  const { t } = useTranslation();
  if (unit.level !== null)
    return <Chip tone={toneOfLevel(unit.level)}>{t('filing.levelOf', { level: unit.level })}</Chip>;
  if (unit.proposed !== null) return <Chip>{t('filing.levelProposed', { level: unit.proposed })}</Chip>;
  return <span className="faint">{t('filing.levelNone')}</span>;
};

const STATE_TONE: Readonly<Partial<Record<CaseLine['state'], string>>> = {
  supplement: 'high',
  rejected: 'critical',
  numbered: 'good',
  submitted: 'low',
  received: 'low',
  checking: 'low',
  experts: 'low',
  approval: 'medium',
  approved: 'medium',
  signed: 'medium',
};

/** State of a case. */
export const StateChip = ({ state }: Pick<CaseLine, 'state'>) => {
  const { t } = useTranslation();
  return <Chip tone={STATE_TONE[state] ?? 'info'}>{t(`filing.states.${state}`)}</Chip>;
};

/** Marks a method or number that nobody checked against the text of its source. */
export const Unverified = () => {
  const { t } = useTranslation();
  return (
    <Chip tone="medium" title={t('filing.unverifiedWhy')}>
      {t('filing.unverified')}
    </Chip>
  );
};
