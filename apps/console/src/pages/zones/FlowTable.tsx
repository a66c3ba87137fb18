import type { Flow, FlowExample, FlowStatus, Zone } from '@chedun/zones/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listZoneFlows } from '../../api/zones.ts';
import { formatBytes } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { flowService, StatusChip, zoneNamer } from './parts.tsx';

const columnsOf = (
  t: TFunction,
  nameOf: (id: string | null) => string,
  action: ((flow: Flow) => ReactNode) | undefined,
): readonly Column<Flow>[] => [
  shownColumn(
    'status',
    t('zones.filterStatus'),
    ({ status }) => t(`zones.status.${status}`),
    ({ status }) => <StatusChip status={status} />,
    { width: 110 },
  ),
  textColumn('from', t('zones.from'), ({ from }) => nameOf(from), { width: 130 }),
  textColumn('to', t('zones.to'), ({ to }) => nameOf(to), { width: 130 }),
  textColumn('service', t('zones.service'), (flow) => flowService(t, flow), { width: 140 }),
  textColumn('conversations', t('zones.conversations'), ({ conversations }) => conversations, {
    width: 80,
    align: 'right',
  }),
  textColumn('records', t('zones.records'), ({ records }) => records, { width: 90, align: 'right' }),
  textColumn('bytes', t('zones.bytes'), ({ bytes }) => (bytes === null ? '' : formatBytes(bytes)), {
    width: 90,
    align: 'right',
  }),
  shownColumn(
    'first',
    t('zones.firstSeen'),
    ({ firstSeen }) => firstSeen,
    ({ firstSeen }) => <TimeText at={firstSeen} />,
    { width: 150 },
  ),
  shownColumn(
    'last',
    t('zones.lastSeen'),
    ({ lastSeen }) => lastSeen,
    ({ lastSeen }) => <TimeText at={lastSeen} />,
    { width: 150 },
  ),
  ...(action === undefined ? [] : [{ key: 'action', title: '', render: action, width: 110 }]),
];

const Examples = ({ examples }: { readonly examples: readonly FlowExample[] }) => {
  const { t } = useTranslation();
  return (
    <div className="stack" style={{ gap: 4 }}>
      <span className="faint">{t('zones.examples')}</span>
      {examples.map(({ client, server, port, records, lastSeen, source }) => (
        <div key={`${client} ${server} ${port}`} className="row wrap" style={{ gap: 10 }}>
          <span className="mono">
            {client} → {server}
            {port > 0 && `:${port}`}
          </span>
          <span>
            {t('zones.records')} {records}
          </span>
          <TimeText at={lastSeen} />
          <span className="faint">{t(`zones.sources.${source}`)}</span>
        </div>
      ))}
    </div>
  );
};

/** Flows with their examples, those to be looked at first on top. */
export const FlowTable = ({
  zones,
  query,
  action,
}: {
  readonly zones: readonly Zone[];
  readonly query: { readonly from?: string; readonly to?: string; readonly status?: FlowStatus };
  readonly action?: (flow: Flow) => ReactNode;
}) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t, zoneNamer(zones, t), action), [t, zones, action]);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['zones', 'flows', query],
    queryFn: ({ pageParam, signal }) =>
      listZoneFlows(pageParam === '' ? query : { ...query, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  return (
    <DataTable
      columns={columns}
      rows={data?.pages.flatMap(({ items }) => items)}
      rowKey={({ id, status }) => `${id} ${status}`}
      error={error}
      onRetry={() => void refetch()}
      sorting="none"
      exportName="zone-flows"
      minWidth={action === undefined ? 900 : 1_000}
      expand={({ examples }) => <Examples examples={examples} />}
      more={{ available: hasNextPage, loading: isFetchingNextPage, load: () => void fetchNextPage() }}
      empty={<EmptyState size="small" title={t('zones.noFlows')} hint={t('zones.noFlowsHint')} />}
    />
  );
};
