import { governancePermissions } from '@chedun/governance/contract';
import type { FindingKind } from '@chedun/governance/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listFindings } from '../../api/governance.ts';
import type { FindingListFilter } from '../../api/governance.ts';
import { FindingSearch } from '../../app/searchParams.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { statusFilter } from '../../lib/findings.ts';
import { parseRange, rangeEnds } from '../../lib/range.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { BulkBar } from './BulkBar.tsx';
import { FindingToolbar } from './FindingToolbar.tsx';
import { useFindingColumns } from './useFindingColumns.tsx';
import type { FindingColumn } from './useFindingColumns.tsx';

interface FindingListProps {
  /** `alert` shows alerts only; `all` adds the filter by kind. */
  readonly scope: 'alert' | 'all';
  readonly columns: readonly FindingColumn[];
  readonly search: FindingSearch;
  readonly onSearch: (search: FindingSearch) => void;
}

const MINUTE = 60_000;

/** The filter of the API for an address; rolling windows move on whole minutes, so that the list is not asked anew at each moment. */
const apiFilter = (search: FindingSearch, scope: 'alert' | 'all'): Omit<FindingListFilter, 'cursor'> => {
  const status = statusFilter(search.status);
  const range =
    search.range === undefined
      ? undefined
      : rangeEnds(parseRange(search.range, '7d'), Math.ceil(Date.now() / MINUTE) * MINUTE);
  return {
    kind: scope === 'alert' ? ('alert' satisfies FindingKind) : search.kind,
    severity: search.severity,
    status,
    ruleId: search.rule,
    asset: search.asset,
    owner: search.owner,
    search: search.find,
    sort: search.sort ?? 'lastSeen',
    ...(range === undefined ? {} : { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }),
    limit: 50,
  };
};

const sortOf = (by: string): FindingSearch['sort'] =>
  FindingSearch.shape.sort.parse(by === 'lastSeen' ? undefined : by);

/** A list of findings with its filters and bulk actions. */
export const FindingList = ({ scope, columns, search, onSearch }: FindingListProps) => {
  const navigate = useNavigate();
  const may = useMay();
  const [keys, setKeys] = useState<readonly string[]>([]);
  const shown = useFindingColumns(columns);
  const list = useCursorList(
    ['findings', scope, search],
    (cursor, signal) => listFindings({ ...apiFilter(search, scope), cursor }, signal),
    { refetchMs: 15_000 },
  );
  return (
    <Panel body="flush">
      {keys.length === 0 ? (
        <FindingToolbar scope={scope} search={search} onSearch={onSearch} />
      ) : (
        <BulkBar ids={keys} onDone={() => setKeys([])} />
      )}
      <DataTable
        {...list}
        columns={shown}
        rowKey={(row) => row.id}
        onRow={(row) =>
          void navigate({ to: scope === 'alert' ? '/alerts/$id' : '/findings/$id', params: { id: row.id } })
        }
        exportName={scope === 'alert' ? 'chedun-alerts' : 'chedun-findings'}
        empty={<NothingFits scope={scope} onClear={() => onSearch({ status: 'all' })} />}
        minWidth={1000}
        sorting={{ by: search.sort ?? 'lastSeen', onChange: (by) => onSearch({ ...search, sort: sortOf(by) }) }}
        {...(may(governancePermissions.handle) ? { selection: { keys, onChange: setKeys } } : {})}
      />
    </Panel>
  );
};

const NothingFits = ({ scope, onClear }: { readonly scope: 'alert' | 'all'; readonly onClear: () => void }) => {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={scope === 'alert' ? t('findings.emptyAlerts') : t('findings.emptyLedger')}
      hint={scope === 'alert' ? t('findings.emptyAlertsHint') : t('findings.emptyLedgerHint')}
      action={
        <>
          <Button onClick={onClear}>{t('findings.clearFilters')}</Button>
          <Link to="/rules">
            <Button type="link">{t('findings.goRules')}</Button>
          </Link>
        </>
      }
    />
  );
};
