import { PlusOutlined } from '@ant-design/icons';
import { correlationPermissions } from '@chedun/correlation/contract';
import type { CorrelationSummary } from '@chedun/correlation/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeCorrelations, correlationEngine, listCorrelations } from '../../api/correlation.ts';
import { usePreferences } from '../../app/preferences.ts';
import { CorrelationSearch } from '../../app/searchParams.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { formatCount } from '../../lib/format.ts';
import { titleSort } from '../../lib/rules.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CorrelationToolbar } from './CorrelationToolbar.tsx';
import { useCorrelationColumns } from './useCorrelationColumns.tsx';

/** 关联规则: what several events together mean, on or off, and what fired. */
export const CorrelationsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const writes = useMay()(correlationPermissions.write);
  const write = (): void => void navigate({ to: '/correlations/new' });
  return (
    <div className="page">
      <PageHead
        title={t('nav.correlations')}
        about={<EngineLine />}
        extra={
          writes && (
            <Button type="primary" icon={<PlusOutlined />} onClick={write}>
              {t('correlations.create')}
            </Button>
          )
        }
      />
      <CorrelationList writes={writes} onCreate={write} />
    </div>
  );
};

const EngineLine = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['correlation-engine'],
    queryFn: ({ signal }) => correlationEngine(signal),
    refetchInterval: 10_000,
  });
  if (data === undefined) return <>{t('correlations.about')}</>;
  const sum = (pick: 'groups' | 'late' | 'refused'): number =>
    data.streams.reduce((all, stream) => all + stream[pick], 0);
  const line = t('correlations.engineLine', {
    running: data.running,
    base: data.baseRules,
    groups: formatCount(sum('groups')),
    lateness: data.latenessSeconds,
  });
  const remarks = [
    data.broken.length > 0 ? t('correlations.engineBroken', { count: data.broken.length }) : '',
    sum('refused') > 0 ? t('correlations.engineRefused', { count: sum('refused') }) : '',
    sum('late') > 0 ? t('correlations.engineLate', { count: sum('late') }) : '',
  ].filter((remark) => remark !== '');
  return (
    <>
      {line}
      {remarks.map((remark) => (
        <span key={remark} style={{ color: 'var(--high)' }}>
          {' · '}
          {remark}
        </span>
      ))}
    </>
  );
};

const sortOf = (by: string): CorrelationSearch['sort'] =>
  CorrelationSearch.shape.sort.parse(by === 'title' ? undefined : by);

const CorrelationList = ({ writes, onCreate }: { readonly writes: boolean; readonly onCreate: () => void }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/correlations' });
  const [keys, setKeys] = useState<readonly string[]>([]);
  const columns = useCorrelationColumns(writes);
  const { language } = usePreferences();
  const { find, sort = 'title', ...filter } = search;
  const order = sort === 'title' ? titleSort(language) : sort;
  const list = useCursorList(['correlations', search, order], (cursor, signal) =>
    listCorrelations({ ...filter, sort: order, search: find, cursor, limit: 100 }, signal),
  );
  return (
    <Panel body="flush">
      {keys.length === 0 ? <CorrelationToolbar search={search} /> : <BulkBar ids={keys} onDone={() => setKeys([])} />}
      <DataTable<CorrelationSummary>
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        onRow={(row) => void navigate({ to: '/correlations/$id', params: { id: row.id } })}
        exportName="chedun-correlations"
        minWidth={1040}
        sorting={{
          by: sort,
          onChange: (by) => void navigate({ to: '/correlations', search: { ...search, sort: sortOf(by) } }),
        }}
        empty={
          <EmptyState
            title={t('correlations.empty')}
            hint={t('correlations.emptyHint')}
            action={
              <>
                <Button onClick={() => void navigate({ to: '/correlations', search: {} })}>
                  {t('findings.clearFilters')}
                </Button>
                {writes && (
                  <Button type="primary" onClick={onCreate}>
                    {t('correlations.create')}
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

/** Switches the selected correlations on or off. */
const BulkBar = ({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeCorrelations(ids, enabled),
    onSuccess: (_, enabled) => {
      say.done(t(enabled ? 'correlations.changedEnabled' : 'correlations.changedDisabled', { count: ids.length }));
      void client.invalidateQueries({ queryKey: ['correlations'] });
      void client.invalidateQueries({ queryKey: ['correlation-engine'] });
      onDone();
    },
    onError: say.problem,
  });
  return (
    <div className="toolbar" style={{ background: 'var(--primary-soft)' }}>
      <strong>{t('table.selected', { count: ids.length })}</strong>
      <Button loading={change.isPending} onClick={() => change.mutate(true)}>
        {t('correlations.enable')}
      </Button>
      <Button loading={change.isPending} onClick={() => change.mutate(false)}>
        {t('correlations.disable')}
      </Button>
      <Button type="text" onClick={onDone}>
        {t('common.cancel')}
      </Button>
    </div>
  );
};
