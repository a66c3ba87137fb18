import type { Incident } from '@chedun/incidents/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSay } from '../../ui/useSay.ts';

/** Does something to an incident, shows it as it is then, and brings clocks and lists up to date. */
export const useWork = <Input>(work: (input: Input) => Promise<Incident>, onDone?: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (incident) => {
      client.setQueryData(['incidents', 'one', incident.id], incident);
      void client.invalidateQueries({ queryKey: ['incidents', 'list'] });
      void client.invalidateQueries({ queryKey: ['deadlines'] });
      say.done(t('common.saved'));
      onDone?.();
    },
    onError: say.problem,
  });
};
