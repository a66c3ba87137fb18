import type { DutyBoard } from '@chedun/duty-roster/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getRoster } from '../../api/dutyRoster.ts';
import { useSay } from '../../ui/useSay.ts';

const KEY = ['duty-roster', 'board'] as const;

/** The roster, looked at again every half minute. */
export const useRoster = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => getRoster(signal), refetchInterval: 30_000 });

/** Changes the roster and shows it as it is then. */
export const useRosterWork = <Input>(work: (input: Input) => Promise<DutyBoard>, onDone?: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (board) => {
      client.setQueryData(KEY, board);
      say.done(t('common.saved'));
      onDone?.();
    },
    onError: say.problem,
  });
};
