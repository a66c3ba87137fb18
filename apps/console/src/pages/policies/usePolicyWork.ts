import type { Policy } from '@chedun/policies/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSay } from '../../ui/useSay.ts';

/** Changes a policy; every list that shows it is read again. */
export const usePolicyWork = <Input>(
  work: (input: Input) => Promise<Policy>,
  { said, onDone }: { readonly said?: string; readonly onDone?: (policy: Policy) => void } = {},
) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (policy) => {
      client.setQueryData(['policies', 'one', policy.id], policy);
      void client.invalidateQueries({ queryKey: ['policies'] });
      say.done(said ?? t('common.saved'));
      onDone?.(policy);
    },
    onError: say.problem,
  });
};
