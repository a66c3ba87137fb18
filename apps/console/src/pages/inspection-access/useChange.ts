import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSay } from '../../ui/useSay.ts';

/** A change of an inspection: says what was done, and reads everything of inspections again. */
export const useChange = <V, R>(change: (value: V) => Promise<R>, done: string, then?: (answer: R) => void) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      say.done(done);
      await client.invalidateQueries({ queryKey: ['inspection-access'] });
      then?.(answer);
    },
    onError: say.problem,
  });
};
