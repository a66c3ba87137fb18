import type { Source } from '@chedun/ingest/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../lib/format.ts';
import { HEALTH_TONE } from '../../lib/sources.ts';
import { shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { FormatCell, QuarantinedCell, SourceActions, SourceName } from './SourceCells.tsx';

const MS = 1000;

const identityColumns = (t: TFunction): readonly Column<Source>[] => [
  shownColumn(
    'health',
    t('sources.health'),
    (row) => t(`health.${row.health}`),
    (row) => <StateDot tone={HEALTH_TONE[row.health]}>{t(`health.${row.health}`)}</StateDot>,
    { width: 92 },
  ),
  shownColumn(
    'title',
    t('sources.title'),
    (row) => row.title,
    (row) => <SourceName source={row} />,
    { clip: 'clip' },
  ),
  shownColumn(
    'kind',
    t('sources.kind'),
    (row) => `${row.kind} ${row.format}`,
    (row) => <FormatCell source={row} />,
    { width: 116 },
  ),
];

const flowColumns = (t: TFunction): readonly Column<Source>[] => [
  shownColumn(
    'rate',
    t('sources.rate'),
    (row) => row.rate,
    (row) => `${formatRate(row.rate)} ${t('common.perSecond')}`,
    { width: 100, align: 'right' },
  ),
  shownColumn(
    'lag',
    t('sources.lag'),
    (row) => row.lagSeconds ?? -1,
    (row) => (row.lagSeconds === null ? '—' : formatDuration(row.lagSeconds * MS)),
    { width: 92, align: 'right' },
  ),
  shownColumn(
    'events',
    t('sources.events'),
    (row) => row.events,
    (row) => formatCount(row.events),
    { width: 104, align: 'right' },
  ),
  shownColumn(
    'bytes',
    t('sources.bytes'),
    (row) => row.bytes,
    (row) => formatBytes(row.bytes),
    { width: 84, align: 'right' },
  ),
  shownColumn(
    'quarantined',
    t('sources.quarantined'),
    (row) => row.quarantined,
    (row) => <QuarantinedCell source={row} />,
    { width: 116, align: 'right' },
  ),
  shownColumn(
    'seen',
    t('sources.lastSeen'),
    (row) => row.lastSeen ?? '',
    (row) => <AgoText at={row.lastSeen} />,
    { width: 98 },
  ),
];

/** Columns of the table of sources. */
export const useSourceColumns = (manages: boolean, onEdit: (source: Source) => void): readonly Column<Source>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      ...identityColumns(t),
      ...flowColumns(t),
      {
        key: 'actions',
        title: t('common.actions'),
        width: 150,
        render: (row) => <SourceActions source={row} manages={manages} onEdit={onEdit} />,
      },
    ],
    [t, manages, onEdit],
  );
};
