import { drillPermissions } from '@chedun/drills/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { openReview } from '../../api/drills.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';

/** Opens the after-action review of an incident, or the one that is there. */
export const IncidentReview = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const review = useMutation({
    mutationFn: () => openReview({ kind: 'incident', id }),
    onSuccess: (found) => void navigate({ to: '/reviews/$id', params: { id: found.id } }),
    onError: say.problem,
  });
  if (!useMay()(drillPermissions.review)) return null;
  return (
    <Button loading={review.isPending} onClick={() => review.mutate()}>
      {t('drills.review')}
    </Button>
  );
};
