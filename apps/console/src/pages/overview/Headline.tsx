import { assetsPermissions } from '@chedun/assets/contract';
import type { FindingStats } from '@chedun/governance/contract';
import type { Flow, Source } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { assetSummary } from '../../api/assets.ts';
import { useMay } from '../../app/session.ts';
import { formatCount, formatDuration, formatRate } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';

type Stats = z.output<typeof FindingStats>;

const WAITING = '–';

const sum = (stats: Stats, of: (row: Stats['bySeverity'][number]) => number): number =>
  stats.bySeverity.reduce((total, row) => total + of(row), 0);

const openOf = (stats: Stats, severity: string): number =>
  stats.bySeverity.find((row) => row.severity === severity)?.open ?? 0;

/** The numbers at the top of the situation. */
export const Headline = ({
  stats,
  flow,
  sources,
}: {
  readonly stats: Stats | undefined;
  readonly flow: Flow | undefined;
  readonly sources: readonly Source[] | undefined;
}) => (
  <div className="kpis">
    <AlertKpis stats={stats} />
    <FlowKpi flow={flow} />
    <LatencyKpi stats={stats} />
    <VehicleKpi />
    <SourceKpi sources={sources} />
  </div>
);

const AlertKpis = ({ stats }: { readonly stats: Stats | undefined }) => {
  const { t } = useTranslation();
  if (stats === undefined) {
    return (
      <>
        <Kpi label={t('overview.openAlerts')} value={WAITING} />
        <Kpi label={t('overview.newAlerts')} value={WAITING} />
        <Kpi label={t('overview.overdue')} value={WAITING} />
      </>
    );
  }
  const critical = openOf(stats, 'critical');
  const high = openOf(stats, 'high');
  return (
    <>
      <Kpi
        label={t('overview.openAlerts')}
        value={formatCount(sum(stats, (row) => row.open))}
        note={t('overview.openAlertsNote', { critical: formatCount(critical), high: formatCount(high) })}
        tone={critical > 0 ? 'critical' : high > 0 ? 'high' : 'good'}
      />
      <Kpi
        label={t('overview.newAlerts')}
        value={formatCount(sum(stats, (row) => row.total))}
        note={t('overview.newAlertsNote')}
      />
      <Kpi
        label={t('overview.overdue')}
        value={formatCount(stats.overdue)}
        note={stats.overdue > 0 ? t('overview.overdueNote') : t('overview.overdueNone')}
        {...(stats.overdue > 0 ? { tone: 'critical' } : {})}
      />
    </>
  );
};

const FlowKpi = ({ flow }: { readonly flow: Flow | undefined }) => {
  const { t } = useTranslation();
  if (flow === undefined) return <Kpi label={t('overview.rate')} value={WAITING} />;
  const note = t('overview.rateNote', {
    stored: formatRate(flow.storedPerSecond),
  });
  return (
    <Kpi
      label={t('overview.rate')}
      value={formatRate(flow.acceptedPerSecond)}
      unit={t('common.perSecond')}
      note={<span title={note}>{note}</span>}
    />
  );
};

const LatencyKpi = ({ stats }: { readonly stats: Stats | undefined }) => {
  const { t } = useTranslation();
  const latency = stats?.medianLatencyMs;
  return (
    <Kpi
      label={t('overview.latency')}
      value={latency === undefined || latency === null ? WAITING : formatDuration(latency)}
      note={t('overview.latencyNote')}
    />
  );
};

const VehicleKpi = () => {
  const { t } = useTranslation();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['asset-summary'],
    queryFn: ({ signal }) => assetSummary(signal),
    enabled: may(assetsPermissions.read),
    refetchInterval: 30_000,
  });
  if (data === undefined) return <Kpi label={t('overview.vehicles')} value={WAITING} />;
  const total = data.kinds
    .filter(({ kind, status }) => kind === 'vehicle' && status !== 'retired')
    .reduce((all, { count }) => all + count, 0);
  return (
    <Kpi
      label={t('overview.vehicles')}
      value={formatCount(data.seenLastDay)}
      note={t('overview.vehiclesNote', { total: formatCount(total) })}
    />
  );
};

const SourceKpi = ({ sources }: { readonly sources: readonly Source[] | undefined }) => {
  const { t } = useTranslation();
  if (sources === undefined) return <Kpi label={t('overview.sources')} value={WAITING} />;
  const active = sources.filter(({ enabled }) => enabled);
  const failing = active.filter(({ health }) => health === 'failing').length;
  const silent = active.filter(({ health }) => health === 'silent').length;
  return (
    <Kpi
      label={t('overview.sources')}
      value={active.filter(({ health }) => health === 'healthy').length}
      unit={`/ ${active.length}`}
      note={`${t('health.failing')} ${failing} · ${t('health.silent')} ${silent}`}
      {...(failing > 0 ? { tone: 'high' } : silent > 0 ? { tone: 'medium' } : {})}
    />
  );
};
