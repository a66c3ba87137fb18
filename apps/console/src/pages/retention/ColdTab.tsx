import type { EventRow } from '@chedun/search/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchColdEvents } from '../../api/retention.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { rangeEnds, type TimeRange } from '../../lib/range.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { QueryBar } from '../search/QueryBar.tsx';
import { useEventColumns } from '../search/useEventColumns.tsx';

const keyOf = ({ journal, seq, index }: EventRow): string => `${journal}/${seq}/${index}`;

/** 冷存检索: records whose rows have left the event store. */
export const ColdTab = () => {
  const [query, setQuery] = useState('');
  const [range, setRange] = useState<TimeRange>({ kind: 'rolling', last: '184d' });
  const [asOf] = useState(() => Date.now());
  const columns = useEventColumns();
  const scope = { query, ...rangeEnds(range, asOf) };
  const list = useCursorList(['retention', 'cold', scope], (cursor, signal) => searchColdEvents(scope, cursor, signal));
  return (
    <Panel body="flush">
      <div className="toolbar" style={{ alignItems: 'flex-start' }}>
        <QueryBar key={query} value={query} onSubmit={setQuery} />
        <TimeRangePicker value={range} onChange={setRange} />
      </div>
      <DataTable<EventRow>
        {...list}
        columns={columns}
        rowKey={keyOf}
        expand={(row) => <ColdRecord row={row} />}
        exportName="chedun-cold-events"
        sorting="none"
        minWidth={900}
        empty={<NothingCold />}
      />
    </Panel>
  );
};

const ColdRecord = ({ row }: { readonly row: EventRow }) => (
  <Facts items={Object.entries(row.columns).map(([name, value]) => [name, <span key={name}>{value}</span>] as const)} />
);

const NothingCold = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <EmptyState
      title={t('retention.coldEmpty')}
      hint={t('retention.coldEmptyHint')}
      action={<Button onClick={() => void navigate({ to: '/search', search: {} })}>{t('retention.toSearch')}</Button>}
    />
  );
};
