import { telemetryPermissions } from '@chedun/telemetry/contract';
import type { FleetRow } from '@chedun/telemetry/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { fleetVehicles } from '../../api/telemetry.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ExportReports } from '../vehicles/ExportReports.tsx';
import { useFleetColumns } from './useFleetColumns.tsx';

const PAGE = 100;
const REFRESH_MS = 20_000;
const ASCENDING: ReadonlySet<string> = new Set(['vin', 'soc']);

interface FleetTableProps {
  readonly minutes: number;
  readonly sources: readonly string[];
}

/** Vehicles by their newest report. */
export const FleetTable = ({ minutes, sources }: FleetTableProps) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const search = useSearch({ from: '/app/fleet' });
  const columns = useFleetColumns();
  const { sort = 'received', find, state, charge, source, level } = search;
  const list = useCursorList(
    ['fleet-vehicles', minutes, search],
    (cursor, signal) =>
      fleetVehicles(
        {
          minutes,
          vin: find,
          state,
          charge,
          source,
          minAlarmLevel: level,
          sort,
          order: ASCENDING.has(sort) ? 'asc' : 'desc',
          cursor,
          limit: PAGE,
        },
        signal,
      ),
    { refetchMs: REFRESH_MS },
  );
  return (
    <Panel
      title={t('fleet.list')}
      body="flush"
      extra={<ExportReports range={{ kind: 'rolling', last: minutes > 60 ? '24h' : minutes > 15 ? '1h' : '15m' }} />}
    >
      <FleetToolbar sources={sources} />
      <DataTable<FleetRow>
        {...list}
        columns={columns}
        rowKey={(row) => row.vin}
        onRow={(row) => void navigate({ to: '/vehicles/$vin', params: { vin: row.vin } })}
        minWidth={1060}
        sorting={{
          by: sort,
          onChange: (by) => void navigate({ to: '/fleet', search: { ...search, sort: sortOf(by) } }),
        }}
        {...(may(telemetryPermissions.export) ? { exportName: 'chedun-fleet' } : {})}
        empty={<EmptyState size="small" title={t('vehicles.empty')} hint={t('fleet.emptyHint')} />}
      />
    </Panel>
  );
};

const SORTS = ['received', 'vin', 'speed', 'soc', 'alarmLevel', 'odometer', 'reports'] as const;
const sortOf = (by: string) => SORTS.find((name) => name === by);

const STATES = ['on', 'off', 'other'] as const;
const CHARGES = ['parked', 'driving', 'none', 'complete', 'other'] as const;
const LEVELS = [1, 2, 3, 4] as const;

const FleetToolbar = ({ sources }: { readonly sources: readonly string[] }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/fleet' });
  const change = (part: Partial<typeof search>): void =>
    void navigate({ to: '/fleet', search: { ...search, ...part } });
  return (
    <div className="toolbar">
      <Input.Search
        allowClear
        style={{ width: 220 }}
        placeholder={t('fleet.findPlaceholder')}
        defaultValue={search.find ?? ''}
        maxLength={17}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim().toUpperCase() })}
      />
      <Picker
        label={t('twin.state')}
        value={search.state}
        options={STATES.map((value) => ({ value, label: t(`vehicleState.${value}`) }))}
        onChange={(state) => change({ state })}
      />
      <Picker
        label={t('vehicles.charging')}
        value={search.charge}
        options={CHARGES.map((value) => ({ value, label: t(`chargeState.${value}`) }))}
        onChange={(charge) => change({ charge })}
      />
      <Picker
        label={t('vehicles.alarmLevel')}
        value={search.level}
        options={LEVELS.map((value) => ({ value, label: t('fleet.levelFrom', { level: value }) }))}
        onChange={(level) => change({ level })}
      />
      <Picker
        label={t('events.source')}
        value={search.source}
        options={sources.map((value) => ({ value, label: value }))}
        onChange={(source) => change({ source })}
      />
    </div>
  );
};

interface PickerProps<V extends string | number> {
  readonly label: string;
  readonly value: V | undefined;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V | undefined) => void;
}

const Picker = <V extends string | number>({ label, value, options, onChange }: PickerProps<V>) => (
  <Select<V | null>
    allowClear
    placeholder={label}
    aria-label={label}
    style={{ width: 150 }}
    options={[...options]}
    value={value ?? null}
    onChange={(chosen) => onChange(chosen ?? undefined)}
  />
);
