import type { Capture } from '@chedun/captures/contract';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Progress } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { millis } from '../../lib/time.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { RowActions } from './CaptureActions.tsx';

const STATUS_TONE: Readonly<Record<Capture['status'], string>> = {
  waiting: 'info',
  running: 'primary',
  done: 'good',
  failed: 'critical',
  cancelled: 'info',
};

/** How far the analysis of a recording is. */
export const CaptureState = ({ capture }: { readonly capture: Pick<Capture, 'status' | 'progress'> }) => {
  const { t } = useTranslation();
  if (capture.status === 'running') {
    return <Progress percent={Math.round(capture.progress * 100)} size="small" style={{ width: 110, margin: 0 }} />;
  }
  return <StateDot tone={STATUS_TONE[capture.status]}>{t(`captures.statusOf.${capture.status}`)}</StateDot>;
};

const columns = (t: TFunction): readonly Column<Capture>[] => [
  shownColumn(
    'name',
    t('captures.name'),
    (row) => row.name,
    (row) => (
      <Link to="/captures/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
    { clip: 'clip', serverSort: 'name' },
  ),
  shownColumn(
    'kind',
    t('captures.kind'),
    (row) => t(`captures.kindOf.${row.kind}`),
    (row) => <Chip title={row.format}>{t(`captures.kindOf.${row.kind}`)}</Chip>,
    { width: 132 },
  ),
  shownColumn(
    'size',
    t('captures.size'),
    (row) => row.size,
    (row) => formatBytes(row.size),
    { width: 96, align: 'right', serverSort: 'size' },
  ),
  textColumn('model', t('captures.vehicleModel'), (row) => row.model ?? '', { width: 110, clip: 'clip' }),
  shownColumn(
    'vin',
    t('vehicles.vin'),
    (row) => row.vin ?? '',
    (row) => <span className="mono">{row.vin ?? ''}</span>,
    { width: 164, clip: 'clip' },
  ),
  shownColumn(
    'status',
    t('captures.status'),
    (row) => t(`captures.statusOf.${row.status}`),
    (row) => <CaptureState capture={row} />,
    { width: 132 },
  ),
  shownColumn(
    'findings',
    t('captures.findings'),
    (row) => row.findings,
    (row) => (row.findings === 0 ? <span className="faint">0</span> : <strong>{formatCount(row.findings)}</strong>),
    { width: 76, align: 'right', serverSort: 'findings' },
  ),
  textColumn('uploader', t('captures.uploader'), (row) => row.uploader.name, { width: 90, clip: 'clip' }),
  shownColumn(
    'uploaded',
    t('captures.uploadedAt'),
    (row) => millis(row.uploadedAt),
    (row) => <TimeText at={row.uploadedAt} />,
    { width: 162, serverSort: 'uploaded' },
  ),
  { key: 'acts', title: '', width: 84, align: 'right', render: (row) => <RowActions capture={row} /> },
];

/** Columns of the list of recordings. */
export const useCaptureColumns = (): readonly Column<Capture>[] => {
  const { t } = useTranslation();
  return useMemo(() => columns(t), [t]);
};
