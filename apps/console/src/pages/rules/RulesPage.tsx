import { ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { detectionPermissions } from '@chedun/detection/contract';
import type { RuleSummary } from '@chedun/detection/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { engineStatus, listRules } from '../../api/detection.ts';
import { usePreferences } from '../../app/preferences.ts';
import { RuleSearch } from '../../app/searchParams.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { formatRate } from '../../lib/format.ts';
import { titleSort } from '../../lib/rules.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { RuleBulkBar } from './RuleBulkBar.tsx';
import { RuleToolbar } from './RuleToolbar.tsx';
import { useRuleColumns } from './useRuleColumns.tsx';

/** 检测规则: the rules, on or off, and what they found. */
export const RulesPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const [importing, setImporting] = useState(false);
  const writes = may(detectionPermissions.write);
  return (
    <div className="page">
      <PageHead
        title={t('nav.rules')}
        about={<EngineLine />}
        extra={
          writes && (
            <>
              <Button icon={<ImportOutlined />} onClick={() => setImporting(true)}>
                {t('rules.import')}
              </Button>
              <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/rules/new' })}>
                {t('rules.create')}
              </Button>
            </>
          )
        }
      />
      <RuleList writes={writes} onImport={() => setImporting(true)} />
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
};

const EngineLine = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['engine'],
    queryFn: ({ signal }) => engineStatus(signal),
    refetchInterval: 10_000,
  });
  if (data === undefined) return <>{t('rules.about')}</>;
  const line = t('rules.engineLine', {
    enabled: data.enabled,
    rules: data.rules,
    rate: formatRate(data.evaluatedPerSecond),
    workers: data.workers,
  });
  return (
    <>
      {line}
      {data.failures > 0 && (
        <span style={{ color: 'var(--high)' }}> · {t('rules.engineFailures', { count: data.failures })}</span>
      )}
    </>
  );
};

const sortOf = (by: string): RuleSearch['sort'] => RuleSearch.shape.sort.parse(by === 'title' ? undefined : by);

const RuleList = ({ writes, onImport }: { readonly writes: boolean; readonly onImport: () => void }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/rules' });
  const [keys, setKeys] = useState<readonly string[]>([]);
  const columns = useRuleColumns(writes);
  const { language } = usePreferences();
  const { find, sort = 'title', ...filter } = search;
  const order = sort === 'title' ? titleSort(language) : sort;
  const list = useCursorList(['rules', search, order], (cursor, signal) =>
    listRules({ ...filter, sort: order, search: find, cursor, limit: 100 }, signal),
  );
  return (
    <Panel body="flush">
      {keys.length === 0 ? <RuleToolbar search={search} /> : <RuleBulkBar ids={keys} onDone={() => setKeys([])} />}
      <DataTable<RuleSummary>
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        onRow={(row) => void navigate({ to: '/rules/$id', params: { id: row.id } })}
        exportName="chedun-rules"
        minWidth={1040}
        sorting={{
          by: sort,
          onChange: (by) => void navigate({ to: '/rules', search: { ...search, sort: sortOf(by) } }),
        }}
        empty={
          <EmptyState
            title={t('rules.empty')}
            hint={t('rules.emptyHint')}
            action={
              <>
                <Button onClick={() => void navigate({ to: '/rules', search: {} })}>
                  {t('findings.clearFilters')}
                </Button>
                {writes && (
                  <Button type="primary" onClick={onImport}>
                    {t('rules.import')}
                  </Button>
                )}
              </>
            }
          />
        }
        {...(writes ? { selection: { keys, onChange: setKeys } } : {})}
      />
    </Panel>
  );
};
