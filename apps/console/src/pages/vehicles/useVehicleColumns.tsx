import type { VehicleRow } from '@chedun/assets/contract';
import type { TFunction } from 'i18next';
import { Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { STATUS_TONE } from './status.ts';

const columns = (t: TFunction): readonly Column<VehicleRow>[] => [
  shownColumn(
    'vin',
    t('vehicles.vin'),
    (row) => row.vin,
    (row) => <VinCell row={row} />,
    { width: 244, serverSort: 'vin' },
  ),
  textColumn('model', t('vehicles.model'), (row) => `${row.brand} ${row.model}`.trim(), {
    clip: 'clip',
    serverSort: 'model',
  }),
  textColumn('year', t('vehicles.modelYear'), (row) => row.modelYear ?? '', { width: 88 }),
  shownColumn(
    'status',
    t('vehicles.status'),
    (row) => t(`vehicles.statusOf.${row.status}`),
    (row) => <Chip tone={STATUS_TONE[row.status]}>{t(`vehicles.statusOf.${row.status}`)}</Chip>,
    { width: 104 },
  ),
  textColumn('criticality', t('vehicles.criticality'), (row) => t(`criticality.${row.criticality}`), { width: 104 }),
  textColumn('ecus', t('vehicles.ecus'), (row) => row.ecuCount, { width: 78, align: 'right' }),
  shownColumn(
    'tags',
    t('vehicles.tags'),
    (row) => row.tags.join(' '),
    (row) => row.tags.map((tag) => <Chip key={tag}>{tag}</Chip>),
    { width: 180, clip: 'clip' },
  ),
  shownColumn(
    'seen',
    t('vehicles.lastSeen'),
    (row) => row.lastSeen?.at ?? '',
    (row) => <AgoText at={row.lastSeen?.at} />,
    { width: 124, serverSort: 'lastSeen' },
  ),
];

/** Columns of the list of vehicles. */
export const useVehicleColumns = (): readonly Column<VehicleRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => columns(t), [t]);
};

const VinCell = ({ row }: { readonly row: VehicleRow }) => {
  const { t } = useTranslation();
  return (
    <span className="row" style={{ gap: 6 }}>
      <span className="mono">{row.vin}</span>
      {row.checkDigit === 'wrong' && (
        <Tooltip title={t('vehicles.checkDigitHint')}>
          <span>
            <Chip tone="medium">{t('vehicles.checkDigitWrong')}</Chip>
          </span>
        </Tooltip>
      )}
    </span>
  );
};
