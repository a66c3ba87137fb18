import type { BsmRecord } from './bsm-record.ts';

/** What {@link readBsm} found; only after `ok` is the record meaningful. */
export type BsmStatus = 'ok' | 'not_bsm' | 'truncated' | 'invalid';

const INVALID = -1;
const MAX_LAT = 900_000_001;
const MAX_LONG = 1_800_000_001;
const MAX_HEADING = 28_800;
const MAX_ACCEL = 2001;
const MAX_TIME_CONFIDENCE = 39;
const MAX_PEDAL = 2;
const NO_ELEVATION = -4096;
const NO_ANGLE = 127;
/** Bits of the shortest head: everything up to the class, with no optional field. */
const LEAST_BITS = 282;

/** Presence bits of the message, highest first as they are sent (extension bit, then the seven optional fields). */
const HAS_TIME_CONFIDENCE = 0x40;
const HAS_ACCURACY = 0x20;
const HAS_CONFIDENCE = 0x10;
const HAS_ANGLE = 0x08;
const HAS_MOTION = 0x04;

/** Up to 25 bits at bit `at`; zeros behind the end, which the caller compares once at the end. */
const peek = (bytes: Uint8Array, at: number, width: number): number => {
  const index = at >>> 3;
  const word =
    ((bytes[index] ?? 0) << 24) |
    ((bytes[index + 1] ?? 0) << 16) |
    ((bytes[index + 2] ?? 0) << 8) |
    (bytes[index + 3] ?? 0);
  return (word << (at & 7)) >>> (32 - width);
};

/** 26 to 32 bits at bit `at`. */
const peekWide = (bytes: Uint8Array, at: number, width: number): number =>
  peek(bytes, at, 16) * 2 ** (width - 16) + peek(bytes, at + 16, width - 16);

/** msgCnt to pos. */
const readHead = (bytes: Uint8Array, start: number, flags: number, into: BsmRecord): number => {
  into.msgCnt = peek(bytes, start, 7);
  into.idHigh = peekWide(bytes, start + 7, 32);
  into.idLow = peekWide(bytes, start + 39, 32);
  into.secMark = peek(bytes, start + 71, 16);
  let at = start + 87;
  if (flags & HAS_TIME_CONFIDENCE) {
    if (peek(bytes, at, 6) > MAX_TIME_CONFIDENCE) return INVALID;
    at += 6;
  }
  const hasElevation = peek(bytes, at, 1) === 1;
  into.lat = peekWide(bytes, at + 1, 31) - 900_000_000;
  into.long = peekWide(bytes, at + 32, 32) - 1_799_999_999;
  if (into.lat > MAX_LAT || into.long > MAX_LONG) return INVALID;
  at += 64;
  into.elevation = hasElevation ? peek(bytes, at, 16) + NO_ELEVATION : NO_ELEVATION;
  return hasElevation ? at + 16 : at;
};

/** Accuracy and confidence of the position, transmission, speed, heading, steering angle and motion confidence. */
const readMotion = (bytes: Uint8Array, start: number, flags: number, into: BsmRecord): number => {
  let at = flags & HAS_ACCURACY ? start + 32 : start;
  if (flags & HAS_CONFIDENCE) at += peek(bytes, at, 1) === 1 ? 9 : 5;
  into.transmission = peek(bytes, at, 3);
  into.speed = peek(bytes, at + 3, 13);
  into.heading = peek(bytes, at + 16, 15);
  if (into.heading > MAX_HEADING) return INVALID;
  at += 31;
  into.angle = NO_ANGLE;
  if (flags & HAS_ANGLE) {
    into.angle = peek(bytes, at, 8) - 126;
    if (into.angle > NO_ANGLE) return INVALID;
    at += 8;
  }
  if (!(flags & HAS_MOTION)) return at;
  const motion = peek(bytes, at, 3);
  return at + 3 + (motion & 4 ? 3 : 0) + (motion & 2 ? 3 : 0) + (motion & 1 ? 2 : 0);
};

const readAcceleration = (bytes: Uint8Array, at: number, into: BsmRecord): number => {
  into.accelLong = peek(bytes, at, 12) - 2000;
  into.accelLat = peek(bytes, at + 12, 12) - 2000;
  into.accelVert = peek(bytes, at + 24, 8) - 127;
  into.yaw = peek(bytes, at + 32, 16) - 32_767;
  const bad = into.accelLong > MAX_ACCEL || into.accelLat > MAX_ACCEL || into.accelVert > 127 || into.yaw > 32_767;
  return bad ? INVALID : at + 48;
};

const readBrakes = (bytes: Uint8Array, start: number, into: BsmRecord): number => {
  const has = peek(bytes, start, 7);
  let at = start + 7;
  into.brakePadel = 0;
  if (has & 0x40) {
    into.brakePadel = peek(bytes, at, 2);
    if (into.brakePadel > MAX_PEDAL) return INVALID;
    at += 2;
  }
  // wheel brakes, traction, abs, scs
  at += (has & 0x20 ? 5 : 0) + (has & 0x10 ? 2 : 0) + (has & 0x08 ? 2 : 0) + (has & 0x04 ? 2 : 0);
  if (has & 0x02) {
    if (peek(bytes, at, 2) > MAX_PEDAL) return INVALID;
    at += 2;
  }
  return has & 0x01 ? at + 2 : at;
};

const readSizeAndClass = (bytes: Uint8Array, start: number, into: BsmRecord): number => {
  const hasHeight = peek(bytes, start, 1) === 1;
  into.width = peek(bytes, start + 1, 10);
  into.length = peek(bytes, start + 11, 12);
  let at = start + 23;
  into.height = hasHeight ? peek(bytes, at, 7) : -1;
  if (hasHeight) at += 7;
  const hasFuel = (peek(bytes, at, 2) & 1) === 1;
  into.classification = peek(bytes, at + 2, 8);
  at += 10;
  into.fuelType = hasFuel ? peek(bytes, at, 4) : -1;
  return hasFuel ? at + 4 : at;
};

/**
 * Reads a basic safety message up to its vehicle class into a record that the caller reuses: no object, no string, no
 * copy. Whatever {@link decodeMessage} accepts as a `bsmFrame` is read to the same values; the extensions behind the
 * class (path history, events, lights) are not looked at, so a message that is broken only there is still `ok`.
 * Returns a status instead of throwing; after anything but `ok` the record holds half a message.
 */
export const readBsm = (bytes: Uint8Array, into: BsmRecord): BsmStatus => {
  const end = bytes.length * 8;
  if (end === 0) return 'truncated';
  // CHOICE: extension bit 0, index 0 of five in three bits
  if (peek(bytes, 0, 4) !== 0) return 'not_bsm';
  if (end < LEAST_BITS) return 'truncated';
  const flags = peek(bytes, 4, 8);
  let at = readHead(bytes, 12, flags, into);
  if (at !== INVALID) at = readMotion(bytes, at, flags, into);
  if (at !== INVALID) at = readAcceleration(bytes, at, into);
  if (at !== INVALID) at = readBrakes(bytes, at, into);
  if (at === INVALID) return 'invalid';
  return readSizeAndClass(bytes, at, into) > end ? 'truncated' : 'ok';
};
