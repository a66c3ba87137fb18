import { bcc, ID_BYTES } from '../../libs/gbt32960/src/index.ts';
import { frameOf } from '../decode/gbt32960.ts';

/** Makes the reports of a fleet that drives: every vehicle has its own place, way and clock. */
export interface ReportMaker {
  /** Bytes of one report. */
  readonly size: number;
  /** Writes the report of vehicle `vehicle` at `now` (ms since 1970) to `target` at `at`. */
  readonly write: (target: Buffer, at: number, vehicle: number, now: number) => void;
}

/** Body of the vehicle behind header and time: type byte, state, charge, mode; then speed and odometer. */
const TIME_AT = 24;
const SPEED_AT = TIME_AT + 6 + 4;
const ODOMETER_AT = SPEED_AT + 2;
const GMT8_MS = 8 * 3_600_000;

const SPEED_KMH = 60;
const FIRST_KM = 10_000;

/** Place of the four bytes of a value that no other field of the template has. */
const placeOf = (template: Buffer, value: number): number => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const at = template.indexOf(bytes);
  if (at < 0 || template.indexOf(bytes, at + 1) >= 0) throw new Error(`the template has ${value} not exactly once`);
  return at;
};

const writeTime = (target: Buffer, at: number, now: number): void => {
  const date = new Date(now + GMT8_MS);
  target[at] = date.getUTCFullYear() - 2000;
  target[at + 1] = date.getUTCMonth() + 1;
  target[at + 2] = date.getUTCDate();
  target[at + 3] = date.getUTCHours();
  target[at + 4] = date.getUTCMinutes();
  target[at + 5] = date.getUTCSeconds();
};

const writeId = (target: Buffer, at: number, vehicle: number): void => {
  for (let digit = ID_BYTES - 1, rest = vehicle; digit >= 6; digit -= 1, rest = Math.floor(rest / 10))
    target[at + digit] = 0x30 + (rest % 10);
};

/** Reports of 2016 with 192 cells and 34 probes, driving east at 60 km/h since `began`. */
export const reportMaker = (began: number): ReportMaker => {
  const n = 12_345;
  const template = Buffer.from(frameOf('2016', n));
  const longitudeAt = placeOf(template, Math.round((116 + n / 1e5) * 1e6));
  template.writeUInt16BE(SPEED_KMH * 10, SPEED_AT);
  return {
    size: template.length,
    write: (target, at, vehicle, now) => {
      template.copy(target, at);
      const km = (SPEED_KMH * (now - began)) / 3_600_000;
      writeId(target, at + 4, vehicle);
      writeTime(target, at + TIME_AT, now);
      target.writeUInt32BE(Math.floor((FIRST_KM + (vehicle % 100_000) + km) * 10), at + ODOMETER_AT);
      // At the latitude of the template a degree of longitude is 85 km.
      target.writeUInt32BE(Math.round((100 + (vehicle % 20_000) / 1000 + km / 85) * 1e6), at + longitudeAt);
      const end = at + template.length - 1;
      target[end] = bcc(target, at + 2, end);
    },
  };
};
