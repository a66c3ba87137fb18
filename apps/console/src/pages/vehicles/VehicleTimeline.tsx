import { governancePermissions } from '@chedun/governance/contract';
import { searchPermissions } from '@chedun/search/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { listFindings } from '../../api/governance.ts';
import { searchEvents } from '../../api/search.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { mergeTimeline } from '../../lib/timeline.ts';
import type { TimelineEntry } from '../../lib/timeline.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';
import { findingTitle } from '../findings/useFindingColumns.tsx';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SHOWN = 40;

/** Alerts and events of a vehicle in one line of time, newest first. */
export const VehicleTimeline = ({ vin }: { readonly vin: string }) => {
  const { t } = useTranslation();
  const may = useMay();
  const now = useNow(MINUTE_MS);
  const to = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  const alerts = useQuery({
    queryKey: ['findings', 'vehicle', vin],
    queryFn: ({ signal }) => listFindings({ asset: vin, sort: 'lastSeen', limit: 20 }, signal),
    enabled: may(governancePermissions.read),
  });
  const events = useQuery({
    queryKey: ['events', 'vehicle', vin, to],
    queryFn: ({ signal }) =>
      searchEvents({ query: queryTerm('vin', vin), from: to - DAY_MS, to }, { limit: SHOWN }, signal),
    enabled: may(searchPermissions.read),
    placeholderData: (previous) => previous,
  });
  const waiting = alerts.isLoading || events.isLoading;
  const entries = mergeTimeline(alerts.data?.items ?? [], events.data?.items ?? [], to - DAY_MS, SHOWN);
  return (
    <Panel title={t('vehicles.timeline')} hint={t('vehicles.timelineHint')}>
      {waiting && <Skeleton active paragraph={{ rows: 8 }} />}
      {!waiting && entries.length === 0 && <EmptyState size="small" title={t('vehicles.timelineEmpty')} />}
      {!waiting && entries.length > 0 && (
        <Timeline
          style={{ marginTop: 6 }}
          items={entries.map((entry) => ({
            key: entry.key,
            color: entry.kind === 'alert' ? 'var(--critical)' : 'var(--line-strong)',
            content: <TimelineLine entry={entry} />,
          }))}
        />
      )}
    </Panel>
  );
};

const TimelineLine = ({ entry }: { readonly entry: TimelineEntry }) => {
  const { language } = usePreferences();
  return (
    <div>
      <div className="faint">
        <TimeText at={entry.at} />
      </div>
      {entry.kind === 'alert' ? (
        <Link to="/alerts/$id" params={{ id: entry.finding.id }}>
          <SeverityTag severity={entry.finding.severity} /> {findingTitle(entry.finding, language)}
        </Link>
      ) : (
        <div className="soft" style={{ overflowWrap: 'anywhere' }}>
          {entry.summary} {entry.count > 1 && <span className="faint">×{entry.count}</span>}
        </div>
      )}
    </div>
  );
};
