import { Cursor } from './cursor.ts';
import { jttError } from './errors.ts';
import { DELIMITER, isEscapedWell, unescape, xor } from './escape.ts';
import type { BodyRead, Frame, FrameHeader, FrameStatus } from './frame.ts';
import { MIN_FRAME, readHeader } from './header.ts';
import type { Values } from './layout.ts';
import { variantsOf } from './messages.ts';
import type { HeaderEdition } from './messages.ts';
import { readLayout } from './read.ts';

const NO_BYTES = new Uint8Array(0);

const opaque = (data: Uint8Array, status: FrameStatus, stopOffset?: number): BodyRead => ({
  body: { kind: 'raw', data },
  status,
  stopOffset,
  rest: NO_BYTES,
});

const read = (variant: string, values: Values, rest: Uint8Array, stopOffset: number | undefined): BodyRead => ({
  body: { kind: 'fields', variant, values },
  status: rest.length > 0 ? 'trailing' : 'ok',
  stopOffset,
  rest,
});

/**
 * Reads the body of a whole message. Of several layouts the first that fits to the last byte is taken, else the first
 * that leaves bytes over (`trailing`), else the bytes (`structure`). Never throws.
 */
export const decodeBody = (messageId: number, edition: HeaderEdition, body: Uint8Array): BodyRead => {
  const variants = variantsOf(messageId, edition);
  if (variants.length === 0) return opaque(body, 'unknown_message');
  let partly: BodyRead | undefined;
  let stoppedAt: number | undefined;
  for (const { name, layout, fits } of variants) {
    if (fits !== undefined && !fits(body)) continue;
    const cursor = new Cursor(body);
    const values = readLayout(cursor, layout);
    if (cursor.failed) stoppedAt ??= cursor.at;
    else if (cursor.left === 0) return read(name, values, NO_BYTES, undefined);
    else partly ??= read(name, values, body.subarray(cursor.at), cursor.at);
  }
  return partly ?? opaque(body, 'structure', stoppedAt ?? 0);
};

const between = (bytes: Uint8Array): Uint8Array => {
  const from = bytes[0] === DELIMITER ? 1 : 0;
  const to = bytes.length > from && bytes[bytes.length - 1] === DELIMITER ? bytes.length - 1 : bytes.length;
  return bytes.subarray(from, to);
};

const judge = (header: FrameHeader, bodyBytes: Uint8Array, checksumHolds: boolean): BodyRead => {
  if (!checksumHolds) return opaque(bodyBytes, 'checksum');
  if (bodyBytes.length !== header.bodyLength) return opaque(bodyBytes, 'structure', 0);
  if (header.encryption !== 0) return opaque(bodyBytes, 'encrypted');
  if (header.subpackaged && header.packageTotal !== 1) return opaque(bodyBytes, 'fragment');
  return decodeBody(header.messageId, header.edition, bodyBytes);
};

/**
 * Decodes one frame as cut by the framer, with its delimiters (either may be missing). Faults never throw: see
 * {@link FrameStatus}. Only bytes that cannot be a frame at all (under 13 unescaped) throw `jtt808.not_a_frame`.
 * Byte fields are views of a copy, so the input may be reused.
 */
export const decodeFrame = (bytes: Uint8Array): Frame => {
  const escaped = between(bytes);
  const plain = unescape(escaped);
  if (plain.length < MIN_FRAME)
    throw jttError('jtt808.not_a_frame', { offset: 0, reason: `${plain.length} bytes between the delimiters` });
  const last = plain.length - 1;
  const cursor = new Cursor(plain, 0, last);
  const header = readHeader(cursor, plain.length);
  const bodyBytes = plain.subarray(cursor.at, last);
  const checksum = plain[last] ?? 0;
  const checksumCalculated = xor(plain, 0, last);
  return {
    ...judge(header, bodyBytes, checksum === checksumCalculated),
    header,
    checksum,
    checksumCalculated,
    bodyBytes,
    escapedWell: isEscapedWell(escaped),
    wireBytes: bytes.length,
  };
};
