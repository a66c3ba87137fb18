import type { Run, RunState, RunSummary, TargetState, Verdict } from '@chedun/drills/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';

const STATES: Readonly<Record<RunState, string>> = {
  prepared: 'low',
  running: 'high',
  evaluated: 'medium',
  reviewed: 'good',
};
const TARGETS: Readonly<Record<TargetState, string>> = {
  open: 'info',
  answered: 'medium',
  met: 'good',
  missed: 'critical',
};
const VERDICTS: Readonly<Record<Verdict, string>> = { open: 'info', met: 'good', missed: 'critical' };

/** State of a drill. */
export const RunStateChip = ({ state }: { readonly state: RunState }) => {
  const { t } = useTranslation();
  return <Chip tone={STATES[state]}>{t(`drills.states.${state}`)}</Chip>;
};

/** What came of one target. */
export const TargetChip = ({ state }: { readonly state: TargetState }) => {
  const { t } = useTranslation();
  return <Chip tone={TARGETS[state]}>{t(`drills.targetStates.${state}`)}</Chip>;
};

/** What came of an expectation. */
export const VerdictChip = ({ verdict }: { readonly verdict: Verdict }) => {
  const { t } = useTranslation();
  return <Chip tone={VERDICTS[verdict]}>{t(`drills.verdicts.${verdict}`)}</Chip>;
};

/** Texts of the measured times of a drill; empty where nothing was measured. */
export const useTimes = () => {
  const { t } = useTranslation();
  const seconds = (n: number | null): string =>
    n === null
      ? ''
      : n < 90
        ? t('drills.seconds', { n: Math.round(n * 10) / 10 })
        : t('drills.inMinutes', { n: Math.round(n / 6) / 10 });
  return {
    seconds,
    detect: ({ secondsToDetect }: Pick<RunSummary, 'secondsToDetect'>): string => seconds(secondsToDetect),
    report: ({ minutesToReport: n }: Pick<RunSummary, 'minutesToReport'>): string =>
      n === null ? '' : t('drills.inMinutes', { n }),
  };
};

/** Does something in a drill and shows it as it is then. */
export const useRunWork = <Input,>(work: (input: Input) => Promise<Run>, onDone?: () => void) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (run) => {
      client.setQueryData(['drills', 'run', run.id], run);
      void client.invalidateQueries({ queryKey: ['drills', 'runs'] });
      onDone?.();
    },
    onError: say.problem,
  });
};
