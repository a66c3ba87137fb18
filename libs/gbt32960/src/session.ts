import { isSentinel } from './layout.ts';
import type { Edition } from './codes.ts';
import type { Cursor } from './cursor.ts';
import { gbtError } from './errors.ts';
import type { Body } from './frame.ts';
import type { Writer } from './writer.ts';

type Of<Kind extends Body['kind']> = Extract<Body, { readonly kind: Kind }>;

const ICCID_BYTES = 20;
const PACK_CODE_BYTES = 24;
const USER_BYTES = 12;
const PASSWORD_BYTES = 20;

const texts = (cursor: Cursor, count: number, size: number): string[] => {
  const all: string[] = [];
  if (size === 0 || isSentinel(count, 1)) return all;
  for (let index = 0; index < count && !cursor.failed; index += 1) all.push(cursor.text(size));
  return all;
};

/** Vehicle login 01 (table 6); the 2025 edition replaced subsystem codes by battery packs. */
export const readVehicleLogin = (cursor: Cursor, edition: Edition): Of<'vehicle-login'> | Of<'vehicle-login-packs'> => {
  const time = cursor.time();
  const serial = cursor.uint(2);
  const iccid = cursor.text(ICCID_BYTES);
  if (edition === '2016') {
    const subsystems = cursor.uint(1);
    const codeLength = cursor.uint(1);
    const codes = texts(cursor, subsystems, isSentinel(codeLength, 1) ? 0 : codeLength);
    return { kind: 'vehicle-login', time, serial, iccid, subsystems, codeLength, codes };
  }
  const bmsCount = cursor.uint(1);
  const packsPerBms = isSentinel(bmsCount, 1) ? [] : [...cursor.raw(bmsCount)];
  const packCodes: string[] = [];
  for (const packs of packsPerBms) packCodes.push(...texts(cursor, packs, PACK_CODE_BYTES));
  return { kind: 'vehicle-login-packs', time, serial, iccid, bmsCount, packsPerBms, packCodes };
};

const checkCount = (announced: number, actual: number, field: string): void => {
  if (announced !== actual)
    throw gbtError('gbt32960.range', { field, reason: `${announced} announced, ${actual} given` });
};

const counted = (count: number): number => (isSentinel(count, 1) ? 0 : count);

/** Writes a vehicle login of either edition. */
export const writeVehicleLogin = (writer: Writer, body: Of<'vehicle-login'> | Of<'vehicle-login-packs'>): void => {
  writer.time(body.time);
  writer.uint(2, body.serial, 'serial');
  writer.text(ICCID_BYTES, body.iccid, 'iccid');
  if (body.kind === 'vehicle-login') {
    const codes = counted(body.codeLength) === 0 ? 0 : counted(body.subsystems);
    checkCount(codes, body.codes.length, 'codes');
    writer.uint(1, body.subsystems, 'subsystems');
    writer.uint(1, body.codeLength, 'codeLength');
    for (const code of body.codes) writer.text(body.codeLength, code, 'codes');
    return;
  }
  checkCount(counted(body.bmsCount), body.packsPerBms.length, 'packsPerBms');
  const packs = body.packsPerBms.reduce((sum, count) => sum + counted(count), 0);
  checkCount(packs, body.packCodes.length, 'packCodes');
  writer.uint(1, body.bmsCount, 'bmsCount');
  for (const count of body.packsPerBms) writer.uint(1, count, 'packsPerBms');
  for (const code of body.packCodes) writer.text(PACK_CODE_BYTES, code, 'packCodes');
};

/** Vehicle or platform logout 04, 06 (tables 19, 21): the serial is that of the login. */
export const readLogout = (cursor: Cursor): Of<'logout'> => ({
  kind: 'logout',
  time: cursor.time(),
  serial: cursor.uint(2),
});

/** Writes a logout. */
export const writeLogout = (writer: Writer, body: Of<'logout'>): void => {
  writer.time(body.time);
  writer.uint(2, body.serial, 'serial');
};

/** Platform login 05 (table 20). */
export const readPlatformLogin = (cursor: Cursor): Of<'platform-login'> => ({
  kind: 'platform-login',
  time: cursor.time(),
  serial: cursor.uint(2),
  user: cursor.text(USER_BYTES),
  password: cursor.text(PASSWORD_BYTES),
  rule: cursor.uint(1),
});

/** Writes a platform login. */
export const writePlatformLogin = (writer: Writer, body: Of<'platform-login'>): void => {
  writer.time(body.time);
  writer.uint(2, body.serial, 'serial');
  writer.text(USER_BYTES, body.user, 'user');
  writer.text(PASSWORD_BYTES, body.password, 'password');
  writer.uint(1, body.rule, 'rule');
};
