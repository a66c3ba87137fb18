import type { Conclusion } from '@chedun/crypto-assessment/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

const TONE = { conform: 'good', basic: 'low', fail: 'critical' } as const;

/** The conclusion, or how many units nobody judged yet. */
export const ConclusionChip = ({
  conclusion,
  missing,
}: {
  readonly conclusion: Conclusion | null;
  readonly missing: number;
}) => {
  const { t } = useTranslation();
  if (conclusion === null) return <Chip tone="info">{t('cryptography.unjudged', { count: missing })}</Chip>;
  return <Chip tone={TONE[conclusion]}>{t(`cryptography.conclusionOf.${conclusion}`)}</Chip>;
};

/** A legal day: done, due or over. */
export const DueChip = ({
  day,
  isOver,
  doneOn,
}: {
  readonly day: string | null;
  readonly isOver: boolean;
  readonly doneOn: string | null;
}) => {
  const { t } = useTranslation();
  if (day === null) return null;
  if (doneOn !== null)
    return <Chip tone={isOver ? 'medium' : 'good'}>{t('cryptography.filedOn', { day: doneOn })}</Chip>;
  return <Chip tone={isOver ? 'critical' : 'info'}>{isOver ? t('cryptography.overdue', { day }) : day}</Chip>;
};
