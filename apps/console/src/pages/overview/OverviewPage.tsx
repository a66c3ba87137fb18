import { governancePermissions } from '@chedun/governance/contract';
import { ingestPermissions } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findingStats } from '../../api/governance.ts';
import { listSources } from '../../api/ingest.ts';
import { useIsGuest, useMay } from '../../app/session.ts';
import { rangeEnds } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { useNow } from '../../ui/useNow.ts';
import { RunningCampaigns } from '../campaigns/RunningCampaigns.tsx';
import { AlertTrend } from './AlertTrend.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { FlowPanel } from './FlowPanel.tsx';
import { Headline } from './Headline.tsx';
import { RecentAlerts } from './RecentAlerts.tsx';
import { SourceHealthPanel } from './SourceHealthPanel.tsx';
import { TopAssets, TopRules } from './TopLists.tsx';
import { useLiveFlow } from './useLiveFlow.ts';

const REFRESH_MS = 15_000;

/** 安全态势: what is going on, from far enough away to see all of it. */
export const OverviewPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  if (useIsGuest()) return <Navigate to="/my-inspection" replace />;
  if (may(governancePermissions.read)) return <Situation />;
  return (
    <div className="page">
      <EmptyState title={t('overview.nothingAllowed')} hint={t('overview.nothingAllowedHint')} />
    </div>
  );
};

const Situation = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [range, setRange] = useState<TimeRange>({ kind: 'rolling', last: '24h' });
  const now = useNow(REFRESH_MS);
  const ends = rangeEnds(range, Math.floor(now / REFRESH_MS) * REFRESH_MS);
  const stats = useQuery({
    queryKey: ['finding-stats', 'alert', range, ends.to],
    queryFn: ({ signal }) => findingStats(ends.from, ends.to, 'alert', signal),
    placeholderData: (previous) => previous,
  });
  const sources = useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => listSources(signal),
    enabled: may(ingestPermissions.read),
    refetchInterval: REFRESH_MS,
  });
  const flow = useLiveFlow();
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.overview')}
        about={t('overview.about')}
        extra={<TimeRangePicker value={range} onChange={setRange} />}
      />
      {sources.data !== undefined && <FirstSteps sources={sources.data.items} />}
      <RunningCampaigns />
      {stats.error !== null && stats.data === undefined && (
        <ErrorState error={stats.error} onRetry={() => void stats.refetch()} />
      )}
      <Headline stats={stats.data} flow={flow.latest} sources={sources.data?.items} />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 3fr)' }}>
        <AlertTrend stats={stats.data} from={ends.from} to={ends.to} />
        <FlowPanel flow={flow} />
      </div>
      <div className="grid" style={{ gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' }}>
        <TopRules stats={stats.data} />
        <TopAssets stats={stats.data} />
        <SourceHealthPanel sources={sources.data?.items} />
      </div>
      <RecentAlerts />
    </div>
  );
};
