import { useQuery } from '@tanstack/react-query';
import type { EventRow } from '@chedun/search/contract';
import { Button, Segmented, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getEvent, searchEvents } from '../../api/search.ts';
import type { EventScope } from '../../api/search.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { eventKey } from '../../lib/eventRow.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RecordFields, RecordRaw } from '../../ui/EventRecordView.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ProveLink } from '../log-proofs/ProveLink.tsx';
import { useEventColumns } from './useEventColumns.tsx';

type Order = 'newest' | 'oldest';
type OnTerm = (term: string, how: 'with' | 'without') => void;

interface ResultPanelProps {
  readonly scope: EventScope;
  readonly order: Order;
  readonly total: number | undefined;
  readonly onOrder: (order: Order) => void;
  readonly onTerm: OnTerm;
  readonly onClear: () => void;
}

/** The events that a query found; each opens into its whole record. */
export const ResultPanel = ({ scope, order, total, onOrder, onTerm, onClear }: ResultPanelProps) => {
  const { t } = useTranslation();
  const columns = useEventColumns();
  const list = useCursorList(['events', 'list', scope, order], (cursor, signal) =>
    searchEvents(scope, { cursor, order, limit: 100 }, signal),
  );
  return (
    <Panel
      title={t('search.results')}
      body="flush"
      extra={
        <Segmented<Order>
          size="small"
          value={order}
          onChange={onOrder}
          options={[
            { value: 'newest', label: t('search.newest') },
            { value: 'oldest', label: t('search.oldest') },
          ]}
        />
      }
    >
      <DataTable
        {...list}
        total={total}
        columns={columns}
        sorting="none"
        minWidth={740}
        rowKey={eventKey}
        expand={(row) => <ExpandedEvent row={row} onTerm={onTerm} />}
        exportName="chedun-events-shown"
        empty={
          <EmptyState
            title={t('search.empty')}
            hint={t('search.emptyHint')}
            action={<Button onClick={onClear}>{t('search.emptyAll')}</Button>}
          />
        }
      />
    </Panel>
  );
};

const ExpandedEvent = ({ row, onTerm }: { readonly row: EventRow; readonly onTerm: OnTerm }) => {
  const { t } = useTranslation();
  const ref = { journal: row.journal, seq: row.seq, index: row.index };
  const record = useQuery({
    queryKey: ['event', ref],
    queryFn: ({ signal }) => getEvent(ref, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (record.error !== null) return <ErrorState error={record.error} onRetry={() => void record.refetch()} />;
  if (record.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  return (
    <Tabs
      size="small"
      tabBarExtraContent={<ProveLink place={`${row.journal}/${row.seq}/${row.index}`} />}
      items={[
        { key: 'fields', label: t('events.fields'), children: <RecordFields record={record.data} onTerm={onTerm} /> },
        { key: 'raw', label: t('events.raw'), children: <RecordRaw record={record.data} /> },
      ]}
    />
  );
};
