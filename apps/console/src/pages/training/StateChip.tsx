import type { TakingState } from '@chedun/training/contract';
import { useTranslation } from 'react-i18next';

const TONES: Readonly<Record<TakingState, string>> = {
  overdue: 'critical',
  failed: 'critical',
  'due-soon': 'high',
  waiting: 'medium',
  free: 'info',
  passed: 'good',
};

/** How somebody stands in a course. */
export const StateChip = ({ state }: { readonly state: TakingState }) => {
  const { t } = useTranslation();
  return (
    <span className="chip" data-tone={TONES[state]}>
      {t(`training.state.${state}`)}
    </span>
  );
};
