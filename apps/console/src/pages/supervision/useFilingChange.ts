import type { Filing } from '@chedun/supervision/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSay } from '../../ui/useSay.ts';

/** Changes a filing: what the server answers is shown at once; after a refusal the filing is read again. */
export const useFilingChange = <Order>(
  id: string,
  change: (order: Order) => Promise<Filing>,
  onDone: () => void = () => undefined,
) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (filing) => {
      client.setQueryData(['supervision', 'filing', id], filing);
      onDone();
      await client.invalidateQueries({ queryKey: ['supervision', 'filings'] });
    },
    onError: async (error) => {
      say.problem(error);
      await client.invalidateQueries({ queryKey: ['supervision', 'filing', id] });
    },
  });
};
