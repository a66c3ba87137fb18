import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listFindings } from '../../api/governance.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useFindingColumns } from '../findings/useFindingColumns.tsx';

/** The newest alerts. */
export const RecentAlerts = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useFindingColumns(['severity', 'title', 'assets', 'count', 'status', 'lastSeen']);
  const recent = useQuery({
    queryKey: ['findings', 'recent'],
    queryFn: ({ signal }) => listFindings({ kind: 'alert', sort: 'lastSeen', limit: 8 }, signal),
    refetchInterval: 10_000,
  });
  return (
    <Panel title={t('overview.recent')} body="flush" extra={<Link to="/alerts">{t('overview.allAlerts')}</Link>}>
      <DataTable
        columns={columns}
        sorting="none"
        rows={recent.data?.items}
        rowKey={(row) => row.id}
        error={recent.error}
        onRetry={() => void recent.refetch()}
        onRow={(row) => void navigate({ to: '/alerts/$id', params: { id: row.id } })}
        empty={<EmptyState size="small" title={t('overview.quiet')} hint={t('overview.quietHint')} />}
      />
    </Panel>
  );
};
