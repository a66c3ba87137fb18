import { alarmNames, signedDegrees, statusNames } from '../bits.ts';
import { isValues } from '../layout.ts';
import type { FieldValue } from '../event.ts';
import type { Packet809 } from './packet.ts';

/** A position that a platform forwarded for one vehicle. */
export interface Position809 {
  /** Milliseconds since 1970 UTC; undefined for digits that are no date. */
  readonly time: number | undefined;
  /** Under the names of JT/T 808, so that rules for terminals fit. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

const DYNAMICS = 0x1200;
const REALTIME = 0x1202;
const HISTORY = 0x1203;
/** Position of the edition of 2011 (clause 4.5.8.1): mark, date, time, place, speeds, odometer, direction, height, bits. */
const BYTES = 36;
const MOST = 255;
const GMT8_MS = 8 * 3_600_000;

const timeOf = (view: DataView, at: number): number | undefined => {
  const [day, month, year] = [view.getUint8(at), view.getUint8(at + 1), view.getUint16(at + 2)];
  const [hour, minute, second] = [view.getUint8(at + 4), view.getUint8(at + 5), view.getUint8(at + 6)];
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(time);
  const isDate =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isDate && year >= 2000 ? time - GMT8_MS : undefined;
};

const read = (view: DataView, at: number): Position809 => {
  const state = view.getUint32(at + 28);
  const alarm = view.getUint32(at + 32);
  const { lat, lon } = signedDegrees(state, view.getUint32(at + 12), view.getUint32(at + 8));
  return {
    time: timeOf(view, at + 1),
    fields: {
      'jt808.lat': lat,
      'jt808.lon': lon,
      'jt808.speed_kmh': view.getUint16(at + 16),
      'jt808.recorder_speed_kmh': view.getUint16(at + 18),
      'jt808.odometer_km': view.getUint32(at + 20),
      'jt808.heading_deg': view.getUint16(at + 24),
      'jt808.altitude_m': view.getUint16(at + 26),
      'jt808.states': statusNames(state),
      'jt808.alarms': alarmNames(alarm),
    },
  };
};

/**
 * Positions of a packet 1200 with the sub messages 1202 (one) and 1203 (several) in the layout of 2011. The edition of
 * 2019 wraps a position of JT/T 808 whose length field our sources do not describe: such a packet has none here, nor
 * has one whose place is encrypted by the plug-in (mark 1).
 */
export const positions809 = ({ header, body }: Packet809): readonly Position809[] => {
  if (header.messageId !== DYNAMICS || body.kind !== 'fields' || !isValues(body.values)) return [];
  const { subId, data } = body.values;
  if (!(data instanceof Uint8Array)) return [];
  const count = subId === REALTIME ? 1 : subId === HISTORY ? Math.min(data[0] ?? 0, MOST) : 0;
  const from = subId === HISTORY ? 1 : 0;
  if (data.length !== from + count * BYTES) return [];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: count }, (_, n) => from + n * BYTES)
    .filter((at) => view.getUint8(at) === 0)
    .map((at) => read(view, at));
};
