import type { CaseDetail } from '@chedun/filing/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSay } from '../../ui/useSay.ts';

/** A change of a case whose answer is the case. */
export const useCaseChange = <T>(id: string, change: (input: T) => Promise<CaseDetail>, onDone?: () => void) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (detail) => {
      client.setQueryData(['filing', 'case', id], detail);
      await client.invalidateQueries({ queryKey: ['filing', 'cases'] });
      onDone?.();
    },
    onError: say.problem,
  });
};
