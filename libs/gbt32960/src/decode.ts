import { bcc } from './bcc.ts';
import { ANSWER, COMMAND, ENCRYPTION, isEncrypted } from './codes.ts';
import { Cursor } from './cursor.ts';
import { gbtError } from './errors.ts';
import type { Body, Frame, FrameHeader, FrameStatus } from './frame.ts';
import { editionOf, ENCRYPTION_AT, FRAME_OVERHEAD, HEADER_BYTES, LENGTH_AT } from './header.ts';
import { readActivation, readActivationAnswer, readKeyExchange } from './keys.ts';
import { isSentinel } from './layout.ts';
import { readParameters } from './parameters.ts';
import { readRealtime } from './realtime.ts';
import { readLogout, readPlatformLogin, readVehicleLogin } from './session.ts';
import { TIME_BYTES } from './time.ts';

interface UnitRead {
  readonly body: Body;
  readonly status: FrameStatus;
  readonly stopOffset: number | undefined;
}

const NO_BYTES = new Uint8Array(0);

const opaque = (cursor: Cursor, status: FrameStatus, stopOffset: number | undefined): UnitRead => {
  cursor.at = cursor.end;
  return { body: { kind: 'opaque', data: cursor.bytes.subarray(HEADER_BYTES, cursor.end) }, status, stopOffset };
};

/** Judges a body without optional tail: it must have fitted, and nothing may be left. */
const settled = (cursor: Cursor, body: Body): UnitRead => {
  if (cursor.failed) return opaque(cursor, 'structure', cursor.at);
  return cursor.left > 0
    ? { body, status: 'trailing', stopOffset: cursor.at }
    : { body, status: 'ok', stopOffset: undefined };
};

const readRealtimeUnit = (cursor: Cursor, header: FrameHeader): UnitRead =>
  cursor.left < TIME_BYTES ? opaque(cursor, 'structure', cursor.at) : readRealtime(cursor, header.edition);

const readParameterQuery = (cursor: Cursor): Body => {
  const time = cursor.time();
  const count = cursor.uint(1);
  return { kind: 'parameter-query', time, count, ids: isSentinel(count, 1) ? [] : [...cursor.raw(count)] };
};

const readParameterUnit = (cursor: Cursor, header: FrameHeader): UnitRead => {
  const time = cursor.time();
  const count = cursor.uint(1);
  const { parameters, unknownAt } = readParameters(cursor, header.edition, count);
  const body: Body = { kind: 'parameters', time, count, parameters };
  return unknownAt === undefined ? settled(cursor, body) : { body, status: 'unknown_type', stopOffset: unknownAt };
};

const readControl = (cursor: Cursor): Body => ({
  kind: 'control',
  time: cursor.time(),
  control: { command: cursor.uint(1), parameters: cursor.raw(cursor.left) },
});

/** Commands that only the 2025 edition defines. */
const readKeyUnit = (cursor: Cursor, header: FrameHeader): UnitRead => {
  if (header.edition === '2016') return opaque(cursor, 'unknown_command', undefined);
  if (header.command === COMMAND.activation) return settled(cursor, readActivation(cursor));
  return settled(
    cursor,
    header.command === COMMAND.activationAnswer ? readActivationAnswer(cursor) : readKeyExchange(cursor),
  );
};

const readCommandUnit = (cursor: Cursor, header: FrameHeader): UnitRead => {
  switch (header.command) {
    case COMMAND.vehicleLogin:
      return settled(cursor, readVehicleLogin(cursor, header.edition));
    case COMMAND.realtime:
    case COMMAND.resent:
      return readRealtimeUnit(cursor, header);
    case COMMAND.vehicleLogout:
    case COMMAND.platformLogout:
      return settled(cursor, readLogout(cursor));
    case COMMAND.platformLogin:
      return settled(cursor, readPlatformLogin(cursor));
    case COMMAND.heartbeat:
    case COMMAND.timeCalibration:
      return settled(cursor, { kind: 'empty' });
    case COMMAND.activation:
    case COMMAND.activationAnswer:
    case COMMAND.keyExchange:
      return readKeyUnit(cursor, header);
    case COMMAND.parameterQuery:
      return header.answer === ANSWER.command
        ? settled(cursor, readParameterQuery(cursor))
        : readParameterUnit(cursor, header);
    case COMMAND.parameterSet:
      return readParameterUnit(cursor, header);
    case COMMAND.control:
      return settled(cursor, readControl(cursor));
    default:
      return opaque(cursor, 'unknown_command', undefined);
  }
};

/** An answer is empty, carries the time only (clause 6.3), or echoes the command (Annex B). */
const readUnit = (cursor: Cursor, header: FrameHeader): UnitRead => {
  if (cursor.left > 0 && isEncrypted(header.encryption)) return opaque(cursor, 'encrypted', undefined);
  if (header.answer !== ANSWER.command) {
    if (cursor.left === 0) return settled(cursor, { kind: 'empty' });
    if (cursor.left === TIME_BYTES) return settled(cursor, { kind: 'answer', time: cursor.time() });
  }
  return readCommandUnit(cursor, header);
};

/**
 * Decodes one frame of either edition as cut by the framer. Faults never throw: see {@link FrameStatus}. Only bytes that
 * cannot be a frame at all (no start bytes, fewer than 25) throw `gbt32960.not_a_frame`. Strings are copied; byte fields
 * and `rest` are views of `bytes`.
 */
export const decodeFrame = (bytes: Uint8Array): Frame => {
  const edition = editionOf(bytes[0], bytes[1]);
  if (edition === undefined || bytes.length < FRAME_OVERHEAD) {
    throw gbtError('gbt32960.not_a_frame', { offset: 0, reason: `${bytes.length} bytes without the form of a frame` });
  }
  const unitEnd = bytes.length - 1;
  const cursor = new Cursor(bytes, HEADER_BYTES, unitEnd);
  const { view } = cursor;
  const header: FrameHeader = {
    edition,
    command: view.getUint8(2),
    answer: view.getUint8(3),
    id: Buffer.from(bytes.buffer, bytes.byteOffset + 4, ENCRYPTION_AT - 4).toString('latin1'),
    encryption: view.getUint8(ENCRYPTION_AT),
  };
  const length = view.getUint16(LENGTH_AT);
  const sent = view.getUint8(unitEnd);
  const calculated = bcc(bytes, 2, unitEnd);
  const read =
    length !== unitEnd - HEADER_BYTES
      ? opaque(cursor, 'structure', HEADER_BYTES)
      : sent !== calculated
        ? opaque(cursor, 'bcc', undefined)
        : readUnit(cursor, header);
  const rest = cursor.at < unitEnd ? bytes.subarray(cursor.at, unitEnd) : NO_BYTES;
  const { body, status, stopOffset } = read;
  return { ...header, length, bcc: sent, bccCalculated: calculated, status, stopOffset, body, rest, bytes };
};

/** True when the platform password of a login crosses the network readable: a finding of its own. */
export const hasClearPassword = (frame: Frame): boolean =>
  frame.body.kind === 'platform-login' && frame.encryption === ENCRYPTION.none && frame.body.password !== '';
