import type { Binding } from '@chedun/gateway/contract';
import type { TFunction } from 'i18next';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const STATUS_TONE = { confirmed: 'good', proposed: 'medium', withdrawn: 'info' } as const;
const VIN = /^[A-HJ-NPR-Z0-9]{17}$/;

/** Columns of the list of bindings. */
export const bindingColumns = (t: TFunction): readonly Column<Binding>[] => [
  shownColumn(
    'subject',
    t('gateway.subject'),
    (row) => row.subject,
    (row) =>
      VIN.test(row.subject) ? (
        <AssetLink asset={{ kind: 'vehicle', id: row.subject }} />
      ) : (
        <span className="mono">{row.subject}</span>
      ),
    { width: 220 },
  ),
  textColumn('kind', t('gateway.kind'), (row) => t(`gateway.kindOf.${row.kind}`), { width: 120 }),
  monoColumn('value', t('gateway.value'), (row) => row.value, { width: 300 }),
  shownColumn(
    'status',
    t('gateway.status'),
    (row) => t(`gateway.statusOf.${row.status}`),
    (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`gateway.statusOf.${row.status}`)}</Chip>,
    { width: 110 },
  ),
  textColumn('origin', t('gateway.origin'), (row) => t(`gateway.originOf.${row.origin}`), { width: 90 }),
  shownColumn(
    'changed',
    t('gateway.changed'),
    (row) => row.changedAt,
    (row) => <TimeText at={row.changedAt} />,
    { width: 170 },
  ),
];
