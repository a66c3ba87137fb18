import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import '../../styles/posture.css';
import { getObligation } from '../../api/posture.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { ObligationPanel } from '../posture/ObligationPanel.tsx';

/** One obligation, for an inspector whose order names it alone. */
export const InspectedObligation = () => {
  const { t } = useTranslation();
  const params = useParams({ from: '/app/my-inspection/obligations/$id' });
  // an address with a dot would be that of a file
  const id = params.id.replace('-', '.');
  const { data, error, refetch } = useQuery({
    queryKey: ['posture', 'obligation', id],
    queryFn: ({ signal }) => getObligation(id, signal),
  });
  return (
    <div className="page posture-page stack">
      <PageHead title={t('inspectionAccess.obligationTitle', { id })} />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active />}
      {data !== undefined && <ObligationPanel obligation={data.obligation} />}
    </div>
  );
};
