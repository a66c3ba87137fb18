import type { FindingSummary } from '@chedun/governance/contract';
import { governancePermissions } from '@chedun/governance/contract';
import type { Histogram } from '@chedun/search/contract';
import { searchPermissions } from '@chedun/search/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton, Timeline } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { listFindings } from '../../api/governance.ts';
import { eventHistogram, searchEvents } from '../../api/search.ts';
import type { Ends } from '../../api/telemetry.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { formatTime } from '../../lib/time.ts';
import { mergeTimeline } from '../../lib/timeline.ts';
import type { TimelineEntry } from '../../lib/timeline.ts';
import { verdictText } from '../../lib/verdictText.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { findingTitle } from '../findings/useFindingColumns.tsx';
import { countIn } from './timelineBars.ts';

const SHOWN = 60;
const BARS = 60;

interface VehicleTimelineProps {
  readonly vin: string;
  readonly ends: Ends;
  readonly findings: readonly FindingSummary[] | undefined;
}

/** Findings of a vehicle that were seen in a stretch of time. */
export const useVehicleFindings = (vin: string) => {
  const may = useMay();
  return useQuery({
    queryKey: ['findings', 'vehicle', vin],
    queryFn: ({ signal }) => listFindings({ asset: vin, sort: 'lastSeen', limit: 100 }, signal),
    enabled: may(governancePermissions.read),
    refetchInterval: 15_000,
  });
};

/** Alerts and events of a vehicle on one line of time; dragging over the bars narrows the list below. */
export const VehicleTimeline = ({ vin, ends, findings }: VehicleTimelineProps) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const allowed = useMay()(searchPermissions.read);
  const [brushed, setBrushed] = useState<Ends>();
  const part = brushed ?? ends;
  const bars = useQuery({
    queryKey: ['histogram', 'vehicle', vin, ends],
    queryFn: ({ signal }) => eventHistogram({ query: queryTerm('vin', vin), ...ends }, BARS, signal),
    enabled: allowed,
    placeholderData: (previous) => previous,
  });
  const events = useQuery({
    queryKey: ['events', 'vehicle', vin, part],
    queryFn: ({ signal }) => searchEvents({ query: queryTerm('vin', vin), ...part }, { limit: SHOWN }, signal),
    enabled: allowed,
    placeholderData: (previous) => previous,
  });
  const inPart = (findings ?? []).filter(({ lastSeen }) => Date.parse(lastSeen) < part.to);
  const entries = mergeTimeline(inPart, events.data?.items ?? [], part.from, SHOWN);
  const hint =
    brushed === undefined
      ? t('vehicles.timelineHint')
      : `${formatTime(brushed.from, zone)} – ${formatTime(brushed.to, zone)}`;
  const clear = brushed !== undefined && (
    <Button size="small" onClick={() => setBrushed(undefined)}>
      {t('search.zoomOut')}
    </Button>
  );
  return (
    <Panel title={t('vehicles.timeline')} hint={hint} extra={clear}>
      {bars.data !== undefined && <Bars bars={bars.data} findings={findings ?? []} onBrush={setBrushed} />}
      {events.isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {!events.isLoading && entries.length === 0 && (
        <EmptyState size="small" title={t('vehicles.timelineEmpty')} hint={t('twin.timelineEmptyHint')} />
      )}
      {entries.length > 0 && <Entries entries={entries} />}
    </Panel>
  );
};

interface BarsProps {
  readonly bars: z.output<typeof Histogram>;
  readonly findings: readonly FindingSummary[];
  readonly onBrush: (ends: Ends) => void;
}

const Bars = ({ bars, findings, onBrush }: BarsProps) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const tone = usePalette();
  const at = useMemo(() => bars.buckets.map((bucket) => Date.parse(bucket.at)), [bars]);
  const option = useMemo(() => {
    const seen = findings.map(({ lastSeen }) => Date.parse(lastSeen));
    const series = [
      { name: t('twin.events'), color: tone.primary, values: bars.buckets.map(({ count }) => count) },
      { name: t('nav.alerts'), color: tone.critical, values: countIn(at, bars.bucketMs, seen) },
    ];
    return timeBars(tone, { at, stepMs: bars.bucketMs, zone }, series, 'brush');
  }, [bars, at, findings, tone, zone, t]);
  const brush = (first: number, last: number): void => {
    const from = at[Math.max(0, first)];
    const to = at[Math.min(last, at.length - 1)];
    if (from !== undefined && to !== undefined) onBrush({ from, to: to + bars.bucketMs });
  };
  return <Chart option={option} height={120} label={t('vehicles.timeline')} onBrush={brush} />;
};

const Entries = ({ entries }: { readonly entries: readonly TimelineEntry[] }) => (
  <div style={{ maxHeight: 640, overflowY: 'auto', marginTop: 10 }}>
    <Timeline
      style={{ marginTop: 8 }}
      items={entries.map((entry) => ({
        key: entry.key,
        color: entry.kind === 'alert' ? 'var(--critical)' : 'var(--line-strong)',
        content: <TimelineLine entry={entry} />,
      }))}
    />
  </div>
);

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
          {verdictText(entry.summary, language)} {entry.count > 1 && <span className="faint">×{entry.count}</span>}
        </div>
      )}
    </div>
  );
};
