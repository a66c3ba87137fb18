import type { VehicleKey } from '@chedun/signatures/contract';
import type { TFunction } from 'i18next';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const STATUS_TONE = { trusted: 'good', offered: 'medium', withdrawn: 'info' } as const;
const SHOWN = 16;

/** Columns of the list of public keys. */
export const keyColumns = (t: TFunction): readonly Column<VehicleKey>[] => [
  shownColumn(
    'vin',
    'VIN',
    (row) => row.vin,
    (row) => <AssetLink asset={{ kind: 'vehicle', id: row.vin }} />,
    { width: 210 },
  ),
  shownColumn(
    'status',
    t('signatures.status'),
    (row) => t(`signatures.statusOf.${row.status}`),
    (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`signatures.statusOf.${row.status}`)}</Chip>,
    { width: 110 },
  ),
  textColumn('algorithm', t('signatures.algorithm'), (row) => row.algorithm.toUpperCase(), { width: 90 }),
  textColumn('origin', t('signatures.origin'), (row) => t(`signatures.originOf.${row.origin}`), { width: 120 }),
  monoColumn('chip', t('signatures.chip'), (row) => row.chipId, { width: 170 }),
  monoColumn('fingerprint', t('signatures.fingerprint'), (row) => `${row.fingerprint.slice(0, SHOWN)}…`, {
    width: 190,
  }),
  shownColumn(
    'changed',
    t('signatures.changed'),
    (row) => row.changedAt,
    (row) => <TimeText at={row.changedAt} />,
    { width: 170 },
  ),
];
