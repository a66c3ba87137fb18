import { ANSWER, buildItem, COMMAND, encodeFrame, ENCRYPTION } from '@chedun/gbt32960';
import type { EncodableBody, FrameHeader, RealtimeItem } from '@chedun/gbt32960';
import { packVoltage } from './vehicle.ts';
import type { Vehicle } from './vehicle.ts';

const EDITION = '2016';
const CELLS = 96;
const PROBES = 8;
const CELL_SPREAD_V = 0.006;

/** What an attacker changes in a report, or a fault does. */
export interface ReportChange {
  readonly insulationKohm?: number;
  /** Volts that the weakest cell lies below the others. */
  readonly cellGapV?: number;
}

const INSULATION_KOHM = 5200;

const frame = (
  command: number,
  id: string,
  body: EncodableBody,
  edition: FrameHeader['edition'] = EDITION,
): Uint8Array => {
  const header: FrameHeader = { edition, command, answer: ANSWER.command, id, encryption: ENCRYPTION.none };
  return encodeFrame({ ...header, body });
};

/** Reverse gear and the direction bits are left out: the fleet drives forwards. */
const gearOf = (vehicle: Vehicle): number =>
  vehicle.phase === 'driving' ? 0x0e | (vehicle.currentA >= 0 ? 0x20 : 0x10) : 0x0f;
const stateOf = (vehicle: Vehicle): number => (vehicle.phase === 'driving' ? 1 : 2);
const chargeOf = (vehicle: Vehicle): number => (vehicle.phase === 'charging' ? 1 : 3);

const vehicleItem = (vehicle: Vehicle, { insulationKohm = INSULATION_KOHM }: ReportChange): RealtimeItem =>
  buildItem(EDITION, 0x01, {
    values: {
      state: stateOf(vehicle),
      charge: chargeOf(vehicle),
      mode: 1,
      speed_kmh: vehicle.speedKmh,
      odometer_km: vehicle.odometerKm,
      voltage_V: packVoltage(vehicle),
      current_A: vehicle.currentA,
      soc_pct: vehicle.socPct,
      dcdc: 1,
      gear: gearOf(vehicle),
      insulation_kohm: insulationKohm,
      accel_pedal_pct: vehicle.phase === 'driving' ? Math.max(0, Math.min(100, vehicle.currentA / 4)) : 0,
      brake_pedal_pct: vehicle.currentA < -20 && vehicle.phase === 'driving' ? 101 : 0,
    },
  });

const motorItem = (vehicle: Vehicle): RealtimeItem =>
  buildItem(EDITION, 0x02, {
    groups: {
      motors: [
        {
          values: {
            no: 1,
            state: vehicle.phase !== 'driving' ? 3 : vehicle.torqueNm >= 0 ? 1 : 2,
            ctrl_temp_C: 38,
            rpm: vehicle.motorRpm,
            torque_Nm: vehicle.torqueNm,
            temp_C: 45,
            ctrl_voltage_V: packVoltage(vehicle),
            dc_current_A: vehicle.currentA,
          },
        },
      ],
    },
  });

const positionItem = (vehicle: Vehicle): RealtimeItem =>
  buildItem(EDITION, 0x05, { values: { lon: vehicle.lon, lat: vehicle.lat, valid: 1 } });

/** Cells differ by a few millivolts, always in the same way: cell 17 is the weakest. */
const cellVolts = (vehicle: Vehicle, gap: number): readonly number[] => {
  const mean = packVoltage(vehicle) / CELLS;
  return Array.from(
    { length: CELLS },
    (_, index) => mean + (((index * 7 + 3) % 11) / 10 - 0.5) * CELL_SPREAD_V - (index === 16 ? gap : 0),
  );
};

