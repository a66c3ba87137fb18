import { PlusOutlined } from '@ant-design/icons';
import { baselinePermissions } from '@chedun/baselines/contract';
import type { BaselineSummary } from '@chedun/baselines/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { baselineEngine, listBaselines } from '../../api/baselines.ts';
import { useMay } from '../../app/session.ts';
import { foundBaselines } from '../../lib/baselines.ts';
import { formatBytes } from '../../lib/format.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { useBaselineColumns } from './useBaselineColumns.tsx';

const REFETCH_MS = 10_000;

/** 行为基线: what is learnt of vehicles, accounts and interfaces, and what deviated. */
export const BaselinesPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const writes = useMay()(baselinePermissions.write);
  const [find, setFind] = useState<string>();
  const columns = useBaselineColumns(writes);
  const { data, error, refetch } = useQuery({
    queryKey: ['baselines'],
    queryFn: ({ signal }) => listBaselines(signal),
    refetchInterval: REFETCH_MS,
  });
  const write = (): void => void navigate({ to: '/baselines/new' });
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={write}>
      {t('baselines.create')}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t('nav.baselines')} about={<EngineLine />} extra={writes && create} />
      <Panel body="flush">
        <FindBox placeholder={t('baselines.find')} onFind={setFind} />
        <DataTable<BaselineSummary>
          rows={data && foundBaselines(data.items, find)}
          error={error}
          onRetry={() => void refetch()}
          columns={columns}
          rowKey={({ id }) => id}
          onRow={({ id }) => void navigate({ to: '/baselines/$id', params: { id } })}
          exportName="chedun-baselines"
          sorting="browser"
          minWidth={1120}
          empty={
            find === undefined ? (
              <EmptyState title={t('baselines.empty')} hint={t('baselines.emptyHint')} action={writes && create} />
            ) : (
              <EmptyState title={t('baselines.notFound')} hint={t('baselines.notFoundHint')} />
            )
          }
        />
      </Panel>
    </div>
  );
};

const EngineLine = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['baselines', 'engine'],
    queryFn: ({ signal }) => baselineEngine(signal),
    refetchInterval: REFETCH_MS,
  });
  if (data === undefined) return <>{t('baselines.about')}</>;
  const remarks = [
    data.broken > 0 ? t('baselines.engineBroken', { count: data.broken }) : '',
    data.refused > 0 ? t('baselines.engineRefused', { count: data.refused }) : '',
  ].filter((remark) => remark !== '');
  const line = t('baselines.engineLine', {
    running: data.running,
    bytes: formatBytes(data.bytes),
    limit: formatBytes(data.byteLimit),
  });
  return (
    <>
      {t('baselines.about')} · {line}
      {remarks.map((remark) => (
        <span key={remark} style={{ color: 'var(--high)' }}>
          {' · '}
          {remark}
        </span>
      ))}
    </>
  );
};
