import type { Importance, ProblemKind, ReviewResult } from '@chedun/suppliers/contract';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

const LEVEL_TONE: Readonly<Record<Importance, string>> = {
  critical: 'critical',
  important: 'medium',
  ordinary: 'info',
};
const RESULT_TONE: Readonly<Record<ReviewResult, string>> = {
  passed: 'good',
  conditions: 'medium',
  failed: 'critical',
};
const PROBLEM_TONE: Readonly<Partial<Record<ProblemKind, string>>> = {
  'review-failed': 'critical',
  'agreement-ending': 'medium',
  'condition-overdue': 'high',
};

/** How important a supplier is. */
export const LevelChip = ({ level }: { readonly level: Importance }) => {
  const { t } = useTranslation();
  return <Chip tone={LEVEL_TONE[level]}>{t(`suppliers.level.${level}`)}</Chip>;
};

/** What a review came to. */
export const ResultChip = ({ result }: { readonly result: ReviewResult }) => {
  const { t } = useTranslation();
  return <Chip tone={RESULT_TONE[result]}>{t(`suppliers.result.${result}`)}</Chip>;
};

/** What is wrong with a supplier. */
export const ProblemChips = ({ problems }: { readonly problems: readonly ProblemKind[] }) => {
  const { t } = useTranslation();
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {problems.map((kind) => (
        <Chip key={kind} tone={PROBLEM_TONE[kind] ?? 'high'}>
          {t(`suppliers.problem.${kind}`)}
        </Chip>
      ))}
    </span>
  );
};
