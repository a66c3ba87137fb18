import { bcc } from './bcc.ts';
import { gbtError } from './errors.ts';
import type { EncodableBody, FrameInput } from './frame.ts';
import { ENCRYPTION_AT, FRAME_OVERHEAD, HEADER_BYTES, LENGTH_AT, START } from './header.ts';
import { writeActivation, writeActivationAnswer, writeKeyExchange } from './keys.ts';
import { isSentinel } from './layout.ts';
import { writeParameters } from './parameters.ts';
import { writeRealtime } from './realtime.ts';
import { writeLogout, writePlatformLogin, writeVehicleLogin } from './session.ts';
import { Writer } from './writer.ts';
import type { Edition } from './codes.ts';

const ID_BYTES = 17;

const writeCount = (writer: Writer, count: number, actual: number): void => {
  if (count !== actual && !(actual === 0 && isSentinel(count, 1))) {
    throw gbtError('gbt32960.range', { field: 'count', reason: `count ${count} stands before ${actual} parameters` });
  }
  writer.uint(1, count, 'count');
};

const writeBody = (writer: Writer, edition: Edition, body: EncodableBody, complete: boolean): void => {
  switch (body.kind) {
    case 'empty':
      return;
    case 'answer':
      return writer.time(body.time);
    case 'vehicle-login':
    case 'vehicle-login-packs':
      return writeVehicleLogin(writer, body);
    case 'realtime':
      return writeRealtime(writer, edition, body);
    case 'logout':
      return writeLogout(writer, body);
    case 'platform-login':
      return writePlatformLogin(writer, body);
    case 'parameter-query':
      writer.time(body.time);
      writeCount(writer, body.count, body.ids.length);
      return writer.raw(Uint8Array.from(body.ids));
    case 'parameters':
      writer.time(body.time);
      if (complete) writeCount(writer, body.count, body.parameters.length);
      else writer.uint(1, body.count, 'count');
      return writeParameters(writer, edition, body.parameters);
    case 'control':
      writer.time(body.time);
      writer.uint(1, body.control.command, 'control');
      return writer.raw(body.control.parameters);
    case 'activation':
      return writeActivation(writer, body);
    case 'activation-answer':
      return writeActivationAnswer(writer, body);
    case 'key-exchange':
      return writeKeyExchange(writer, body);
    case 'opaque':
      return writer.raw(body.data);
  }
};

/** Wraps a finished data unit: header in front, BCC behind. Throws `gbt32960.range` for an id that is not 17 Latin-1 characters. */
export const wrapUnit = (header: Omit<FrameInput, 'body' | 'rest'>, unit: Uint8Array): Uint8Array => {
  const id = Buffer.from(header.id, 'latin1');
  if (id.length !== ID_BYTES) {
    throw gbtError('gbt32960.range', {
      field: 'id',
      reason: `the identifier has ${ID_BYTES} characters, not ${header.id.length}`,
    });
  }
  const bytes = new Uint8Array(FRAME_OVERHEAD + unit.length);
  bytes.fill(START[header.edition], 0, 2);
  bytes[2] = header.command;
  bytes[3] = header.answer;
  bytes.set(id, 4);
  bytes[ENCRYPTION_AT] = header.encryption;
  bytes[LENGTH_AT] = unit.length >> 8;
  bytes[LENGTH_AT + 1] = unit.length & 0xff;
  bytes.set(unit, HEADER_BYTES);
  bytes[bytes.length - 1] = bcc(bytes, 2, bytes.length - 1);
  return bytes;
};

/**
 * Encodes a frame of either edition: the inverse of `decodeFrame`, byte for byte, for every frame whose BCC and length
 * are right. Throws `gbt32960.range` or `gbt32960.no_layout` for values that the edition cannot carry.
 */
export const encodeFrame = (frame: FrameInput): Uint8Array => {
  const rest = frame.rest ?? new Uint8Array(0);
  const writer = new Writer();
  writeBody(writer, frame.edition, frame.body, rest.length === 0);
  writer.raw(rest);
  return wrapUnit(frame, writer.done());
};
