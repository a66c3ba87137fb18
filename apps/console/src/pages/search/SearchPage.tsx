import { searchPermissions } from '@chedun/search/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventHistogram } from '../../api/search.ts';
import type { EventScope } from '../../api/search.ts';
import type { EventSearch } from '../../app/searchParams.ts';
import { useMay } from '../../app/session.ts';
import { narrow } from '../../lib/lucene.ts';
import { parseRange, rangeEnds, rangeText } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { ExportButton } from './ExportButton.tsx';
import { FacetPanel } from './FacetPanel.tsx';
import { HistogramPanel } from './HistogramPanel.tsx';
import { QueryBar } from './QueryBar.tsx';
import { ResultPanel } from './ResultPanel.tsx';
import { SavedSearches } from './SavedSearches.tsx';

const DEFAULT_WINDOW = '24h';
const BUCKETS = 72;

/** 事件检索: find any record of the last months by words, fields and time. */
export const SearchPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const search = useSearch({ from: '/app/search' });
  const [asOf, setAsOf] = useState(() => Date.now());
  const range = parseRange(search.range, DEFAULT_WINDOW);
  const query = search.q ?? '';
  const scope: EventScope = { query, ...rangeEnds(range, asOf) };

  const go = (part: Partial<EventSearch>): void => {
    setAsOf(Date.now());
    void navigate({ to: '/search', search: { ...search, ...part } });
  };
  const onRange = (next: TimeRange): void => go({ range: rangeText(next) });
  const onTerm = (term: string, how: 'with' | 'without'): void => go({ q: narrow(query, term, how) });
  const histogram = useQuery({
    queryKey: ['events', 'histogram', scope],
    queryFn: ({ signal }) => eventHistogram(scope, BUCKETS, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.search')}
        about={t('search.about')}
        extra={
          <>
            <SavedSearches query={query} range={range} onOpen={(q, next) => go({ q, range: next })} />
            {may(searchPermissions.export) && <ExportButton scope={scope} total={histogram.data?.total} />}
          </>
        }
      />
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <QueryBar key={query} value={query} onSubmit={(q) => go({ q: q === '' ? undefined : q })} />
        <TimeRangePicker value={range} onChange={onRange} />
      </div>
      <HistogramPanel histogram={histogram} range={range} onRange={onRange} />
      {histogram.data !== undefined || histogram.error === null ? (
        <div className="grid" style={{ gridTemplateColumns: '236px minmax(0, 1fr)', alignItems: 'start' }}>
          <FacetPanel scope={scope} onTerm={onTerm} />
          <ResultPanel
            scope={scope}
            order={search.order ?? 'newest'}
            total={histogram.data?.total}
            onOrder={(order) => go({ order: order === 'newest' ? undefined : order })}
            onTerm={onTerm}
            onClear={() => go({ q: undefined, range: '7d' })}
          />
        </div>
      ) : null}
    </div>
  );
};
