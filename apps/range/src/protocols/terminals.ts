import { encodeFrame } from '@chedun/jtt808';
import type { Vehicle } from '../fleet/vehicle.ts';

/** A JT/T 808 terminal: the second box that buses, coaches and trucks carry. */
export interface Terminal {
  readonly vehicle: Vehicle;
  /** Twenty digits of the header of 2019. */
  readonly phone: string;
  readonly deviceId: string;
  /** Serial number of the last frame. */
  serial: number;
}

const SHARE = 10;
const MOST = 24;
const CHINA_MS = 8 * 3_600_000;
const PLATE_COLOUR_GREEN = 4;

/** Alarm bits of a position (table 24). */
export const ALARM = { antennaCut: 1 << 5, powerCut: 1 << 8 } as const;

/** The terminals of a fleet: one vehicle in ten, 24 at most, from its end. */
export const createTerminals = (fleet: readonly Vehicle[]): readonly Terminal[] =>
  fleet.slice(-Math.min(MOST, Math.max(1, Math.floor(fleet.length / SHARE)))).map((vehicle, index) => ({
    vehicle,
    phone: `0000000001390000${String(1000 + index)}`,
    deviceId: `CDT8${String(index).padStart(6, '0')}`,
    serial: 0,
  }));

type Values = Parameters<typeof encodeFrame>[0]['body'] extends infer Body
  ? Body extends { readonly kind: 'fields'; readonly values: infer V }
    ? V
    : never
  : never;

const frame = (terminal: Terminal, messageId: number, variant: string, values: Values): Uint8Array => {
  terminal.serial = (terminal.serial + 1) & 0xffff;
  const header = { messageId, edition: '2019' as const, phone: terminal.phone, serial: terminal.serial };
  return encodeFrame({ header, body: { kind: 'fields', variant, values } });
};

/** Six BCD bytes of the time in China (clause 8.18). */
const digitsOf = (now: number): string => new Date(now + CHINA_MS).toISOString().slice(2, 19).replaceAll(/\D/g, '');

/** Registration (0100). */
export const registerFrame = (terminal: Terminal): Uint8Array =>
  frame(terminal, 0x0100, '2019', {
    provinceId: 31,
    cityId: 114,
    makerId: 'CHEDUN',
    deviceModel: 'CD-T8',
    deviceId: terminal.deviceId,
    plateColor: PLATE_COLOUR_GREEN,
    plateNo: `沪AD${String(Number(terminal.phone.slice(-4))).padStart(5, '0')}`,
  });

/** Authentication (0102) with the code of the registration. */
export const authenticateFrame = (terminal: Terminal, token: string): Uint8Array =>
  frame(terminal, 0x0102, '2019', { token, imei: '860000000000000', softwareVersion: '2.4.1' });

/** Position (0200); `warnBit` holds the alarms. */
export const positionFrame = (terminal: Terminal, now: number, warnBit = 0): Uint8Array => {
  const { vehicle } = terminal;
  return frame(terminal, 0x0200, 'all', {
    warnBit,
    statusBit: 3,
    latitude: Math.round(vehicle.lat * 1e6),
    longitude: Math.round(vehicle.lon * 1e6),
    altitude: 8,
    speed: Math.round(vehicle.speedKmh * 10),
    direction: Math.round(vehicle.headingDeg) % 360,
    deviceTime: digitsOf(now),
    extras: [{ id: 1, value: Math.round(vehicle.odometerKm * 10) }],
  });
};

/** Logout (0003). */
export const terminalLogoutFrame = (terminal: Terminal): Uint8Array => frame(terminal, 0x0003, 'all', {});

/** A command of the platform that sets the server of the terminal (8103), as it passes the gateway. */
export const foreignServerFrame = (terminal: Terminal, server: string, port: number): Uint8Array =>
  frame(terminal, 0x8103, 'all', {
    parameters: [
      { id: 0x13, value: server },
      { id: 0x18, value: port },
    ],
  });

/** Terminal control (8105): 3 power off, 4 reset, 5 factory reset. */
export const terminalControlFrame = (terminal: Terminal, command: number): Uint8Array =>
  frame(terminal, 0x8105, 'all', { command });
