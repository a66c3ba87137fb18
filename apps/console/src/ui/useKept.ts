import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSay } from './useSay.ts';

/** Sends what a dialog holds; the answer takes the place of what its page shows, and the dialog closes. */
export const useKept = <Input, Answer>(
  send: (input: Input) => Promise<Answer>,
  shown: readonly string[],
  onClose: () => void,
) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      client.setQueryData(shown, answer);
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
};
