import { EventLevel, LEVEL, type OversightStatistics } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getOversightStatistics } from '../../api/oversight.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { BarPanel } from '../../ui/BarPanel.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

/** How the work goes: tasks by state, how long answers take, incidents by month and level. */
export const StatisticsTab = () => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['oversight', 'statistics'],
    queryFn: ({ signal }) => getOversightStatistics(signal),
  });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active />;
  const { data } = found;
  if (data.deliveries === 0 && data.incidentsByMonth.length === 0)
    return <EmptyState title={t('oversight.stats.empty')} hint={t('oversight.stats.emptyHint')} />;
  return (
    <div className="stack">
      <Numbers data={data} />
      <div className="supervision-pictures">
        <BarPanel
          empty={t('oversight.stats.empty')}
          title={t('oversight.stats.byState')}
          names={data.byState.map(({ state }) => t(`oversight.notice.delivery.${state}`))}
          series={[
            { name: t('oversight.stats.deliveries'), tone: 'primary', values: data.byState.map(({ count }) => count) },
          ]}
        />
        <BarPanel
          empty={t('oversight.stats.empty')}
          title={t('oversight.stats.byKind')}
          names={data.byKind.map(({ kind }) => t(`oversight.notice.kinds.${kind}`))}
          series={[
            { name: t('oversight.stats.open'), tone: 'high', values: data.byKind.map(({ open }) => open) },
            { name: t('oversight.stats.closed'), tone: 'good', values: data.byKind.map(({ closed }) => closed) },
          ]}
        />
        <Incidents data={data} />
        <Firms data={data} />
      </div>
    </div>
  );
};

const Numbers = ({ data }: { readonly data: OversightStatistics }) => {
  const { t } = useTranslation();
  const unit = t('oversight.stats.hours');
  return (
    <div className="supervision-numbers">
      <Kpi label={t('oversight.stats.notices')} value={data.notices} />
      <Kpi label={t('oversight.stats.deliveries')} value={data.deliveries} />
      <Kpi label={t('oversight.stats.open')} value={data.open} />
      <Kpi
        label={t('oversight.stats.overdue')}
        value={data.overdue}
        {...(data.overdue > 0 ? { tone: 'critical' } : {})}
      />
      <Kpi label={t('oversight.stats.closed')} value={data.closed} tone="good" />
      <Kpi label={t('oversight.stats.acknowledge')} value={data.medianAcknowledgeHours ?? '—'} unit={unit} />
      <Kpi label={t('oversight.stats.answer')} value={data.medianAnswerHours ?? '—'} unit={unit} />
    </div>
  );
};

const Incidents = ({ data: { incidentsByMonth } }: { readonly data: OversightStatistics }) => {
  const { t } = useTranslation();
  const months = [...new Set(incidentsByMonth.map(({ month }) => month))];
  const levels = [...EventLevel.options, '' as const].filter((level) =>
    incidentsByMonth.some((each) => each.level === level),
  );
  return (
    <BarPanel
      empty={t('oversight.stats.empty')}
      title={t('oversight.stats.incidents')}
      names={months}
      series={levels.map((level) => ({
        name: level === '' ? t('oversight.stats.ungraded') : t(`oversight.levels.${level}`),
        tone: level === LEVEL.heaviest || level === LEVEL.major ? ('high' as const) : ('primary' as const),
        values: months.map(
          (month) => incidentsByMonth.find((each) => each.month === month && each.level === level)?.count ?? 0,
        ),
      }))}
    />
  );
};

type FirmLine = OversightStatistics['byFirm'][number];
const Firms = ({ data }: { readonly data: OversightStatistics }) => {
  const { t } = useTranslation();
  const columns: Column<FirmLine>[] = [
    textColumn('name', t('oversight.firm'), ({ name }) => name),
    textColumn('sent', t('oversight.stats.sent'), ({ sent }) => sent, { width: 70 }),
    textColumn('closed', t('oversight.stats.closed'), ({ closed }) => closed, { width: 80 }),
    shownColumn(
      'overdue',
      t('oversight.stats.overdue'),
      ({ overdue }) => overdue,
      ({ overdue }) => (overdue === 0 ? '—' : <Chip tone="critical">{overdue}</Chip>),
      { width: 70 },
    ),
    textColumn('hours', t('oversight.stats.answer'), ({ answerHours }) => answerHours ?? '—', { width: 150 }),
  ];
  return (
    <Panel title={t('oversight.stats.byFirm')} body="flush">
      <DataTable
        columns={columns}
        rows={data.byFirm}
        rowKey={({ name }) => name}
        exportName="chedun-notices-by-enterprise"
        minWidth={480}
        empty={<EmptyState size="small" title={t('oversight.stats.empty')} />}
      />
    </Panel>
  );
};
