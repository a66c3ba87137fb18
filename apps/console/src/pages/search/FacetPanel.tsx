import { MinusCircleOutlined, PlusCircleOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select, Skeleton } from 'antd';
import type { CSSProperties } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { eventFacets, eventFields } from '../../api/search.ts';
import type { EventScope } from '../../api/search.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconAct } from '../../ui/EventRecordView.tsx';
import { Panel } from '../../ui/Panel.tsx';

interface FacetPanelProps {
  readonly scope: EventScope;
  readonly onTerm: (term: string, how: 'with' | 'without') => void;
}

const SHOWN_AT_FIRST = 6;
const TOP = 6;

/** The commonest values of the fields; one click narrows the query. */
export const FacetPanel = ({ scope, onTerm }: FacetPanelProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const known = useQuery({
    queryKey: ['event-fields'],
    queryFn: ({ signal }) => eventFields(signal),
    staleTime: 300_000,
  });
  const [chosen, setChosen] = useState<readonly string[]>();
  const possible = known.data?.fields.filter(({ facet }) => facet) ?? [];
  const fields = chosen ?? possible.slice(0, SHOWN_AT_FIRST).map(({ name }) => name);
  const facets = useQuery({
    queryKey: ['events', 'facets', scope, fields],
    queryFn: ({ signal }) => eventFacets(scope, fields, TOP, signal),
    enabled: fields.length > 0,
    placeholderData: keepPreviousData,
  });
  const titleOf = (name: string): string => {
    const field = possible.find((candidate) => candidate.name === name);
    return field === undefined ? name : textIn(field.title, language);
  };
  return (
    <Panel title={t('search.facets')} body="flush">
      <div style={{ padding: '8px 10px', borderBottom: '1px solid var(--line)' }}>
        <Select
          mode="multiple"
          size="small"
          maxTagCount={0}
          maxTagPlaceholder={t('search.facetFields')}
          placeholder={t('search.facetFields')}
          aria-label={t('search.facetFields')}
          style={{ width: '100%' }}
          options={possible.map(({ name }) => ({ value: name, label: titleOf(name) }))}
          value={[...fields]}
          onChange={setChosen}
        />
      </div>
      {facets.error !== null && facets.data === undefined && <ErrorState error={facets.error} />}
      {facets.data === undefined && facets.error === null && (
        <Skeleton active paragraph={{ rows: 10 }} style={{ padding: 12 }} />
      )}
      {facets.data?.fields.map(({ field, values }) => (
        <FacetGroup key={field} field={field} title={titleOf(field)} values={values} onTerm={onTerm} />
      ))}
    </Panel>
  );
};

interface FacetGroupProps {
  readonly field: string;
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly onTerm: FacetPanelProps['onTerm'];
}

const FacetGroup = ({ field, title, values, onTerm }: FacetGroupProps) => {
  const { t } = useTranslation();
  const most = values[0]?.count ?? 0;
  return (
    <div style={{ padding: '8px 0 6px', borderBottom: '1px solid var(--line)' }}>
      <div className="row between" style={{ padding: '0 12px 2px' }}>
        <strong style={{ fontSize: 12 }}>{title}</strong>
        {title !== field && <span className="mono faint">{field}</span>}
      </div>
      {values.length === 0 && (
        <div className="faint" style={{ padding: '0 12px' }}>
          {t('search.noFacet')}
        </div>
      )}
      {values.map(({ value, count }) => (
        <div
          key={value}
          className="bar-line facet"
          style={{ '--share': most === 0 ? 0 : count / most } as CSSProperties}
        >
          <button
            type="button"
            className="link-button clip mono"
            title={value}
            onClick={() => onTerm(queryTerm(field, value), 'with')}
          >
            {value}
          </button>
          <span className="count">{formatCount(count)}</span>
          <span className="facet-acts">
            <IconAct
              title={t('events.include')}
              icon={<PlusCircleOutlined />}
              onClick={() => onTerm(queryTerm(field, value), 'with')}
            />
            <IconAct
              title={t('events.exclude')}
              icon={<MinusCircleOutlined />}
              onClick={() => onTerm(queryTerm(field, value), 'without')}
            />
          </span>
        </div>
      ))}
    </div>
  );
};
