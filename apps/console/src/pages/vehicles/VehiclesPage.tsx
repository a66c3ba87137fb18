import { AssetStatus, assetsPermissions } from '@chedun/assets/contract';
import type { AssetStatus as Status, VehicleRow } from '@chedun/assets/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Select, Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { assetSummary, listVehicles } from '../../api/assets.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { AssetFiles } from '../hosts/AssetFiles.tsx';
import { STATUS_TONE } from './status.ts';

/** 车辆: the fleet. */
export const VehiclesPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const search = useSearch({ from: '/app/vehicles' });
  const columns = useVehicleColumns();
  const { find, ...filter } = search;
  const sort = search.sort ?? 'lastSeen';
  const list = useCursorList(
    ['vehicles', search],
    (cursor, signal) =>
      listVehicles(
        {
          ...filter,
          q: find,
          cursor,
          sort,
          order: sort === 'lastSeen' || sort === 'updated' ? 'desc' : 'asc',
          limit: 100,
        },
        signal,
      ),
    { refetchMs: 20_000 },
  );
  return (
    <div className="page">
      <PageHead title={t('nav.vehicles')} about={t('vehicles.about')} extra={<AssetFiles kind="vehicle" />} />
      <Panel body="flush">
        <VehicleToolbar />
        <DataTable<VehicleRow>
          {...list}
          columns={columns}
          rowKey={(row) => row.vin}
          onRow={(row) => void navigate({ to: '/vehicles/$vin', params: { vin: row.vin } })}
          minWidth={1000}
          {...(may(assetsPermissions.export) ? { exportName: 'chedun-vehicles' } : {})}
          empty={
            <EmptyState
              title={t('vehicles.empty')}
              hint={t('vehicles.emptyHint')}
              action={<AssetFiles kind="vehicle" />}
            />
          }
        />
      </Panel>
    </div>
  );
};

const SORTS = ['lastSeen', 'vin', 'model', 'updated'] as const;

const VehicleToolbar = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/vehicles' });
  const summary = useQuery({ queryKey: ['asset-summary'], queryFn: ({ signal }) => assetSummary(signal) });
  const change = (part: Partial<typeof search>): void =>
    void navigate({ to: '/vehicles', search: { ...search, ...part } });
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 240 }}
        placeholder={t('vehicles.findPlaceholder')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <Select<Status | null>
        allowClear
        placeholder={t('vehicles.status')}
        aria-label={t('vehicles.status')}
        style={{ width: 130 }}
        options={AssetStatus.options.map((value) => ({ value, label: t(`vehicles.statusOf.${value}`) }))}
        value={search.status ?? null}
        onChange={(status) => change({ status: status ?? undefined })}
      />
      <Select
        allowClear
        showSearch
        placeholder={t('vehicles.model')}
        aria-label={t('vehicles.model')}
        style={{ width: 180 }}
        options={(summary.data?.models ?? [])
          .filter(({ model }) => model !== '')
          .map(({ model, count }) => ({ value: model, label: `${model} (${count})` }))}
        value={search.model ?? null}
        onChange={(model) => change({ model: model ?? undefined })}
      />
      <span className="grow" />
      <Select
        aria-label={t('findings.sort')}
        style={{ width: 120 }}
        value={search.sort ?? 'lastSeen'}
        options={SORTS.map((value) => ({ value, label: t(`vehicles.sortBy.${value}`) }))}
        onChange={(sort) => change({ sort: sort === 'lastSeen' ? undefined : sort })}
      />
    </div>
  );
};

const useVehicleColumns = (): readonly Column<VehicleRow>[] => {
  const { t } = useTranslation();
  return useMemo(
    () =>
      [
        {
          key: 'vin',
          title: t('vehicles.vin'),
          width: 236,
          render: (row: VehicleRow) => <VinCell row={row} />,
          value: (row: VehicleRow) => row.vin,
        },
        {
          key: 'model',
          title: t('vehicles.model'),
          clip: 'clip' as const,
          render: (row: VehicleRow) => [row.brand, row.model].filter((part) => part !== '').join(' '),
          value: (row: VehicleRow) => `${row.brand} ${row.model}`.trim(),
        },
        {
          key: 'year',
          title: t('vehicles.modelYear'),
          width: 78,
          render: (row: VehicleRow) => row.modelYear ?? '',
          value: (row: VehicleRow) => row.modelYear ?? '',
        },
        {
          key: 'status',
          title: t('vehicles.status'),
          width: 96,
          render: (row: VehicleRow) => (
            <Chip tone={STATUS_TONE[row.status]}>{t(`vehicles.statusOf.${row.status}`)}</Chip>
          ),
          value: (row: VehicleRow) => t(`vehicles.statusOf.${row.status}`),
        },
        {
          key: 'criticality',
          title: t('vehicles.criticality'),
          width: 92,
          render: (row: VehicleRow) => t(`criticality.${row.criticality}`),
          value: (row: VehicleRow) => t(`criticality.${row.criticality}`),
        },
        {
          key: 'ecus',
          title: t('vehicles.ecus'),
          width: 78,
          align: 'right' as const,
          render: (row: VehicleRow) => row.ecuCount,
          value: (row: VehicleRow) => row.ecuCount,
        },
        {
          key: 'tags',
          title: t('vehicles.tags'),
          width: 190,
          clip: 'clip' as const,
          render: (row: VehicleRow) => row.tags.map((tag) => <Chip key={tag}>{tag}</Chip>),
          value: (row: VehicleRow) => row.tags.join(' '),
        },
        {
          key: 'seen',
          title: t('vehicles.lastSeen'),
          width: 120,
          render: (row: VehicleRow) => <AgoText at={row.lastSeen?.at} />,
          value: (row: VehicleRow) => row.lastSeen?.at ?? '',
        },
      ].map((column) => ({ ...column, sort: 'none' as const })),
    [t],
  );
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
