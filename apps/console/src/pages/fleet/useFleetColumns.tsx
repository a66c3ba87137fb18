import type { FleetRow } from '@chedun/telemetry/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { isVehicleAlarm } from '../../lib/vehicle.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';

const alarmName = (t: TFunction, name: string): string => (isVehicleAlarm(name) ? t(`vehicleAlarm.${name}`) : name);

const whatColumns = (t: TFunction): readonly Column<FleetRow>[] => [
  monoColumn('vin', t('vehicles.vin'), (row) => row.vin, { width: 184, serverSort: 'vin' }),
  textColumn('state', t('twin.state'), (row) => (row.state === null ? '–' : t(`vehicleState.${row.state}`)), {
    width: 76,
  }),
  textColumn('charge', t('vehicles.charging'), (row) => (row.charge === null ? '–' : t(`chargeState.${row.charge}`)), {
    width: 92,
  }),
];

const valueColumns = (t: TFunction): readonly Column<FleetRow>[] => [
  textColumn('speed', `${t('vehicles.speed')} km/h`, (row) => row.speed ?? '', {
    width: 104,
    align: 'right',
    serverSort: 'speed',
  }),
  textColumn('soc', `${t('vehicles.soc')} %`, (row) => row.soc ?? '', { width: 80, align: 'right', serverSort: 'soc' }),
  shownColumn(
    'odometer',
    `${t('vehicles.odometer')} km`,
    (row) => row.odometer ?? '',
    (row) => (row.odometer === null ? '' : formatCount(Math.round(row.odometer))),
    { width: 122, align: 'right', serverSort: 'odometer' },
  ),
  textColumn('level', t('fleet.alarmLevel'), (row) => row.alarmLevel ?? '', {
    width: 92,
    align: 'right',
    serverSort: 'alarmLevel',
  }),
];

const restColumns = (t: TFunction): readonly Column<FleetRow>[] => [
  shownColumn(
    'alarms',
    t('vehicles.alarms'),
    (row) => row.alarms.map((name) => alarmName(t, name)).join(' '),
    (row) =>
      row.alarms.map((name) => (
        <Chip key={name} tone="critical">
          {alarmName(t, name)}
        </Chip>
      )),
    { clip: 'clip' },
  ),
  textColumn('source', t('events.source'), (row) => row.source, { width: 96, clip: 'clip' }),
  textColumn('reports', t('fleet.reports'), (row) => row.reports, { width: 84, align: 'right', serverSort: 'reports' }),
  shownColumn(
    'received',
    t('vehicles.lastSeen'),
    (row) => row.received,
    (row) => <AgoText at={row.received} />,
    { width: 100, serverSort: 'received' },
  ),
];

/** Columns of the list of vehicles by their newest report. */
export const useFleetColumns = (): readonly Column<FleetRow>[] => {
  const { t } = useTranslation();
  return useMemo(() => [...whatColumns(t), ...valueColumns(t), ...restColumns(t)], [t]);
};
