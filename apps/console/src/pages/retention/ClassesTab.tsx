import { retentionPermissions } from '@chedun/retention/contract';
import type { RetentionClass } from '@chedun/retention/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { retentionOverview } from '../../api/retention.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ClassDialog } from './ClassDialog.tsx';

const columnsOf = (t: TFunction, language: 'zh-CN' | 'en'): readonly Column<RetentionClass>[] => [
  textColumn('title', t('retention.className'), ({ title }) => textIn(title, language), { width: 150 }),
  textColumn('basis', t('retention.basis'), ({ basis }) => textIn(basis, language), { clip: 'clip' }),
  textColumn('stream', t('retention.streamColumn'), ({ stream }) => t(`retention.stream.${stream}`), {
    width: 130,
    clip: 'clip',
  }),
  shownColumn(
    'days',
    t('retention.days'),
    ({ days }) => days,
    ({ days, floorDays }) => (
      <span>
        <strong>{days}</strong> <span className="faint">{t('retention.floor', { count: floorDays })}</span>
      </span>
    ),
    { width: 130 },
  ),
  textColumn(
    'cold',
    t('retention.coldAfter'),
    ({ coldAfterDays }) =>
      coldAfterDays === null ? t('retention.never') : t('retention.coldAfterDays', { count: coldAfterDays }),
    { width: 165 },
  ),
  textColumn(
    'hot',
    t('retention.hot'),
    ({ hotDays }) => (hotDays === null ? t('retention.hotAll') : t('retention.hotDays', { count: hotDays })),
    { width: 110 },
  ),
  shownColumn(
    'updated',
    t('retention.updated'),
    ({ updatedAt }) => updatedAt ?? '',
    ({ updatedAt }) => <TimeText at={updatedAt} />,
    { width: 168 },
  ),
];

/** 留存策略: how long each class is kept. */
export const ClassesTab = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const mayChange = useMay()(retentionPermissions.propose);
  const [changing, setChanging] = useState<RetentionClass>();
  const overview = useQuery({
    queryKey: ['retention', 'overview'],
    queryFn: ({ signal }) => retentionOverview(signal),
  });
  const columns = useMemo((): readonly Column<RetentionClass>[] => {
    const change: Column<RetentionClass> = {
      key: 'change',
      title: '',
      render: (row) => (
        <Button size="small" onClick={() => setChanging(row)}>
          {t('retention.change')}
        </Button>
      ),
      width: 90,
    };
    return mayChange ? [...columnsOf(t, language), change] : columnsOf(t, language);
  }, [t, language, mayChange]);
  return (
    <Panel body="flush">
      <DataTable<RetentionClass>
        columns={columns}
        rows={overview.data?.classes}
        rowKey={({ id }) => id}
        error={overview.error}
        onRetry={() => void overview.refetch()}
        sorting="browser"
        exportName="chedun-retention-classes"
        minWidth={1140}
        empty={<EmptyState title={t('common.none')} />}
      />
      {changing && <ClassDialog row={changing} onClose={() => setChanging(undefined)} />}
    </Panel>
  );
};
