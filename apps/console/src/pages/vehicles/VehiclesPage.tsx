import { AssetStatus, assetsPermissions } from '@chedun/assets/contract';
import type { AssetStatus as Status, VehicleRow } from '@chedun/assets/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { assetSummary, listVehicles } from '../../api/assets.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { AssetFiles } from '../hosts/AssetFiles.tsx';
import { useVehicleColumns } from './useVehicleColumns.tsx';

/** 车辆: the fleet. */
export const VehiclesPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const search = useSearch({ from: '/app/vehicles' });
  const columns = useVehicleColumns();
  const { find, ...filter } = search;
  const sort = search.sort ?? 'lastSeen';
  const isFiltered = find !== undefined || search.status !== undefined || search.model !== undefined;
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
          sorting={{
            by: sort,
            onChange: (by) => void navigate({ to: '/vehicles', search: { ...search, sort: sortOf(by) } }),
          }}
          {...(may(assetsPermissions.export) ? { exportName: 'chedun-vehicles' } : {})}
          empty={
            <EmptyState
              title={isFiltered ? t('vehicles.empty') : t('vehicles.none')}
              hint={isFiltered ? t('vehicles.emptyFiltered') : t('vehicles.emptyHint')}
            />
          }
        />
      </Panel>
    </div>
  );
};

const sortOf = (by: string): 'vin' | 'model' | undefined => (by === 'vin' || by === 'model' ? by : undefined);

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
    </div>
  );
};
