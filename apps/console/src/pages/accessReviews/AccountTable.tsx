import { AccessRuleId, type AccountQuery, type FlaggedAccount } from '@chedun/access-reviews/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Checkbox, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAccessAccounts, type AccountFilter } from '../../api/accessReviews.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { accountColumns } from './parts.tsx';

/** Most rows of an export. */
const MOST = 20_000;

const everyAccount = async (id: string, filter: AccountFilter) => {
  const rows: FlaggedAccount[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAccessAccounts(id, { ...filter, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && rows.length < MOST);
  return { rows, cut: cursor !== undefined };
};

/** Accounts of a system, the worst first; found, narrowed and sorted by the server. */
export const AccountTable = ({ system }: { readonly system: string }) => {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<AccountFilter>({ sort: 'flags' });
  const columns = useMemo(() => accountColumns<FlaggedAccount>(t, ({ flags }) => flags), [t]);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['access-reviews', 'accounts', system, filter],
    queryFn: ({ pageParam, signal }) =>
      listAccessAccounts(system, { ...filter, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Panel body="flush">
      <Filters filter={filter} onChange={setFilter} />
      <DataTable
        columns={columns}
        rows={data?.pages.flatMap(({ items }) => items)}
        rowKey={({ name }) => name}
        error={error}
        onRetry={() => void refetch()}
        sorting={{
          by: filter.sort ?? 'flags',
          onChange: (by) => setFilter((old) => ({ ...old, sort: by as AccountQuery['sort'] })),
        }}
        total={data?.pages[0]?.total}
        more={{
          available: hasNextPage,
          loading: isFetchingNextPage,
          load: () => void fetchNextPage(),
          all: () => everyAccount(system, filter),
        }}
        exportName="access-accounts"
        minWidth={1_150}
        empty={
          <EmptyState
            size="small"
            title={t('accessReviews.accountsEmpty')}
            hint={t('accessReviews.accountsEmptyHint')}
          />
        }
      />
    </Panel>
  );
};

const Filters = ({
  filter,
  onChange,
}: {
  readonly filter: AccountFilter;
  readonly onChange: (change: (old: AccountFilter) => AccountFilter) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 260 }}
        placeholder={t('accessReviews.find')}
        onSearch={(text) => onChange((old) => ({ ...old, q: text.trim() === '' ? undefined : text.trim() }))}
      />
      <Select
        allowClear
        style={{ minWidth: 180 }}
        aria-label={t('accessReviews.filterRule')}
        placeholder={t('accessReviews.filterRule')}
        options={AccessRuleId.options.map((value) => ({ value, label: t(`accessReviews.rules.${value}`) }))}
        onChange={(rule?: AccessRuleId) => onChange((old) => ({ ...old, rule }))}
      />
      <Checkbox
        checked={filter.only === 'flagged'}
        onChange={(event) => onChange((old) => ({ ...old, only: event.target.checked ? 'flagged' : undefined }))}
      >
        {t('accessReviews.onlyFlagged')}
      </Checkbox>
    </div>
  );
};
