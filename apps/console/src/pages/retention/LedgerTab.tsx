import { DownloadOutlined } from '@ant-design/icons';
import { ingestPermissions } from '@chedun/ingest/contract';
import type { LedgerEntry } from '@chedun/retention/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Segmented } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ledgerCsvUrl, retentionLedger } from '../../api/retention.ts';
import { useMay } from '../../app/session.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { HeatStrip } from './HeatStrip.tsx';
import { SourceHours } from './SourceHours.tsx';

const REFRESH_MS = 60_000;

const gapText = (t: TFunction, { expected, gapHours }: LedgerEntry): string => {
  if (!expected) return t('retention.occasional');
  return gapHours === 0 ? t('common.none') : t('retention.gapCount', { count: gapHours });
};

const columnsOf = (t: TFunction): readonly Column<LedgerEntry>[] => [
  shownColumn(
    'source',
    t('retention.source'),
    ({ title }) => title,
    ({ source, title }) => (
      <div title={source}>
        <div className="clip">{title}</div>
        {title !== source && <div className="faint mono">{source}</div>}
      </div>
    ),
    { width: 212 },
  ),
  shownColumn(
    'first',
    t('retention.first'),
    ({ firstAt }) => firstAt,
    ({ firstAt }) => <TimeText at={firstAt} />,
    { width: 168 },
  ),
  shownColumn(
    'last',
    t('retention.last'),
    ({ lastAt }) => lastAt,
    ({ lastAt }) => <AgoText at={lastAt} />,
    { width: 110 },
  ),
  shownColumn(
    'events',
    t('retention.records'),
    ({ events }) => events,
    ({ events }) => formatCount(events),
    { width: 100, align: 'right' },
  ),
  shownColumn(
    'bytes',
    t('retention.size'),
    ({ bytes }) => bytes,
    ({ bytes }) => formatBytes(bytes),
    { width: 96, align: 'right' },
  ),
  shownColumn(
    'gaps',
    t('retention.gapHours'),
    ({ gapHours }) => gapHours,
    (row) =>
      row.gapHours > 0 ? (
        <Chip tone="critical">{gapText(t, row)}</Chip>
      ) : (
        <span className="faint">{gapText(t, row)}</span>
      ),
    { width: 104 },
  ),
  { key: 'strip', title: t('retention.week'), render: (entry) => <HeatStrip entry={entry} /> },
  textColumn('stream', t('retention.streamColumn'), ({ stream }) => t(`retention.stream.${stream}`), {
    width: 128,
    clip: 'clip',
  }),
];

/** 留存台账: what is kept of every source. */
export const LedgerTab = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const [gaps, setGaps] = useState<'all' | 'gaps'>('all');
  const ledger = useQuery({
    queryKey: ['retention', 'ledger'],
    queryFn: ({ signal }) => retentionLedger(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const wanted = find.toLowerCase();
  const rows = ledger.data?.items.filter(
    ({ source, title, gapHours }) =>
      (gaps === 'all' || gapHours > 0) && `${source} ${title}`.toLowerCase().includes(wanted),
  );
  return (
    <Panel body="flush">
      <LedgerToolbar onFind={setFind} gaps={gaps} onGaps={setGaps} />
      <DataTable<LedgerEntry>
        columns={columns}
        rows={rows}
        rowKey={({ source }) => source}
        error={ledger.error}
        onRetry={() => void ledger.refetch()}
        expand={(entry) => <SourceHours entry={entry} />}
        sorting="browser"
        minWidth={1140}
        empty={<NothingKept />}
      />
    </Panel>
  );
};

const NothingKept = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  return (
    <EmptyState
      title={t('retention.ledgerEmpty')}
      hint={t('retention.ledgerEmptyHint')}
      action={
        may(ingestPermissions.read) && (
          <Button onClick={() => void navigate({ to: '/sources' })}>{t('retention.toSources')}</Button>
        )
      }
    />
  );
};

const LedgerToolbar = ({
  onFind,
  gaps,
  onGaps,
}: {
  readonly onFind: (text: string) => void;
  readonly gaps: 'all' | 'gaps';
  readonly onGaps: (gaps: 'all' | 'gaps') => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 240 }}
        placeholder={t('retention.findSource')}
        onSearch={(text) => onFind(text.trim())}
      />
      <Segmented<'all' | 'gaps'>
        value={gaps}
        onChange={onGaps}
        options={[
          { value: 'all', label: t('retention.allSources') },
          { value: 'gaps', label: t('retention.onlyGaps') },
        ]}
      />
      <Button icon={<DownloadOutlined />} href={ledgerCsvUrl()}>
        {t('retention.exportLedger')}
      </Button>
    </div>
  );
};
