import { PlusOutlined } from '@ant-design/icons';
import { retentionPermissions } from '@chedun/retention/contract';
import type { Hold } from '@chedun/retention/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listHolds } from '../../api/retention.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatTime } from '../../lib/time.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { HoldActions } from './HoldActions.tsx';
import { HoldDialog } from './HoldDialog.tsx';

type Zone = Parameters<typeof formatTime>[1];

const TONE: Readonly<Record<Hold['status'], string>> = {
  placed: 'high',
  confirmed: 'critical',
  'release-asked': 'medium',
  released: 'info',
};

const scopeText = (t: TFunction, { streams, sources, assets, from, to }: Hold, zone: Zone): string => {
  const day = (at: string): string => formatTime(Date.parse(at), zone, 'second').slice(0, 16);
  const parts = [
    ...streams.map((stream) => t(`retention.stream.${stream === 'telemetry' ? 'telemetry' : 'network'}`)),
    ...(sources.length === 0 ? [] : [t('retention.holdSources', { list: sources.join(', ') })]),
    ...(assets.length === 0 ? [] : [t('retention.holdAssets', { list: assets.join(', ') })]),
    ...(from === null ? [] : [t('retention.holdFrom', { at: day(from) })]),
    ...(to === null ? [] : [t('retention.holdTo', { at: day(to) })]),
  ];
  return parts.length === 0 ? t('retention.holdAll') : parts.join(' · ');
};

const columnsOf = (t: TFunction, zone: Zone): readonly Column<Hold>[] => [
  shownColumn(
    'status',
    t('retention.state'),
    ({ status }) => t(`retention.holdState.${status}`),
    ({ status, releaseReason }) => (
      <Chip tone={TONE[status]} title={releaseReason ?? ''}>
        {t(`retention.holdState.${status}`)}
      </Chip>
    ),
    { width: 130 },
  ),
  shownColumn(
    'title',
    t('retention.holdName'),
    ({ title }) => title,
    ({ title, reason }) => <span title={reason}>{title}</span>,
    { width: 220, clip: 'clip' },
  ),
  textColumn('case', t('retention.holdCase'), ({ caseRef }) => caseRef, { width: 140 }),
  textColumn('scope', t('retention.holdScope'), (row) => scopeText(t, row, zone), { clip: 'clip' }),
  textColumn('by', t('retention.placedBy'), ({ placedBy }) => placedBy, { width: 110 }),
  shownColumn(
    'at',
    t('retention.placedAt'),
    ({ placedAt }) => placedAt,
    ({ placedAt }) => <TimeText at={placedAt} />,
    { width: 168 },
  ),
  { key: 'act', title: '', render: (hold) => <HoldActions hold={hold} />, width: 190 },
];

/** 法律保全: what is kept whatever its age. */
export const HoldsTab = () => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const may = useMay();
  const [placing, setPlacing] = useState(false);
  const list = useQuery({ queryKey: ['retention', 'holds'], queryFn: ({ signal }) => listHolds(signal) });
  const columns = useMemo(() => columnsOf(t, zone), [t, zone]);
  const place = may(retentionPermissions.hold) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setPlacing(true)}>
      {t('retention.place')}
    </Button>
  );
  return (
    <Panel body="flush">
      {place !== false && <div className="toolbar">{place}</div>}
      <DataTable<Hold>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-holds"
        minWidth={1160}
        empty={<EmptyState title={t('retention.holdsEmpty')} hint={t('retention.holdsEmptyHint')} />}
      />
      {placing && <HoldDialog onClose={() => setPlacing(false)} />}
    </Panel>
  );
};
