import type { Finding } from '@chedun/governance/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { searchEvents } from '../../api/search.ts';
import { assetQuery } from '../../lib/findings.ts';
import { rangeText } from '../../lib/range.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEventColumns } from '../search/useEventColumns.tsx';

const AROUND_MS = 10 * 60_000;

/** What the same asset did shortly before and after. */
export const RelatedEvents = ({ finding, at }: { readonly finding: Finding; readonly at: string }) => {
  const { t } = useTranslation();
  const columns = useEventColumns();
  const asset = finding.assets[0];
  const middle = Date.parse(at);
  const scope = {
    query: asset === undefined ? '' : assetQuery(asset),
    from: middle - AROUND_MS,
    to: middle + AROUND_MS,
  };
  const related = useQuery({
    queryKey: ['events', 'around', scope],
    queryFn: ({ signal }) => searchEvents(scope, { limit: 50, order: 'oldest' }, signal),
    enabled: asset !== undefined,
  });
  return (
    <div>
      <div className="row between" style={{ marginBottom: 8 }}>
        <span className="soft">{t('findings.relatedHint')}</span>
        <Link
          to="/search"
          search={{ q: scope.query, range: rangeText({ kind: 'fixed', from: scope.from, to: scope.to }) }}
        >
          {t('findings.openInSearch')}
        </Link>
      </div>
      <DataTable
        columns={columns}
        sorting="none"
        minWidth={740}
        rows={asset === undefined ? [] : related.data?.items}
        rowKey={(row) => `${row.journal}/${row.seq}/${row.index}`}
        error={related.error}
        onRetry={() => void related.refetch()}
        empty={<EmptyState size="small" title={t('findings.relatedEmpty')} />}
      />
    </div>
  );
};
