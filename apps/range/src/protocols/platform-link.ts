import { encodePacket809, type Header809, type Values } from '@chedun/jtt808';
import type { Vehicle } from '../fleet/vehicle.ts';

/** Account of the platform that forwards vehicles over JT/T 809. */
const LINK_ACCOUNT = 310_001;

const CHINA_MS = 8 * 3_600_000;
const POSITION_BYTES = 36;
const BLUE = 1;

const packet = (messageId: number, serial: number, values: Values): Uint8Array => {
  const header: Header809 = {
    edition: '2011',
    serial,
    messageId,
    accessCode: LINK_ACCOUNT,
    version: '1.0.0',
    encrypted: false,
    key: 0,
    time: undefined,
  };
  return encodePacket809({ header, body: { kind: 'fields', layout: 0, values } });
};

/** Login on the main link (1001). */
export const linkLogin = (serial: number): Uint8Array =>
  packet(0x1001, serial, { userId: LINK_ACCOUNT, password: 'range', downLinkIp: '127.0.0.1', downLinkPort: 0 });

/** Logout (1003). */
export const linkLogout = (serial: number): Uint8Array =>
  packet(0x1003, serial, { userId: LINK_ACCOUNT, password: 'range' });

/** Position of a vehicle (1200, sub message 1202). */
export const linkPosition = (vehicle: Vehicle, plateNo: string, now: number, serial: number): Uint8Array => {
  const data = Buffer.alloc(POSITION_BYTES);
  const china = new Date(now + CHINA_MS);
  data.set([0, china.getUTCDate(), china.getUTCMonth() + 1]);
  data.writeUInt16BE(china.getUTCFullYear(), 3);
  data.set([china.getUTCHours(), china.getUTCMinutes(), china.getUTCSeconds()], 5);
  data.writeUInt32BE(Math.round(vehicle.lon * 1e6), 8);
  data.writeUInt32BE(Math.round(vehicle.lat * 1e6), 12);
  data.writeUInt16BE(Math.round(vehicle.speedKmh), 16);
  data.writeUInt16BE(Math.round(vehicle.speedKmh), 18);
  data.writeUInt32BE(Math.round(vehicle.odometerKm), 20);
  data.writeUInt16BE(Math.round(vehicle.headingDeg) % 360, 24);
  data.writeUInt16BE(8, 26);
  data.writeUInt32BE(3, 28);
  return packet(0x1200, serial, { plateNo, plateColor: BLUE, subId: 0x1202, data });
};
