import type { Review } from '@chedun/drills/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSay } from '../../ui/useSay.ts';

/** Where a review is kept. */
export const reviewKey = (id: string) => ['drills', 'review', id] as const;

/** Does something to a review and shows it as it is then. */
export const useReviewWork = <Input>(work: (input: Input) => Promise<Review>, onDone?: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: (review) => {
      client.setQueryData(reviewKey(review.id), review);
      void client.invalidateQueries({ queryKey: ['drills', 'reviews'] });
      say.done(t('common.saved'));
      onDone?.();
    },
    onError: say.problem,
  });
};