const batteryItems = (vehicle: Vehicle, { cellGapV = CELL_SPREAD_V }: ReportChange): RealtimeItem[] => {
  const cells = cellVolts(vehicle, cellGapV).map((volts) => Math.round(volts * 1000));
  const temps = Array.from({ length: PROBES }, (_, index) => Math.round(vehicle.batteryC + (index % 3)) + 40);
  const high = Math.max(...cells);
  const low = Math.min(...cells);
  const hot = Math.max(...temps);
  const cold = Math.min(...temps);
  return [
    buildItem(EDITION, 0x06, {
      values: {
        max_v_sys: 1,
        max_v_cell: cells.indexOf(high) + 1,
        max_v_V: high / 1000,
        min_v_sys: 1,
        min_v_cell: cells.indexOf(low) + 1,
        min_v_V: low / 1000,
        max_t_sys: 1,
        max_t_probe: temps.indexOf(hot) + 1,
        max_t_C: hot - 40,
        min_t_sys: 1,
        min_t_probe: temps.indexOf(cold) + 1,
        min_t_C: cold - 40,
      },
    }),
    buildItem(EDITION, 0x07, { values: { max_level: 0, bits: 0 } }),
    buildItem(EDITION, 0x08, {
      groups: {
        systems: [
          {
            values: {
              no: 1,
              voltage_V: packVoltage(vehicle),
              current_A: vehicle.currentA,
              cell_total: CELLS,
              first_cell: 1,
            },
            lists: { cells },
          },
        ],
      },
    }),
    buildItem(EDITION, 0x09, { groups: { systems: [{ values: { no: 1 }, lists: { temps } }] } }),
  ];
};

/** Vehicle login at `now` (ms); counts the serial up. */
export const loginFrame = (vehicle: Vehicle, now: number): Uint8Array => {
  vehicle.serial += 1;
  const { serial, iccid } = vehicle;
  return frame(COMMAND.vehicleLogin, vehicle.vin, {
    kind: 'vehicle-login',
    time: now,
    serial,
    iccid,
    subsystems: 1,
    codeLength: 0,
    codes: [],
  });
};

/** Vehicle logout with the serial of the login. */
export const logoutFrame = (vehicle: Vehicle, now: number): Uint8Array =>
  frame(COMMAND.vehicleLogout, vehicle.vin, { kind: 'logout', time: now, serial: vehicle.serial });

const reportItems = (vehicle: Vehicle, change: ReportChange): RealtimeItem[] => [
  vehicleItem(vehicle, change),
  motorItem(vehicle),
  positionItem(vehicle),
  ...batteryItems(vehicle, change),
];

/** Realtime report with vehicle, motor, position, extremes, alarm, cells and temperatures. */
export const realtimeFrame = (vehicle: Vehicle, now: number, change: ReportChange = {}): Uint8Array =>
  frame(COMMAND.realtime, vehicle.vin, { kind: 'realtime', time: now, items: reportItems(vehicle, change) });

/** The same as a report that is sent again later. */
export const resentFrame = (vehicle: Vehicle, now: number): Uint8Array =>
  frame(COMMAND.resent, vehicle.vin, { kind: 'realtime', time: now, items: reportItems(vehicle, {}) });

/** A report of the edition of 2025 without signature. `coordinates`: 1 WGS84, 2 GCJ02. */
export const unsignedFrame2025 = (vehicle: Vehicle, now: number, coordinates: 1 | 2): Uint8Array => {
  const items = [
    buildItem('2025', 0x01, {
      values: {
        state: stateOf(vehicle),
        charge: chargeOf(vehicle),
        mode: 1,
        speed_kmh: vehicle.speedKmh,
        odometer_km: vehicle.odometerKm,
        voltage_V: packVoltage(vehicle),
        current_A: vehicle.currentA,
        soc_pct: vehicle.socPct,
        dcdc: 1,
        gear: gearOf(vehicle),
        insulation_kohm: INSULATION_KOHM,
      },
    }),
    buildItem('2025', 0x05, {
      values: { status: 0, coord_system: coordinates, lon: vehicle.lon, lat: vehicle.lat },
    }),
  ];
  return frame(COMMAND.realtime, vehicle.vin, { kind: 'realtime', time: now, items }, '2025');
};

/** Login of a forwarding platform. */
export const platformLoginFrame = (now: number): Uint8Array =>
  frame(COMMAND.platformLogin, 'CHEDUNRANGE000001', {
    kind: 'platform-login',
    time: now,
    serial: 1,
    user: 'range',
    password: 'range-demo',
    rule: ENCRYPTION.none,
  });

/** A report whose data unit is the given bytes; for attacks. */
export const rawReport = (vin: string, data: Uint8Array): Uint8Array =>
  frame(COMMAND.realtime, vin, { kind: 'opaque', data });
