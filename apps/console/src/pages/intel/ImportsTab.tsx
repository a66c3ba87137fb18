import type { Import } from '@chedun/intel/contract';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listImports } from '../../api/intel.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ImportReport } from './ImportReport.tsx';

const REFRESH_MS = 5_000;

const TONE: Readonly<Record<Import['status'], string>> = {
  waiting: 'info',
  running: 'low',
  done: 'good',
  failed: 'critical',
};

const lookBackText = (t: TFunction, { lookBack }: Import): string => {
  if (lookBack === null) return '—';
  if (lookBack.status === 'done') return t('intel.lookBackHits', { count: lookBack.sightings });
  const share = lookBack.status === 'running' ? ` ${Math.round(lookBack.progress * 100)}%` : '';
  return `${t(`intel.lookBackState.${lookBack.status}`)}${share}`;
};

const columnsOf = (t: TFunction): readonly Column<Import>[] => [
  shownColumn(
    'status',
    t('intel.stateName'),
    (row) => t(`intel.status.${row.status}`),
    (row) => <StateDot tone={TONE[row.status]}>{t(`intel.status.${row.status}`)}</StateDot>,
    { width: 92 },
  ),
  textColumn('feed', t('intel.feed'), (row) => row.feed, { width: 160, clip: 'clip' }),
  textColumn('name', t('intel.file'), (row) => row.name, { clip: 'clip' }),
  textColumn(
    'format',
    t('intel.format'),
    (row) =>
      row.format === 'stix' || row.format === 'misp' || row.format === 'list' ? t(`intel.formats.${row.format}`) : '—',
    { width: 124 },
  ),
  textColumn('entries', t('intel.entries'), (row) => row.entries, { width: 84, align: 'right' }),
  textColumn('added', t('intel.added'), (row) => row.added, { width: 76, align: 'right' }),
  textColumn('changed', t('intel.changed'), (row) => row.changed, { width: 76, align: 'right' }),
  textColumn('passed', t('intel.passedOver'), (row) => row.passedOver, { width: 84, align: 'right' }),
  textColumn('back', t('intel.lookBack'), (row) => lookBackText(t, row), { width: 120 }),
  textColumn(
    'by',
    t('intel.requestedBy'),
    (row) => (row.trigger === 'poll' && row.requestedBy === 'system' ? t('intel.byItself') : row.requestedBy),
    { width: 110, clip: 'clip' },
  ),
  shownColumn(
    'at',
    t('intel.requestedAt'),
    (row) => row.requestedAt,
    (row) => <TimeText at={row.requestedAt} />,
    { width: 164 },
  ),
];

/** The newest readings of feeds and files. */
export const ImportsTab = () => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<string>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const imports = useQuery({
    queryKey: ['intel-imports'],
    queryFn: ({ signal }) => listImports(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel body="flush">
      <DataTable<Import>
        columns={columns}
        rows={imports.data?.items}
        rowKey={({ id }) => id}
        error={imports.error}
        onRetry={() => void imports.refetch()}
        onRow={({ id }) => setOpened(id)}
        sorting="browser"
        exportName="chedun-intel-imports"
        minWidth={1120}
        empty={<EmptyState title={t('intel.noImports')} hint={t('intel.noImportsHint')} />}
      />
      {opened !== undefined && (
        <Drawer open size={980} title={t('intel.report')} onClose={() => setOpened(undefined)}>
          <ImportReport id={opened} />
        </Drawer>
      )}
    </Panel>
  );
};
