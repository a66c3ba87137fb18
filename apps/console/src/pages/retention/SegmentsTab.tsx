import { retentionPermissions } from '@chedun/retention/contract';
import type { SegmentView, Stream } from '@chedun/retention/contract';
import { Button, Segmented } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSegments } from '../../api/retention.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { shownColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { Obstacles } from './Obstacles.tsx';
import { ProposalsPanel } from './ProposalsPanel.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';

const REFRESH_MS = 60_000;

const coldText = (t: TFunction, { cold, hotRemovedAt }: SegmentView): string => {
  if (cold === null) return t('common.none');
  return hotRemovedAt === null ? t('retention.coldYes') : t('retention.coldOnly');
};

const rangeColumns = (t: TFunction): readonly Column<SegmentView>[] => [
  shownColumn(
    'range',
    t('retention.segment'),
    ({ firstSeq }) => firstSeq,
    ({ firstSeq, lastSeq }) => (
      <span className="mono">
        {firstSeq}–{lastSeq}
      </span>
    ),
    { width: 170 },
  ),
  shownColumn(
    'oldest',
    t('retention.first'),
    ({ oldestAt }) => oldestAt,
    ({ oldestAt }) => <TimeText at={oldestAt} />,
    { width: 168 },
  ),
  shownColumn(
    'newest',
    t('retention.newest'),
    ({ newestAt }) => newestAt,
    ({ newestAt }) => <TimeText at={newestAt} />,
    { width: 168 },
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
];

const stateColumns = (t: TFunction): readonly Column<SegmentView>[] => [
  shownColumn(
    'cold',
    t('retention.cold'),
    (row) => coldText(t, row),
    (row) => <Chip {...(row.cold === null ? {} : { tone: 'good' })}>{coldText(t, row)}</Chip>,
    { width: 100 },
  ),
  shownColumn(
    'verified',
    t('retention.verified'),
    ({ verifiedAt }) => verifiedAt ?? '',
    ({ verifiedAt }) => <AgoText at={verifiedAt} />,
    { width: 112 },
  ),
  shownColumn(
    'sm3',
    t('retention.digest'),
    ({ sm3 }) => sm3,
    ({ sm3 }) => (
      <span className="mono" title={sm3}>
        {sm3.slice(0, 12)}…
      </span>
    ),
    { width: 130 },
  ),
  shownColumn(
    'why',
    t('retention.why'),
    ({ obstacles }) => obstacles.map(({ kind }) => t(`retention.obstacle.${kind}`)).join('; '),
    ({ obstacles }) => <Obstacles obstacles={obstacles} />,
  ),
];

/** 分段与删除: sealed segments, why they stay, and the only way in which they go. */
export const SegmentsTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [stream, setStream] = useState<Stream>('network');
  const [proposing, setProposing] = useState(false);
  const list = useCursorList(
    ['retention', 'segments', stream],
    (cursor, signal) => listSegments(stream, cursor, signal),
    { refetchMs: REFRESH_MS },
  );
  const columns = useMemo(() => [...rangeColumns(t), ...stateColumns(t)], [t]);
  return (
    <div className="stack">
      <ProposalsPanel />
      <Panel body="flush">
        <div className="toolbar">
          <Segmented<Stream>
            value={stream}
            onChange={setStream}
            options={(['network', 'telemetry'] as const).map((value) => ({
              value,
              label: t(`retention.stream.${value}`),
            }))}
          />
          {may(retentionPermissions.propose) && (
            <Button onClick={() => setProposing(true)}>{t('retention.propose')}</Button>
          )}
        </div>
        <DataTable<SegmentView>
          {...list}
          columns={columns}
          rowKey={({ firstSeq }) => String(firstSeq)}
          exportName="chedun-segments"
          sorting="none"
          minWidth={1140}
          empty={<EmptyState title={t('retention.segmentsEmpty')} hint={t('retention.segmentsEmptyHint')} />}
        />
      </Panel>
      {proposing && <ProposeDialog stream={stream} onClose={() => setProposing(false)} />}
    </div>
  );
};
