import { Cursor } from '../cursor.ts';
import { jttError } from '../errors.ts';
import type { Values } from '../layout.ts';
import { readLayout } from '../read.ts';
import { writeLayout } from '../write.ts';
import { Writer } from '../writer.ts';
import { cipher809 } from './cipher.ts';
import type { CipherConstants } from './cipher.ts';
import { crc809 } from './crc.ts';
import { CLOSE, escape809, OPEN, unescape809 } from './escape.ts';
import { layouts809 } from './messages.ts';
import type { Edition809 } from './messages.ts';

/** What became of a packet; `length` means that the announced length is not the real one. */
export type Status809 = 'ok' | 'length' | 'crc' | 'encrypted' | 'structure' | 'unknown_message';

/** Header of a packet (JT/T 809 clause 4.4). */
export interface Header809 {
  readonly edition: Edition809;
  readonly serial: number;
  readonly messageId: number;
  /** GNSSCENTERID of the lower platform. */
  readonly accessCode: number;
  /** Three numbers, for example `1.0.0`. */
  readonly version: string;
  readonly encrypted: boolean;
  readonly key: number;
  /** Seconds since 1970 UTC; only in 2019. */
  readonly time: bigint | undefined;
}

/** Body of a packet: fields of the layout number `layout`, or the bytes. */
export type Body809 =
  | { readonly kind: 'fields'; readonly layout: number; readonly values: Values }
  | { readonly kind: 'raw'; readonly data: Uint8Array };

/** A decoded packet. */
export interface Packet809 {
  readonly header: Header809;
  /** Length as announced, delimiters included. */
  readonly length: number;
  readonly crc: number;
  readonly crcCalculated: number;
  readonly status: Status809;
  readonly body: Body809;
  readonly wireBytes: number;
}

/** What the encoder needs. A decoded packet is one, unless it is still encrypted and no constants are given. */
export interface PacketInput809 {
  readonly header: Header809;
  readonly body: Body809;
}

const OLD_HEADER = 22;
const NEW_HEADER = 30;
const FRAMING = 2;
const CRC_BYTES = 2;
/** 2010 to 2100: what a UTC time of the 2019 header can be. */
const EARLIEST = 1_262_304_000n;
const LATEST = 4_102_444_800n;

/** The editions are told apart by whether a plausible UTC time follows the 22 bytes that they share. */
const editionOf = (plain: Uint8Array): Edition809 => {
  if (plain.length < NEW_HEADER + CRC_BYTES) return '2011';
  const time = new DataView(plain.buffer, plain.byteOffset).getBigUint64(OLD_HEADER);
  return time >= EARLIEST && time < LATEST ? '2019' : '2011';
};

const readHeader = (cursor: Cursor, edition: Edition809): { readonly header: Header809; readonly length: number } => {
  const length = cursor.uint(4);
  const serial = cursor.uint(4);
  const messageId = cursor.uint(2);
  const accessCode = cursor.uint(4);
  const version = [...cursor.raw(3)].join('.');
  const encrypted = cursor.uint(1) !== 0;
  const key = cursor.uint(4);
  const time = edition === '2019' ? (BigInt(cursor.uint(4)) << 32n) | BigInt(cursor.uint(4)) : undefined;
  return { header: { edition, serial, messageId, accessCode, version, encrypted, key, time }, length };
};

const raw = (status: Status809, data: Uint8Array): Pick<Packet809, 'status' | 'body'> => ({
  status,
  body: { kind: 'raw', data },
});

const readBody = (messageId: number, body: Uint8Array): Pick<Packet809, 'status' | 'body'> => {
  const layouts = layouts809(messageId);
  for (const [layout, parts] of layouts.entries()) {
    const cursor = new Cursor(body);
    const values = readLayout(cursor, parts);
    if (!cursor.failed && cursor.left === 0) return { status: 'ok', body: { kind: 'fields', layout, values } };
  }
  return raw(layouts.length === 0 ? 'unknown_message' : 'structure', body);
};

/**
 * Decodes one packet as cut by the framer. `constants` decrypt an encrypted body; without them it stays as bytes with
 * status `encrypted`. `edition` overrules the guess by the UTC time. Throws `jtt808.not_a_frame` for bytes too short.
 */
export const decodePacket809 = (
  bytes: Uint8Array,
  options: { readonly constants?: CipherConstants; readonly edition?: Edition809 } = {},
): Packet809 => {
  if (bytes[0] !== OPEN || bytes[bytes.length - 1] !== CLOSE)
    throw jttError('jtt808.not_a_frame', { offset: 0, reason: 'no 5B at the start or no 5D at the end' });
  const plain = unescape809(bytes.subarray(1, -1));
  const edition = options.edition ?? (plain.length < OLD_HEADER + CRC_BYTES ? '2011' : editionOf(plain));
  const headerBytes = edition === '2019' ? NEW_HEADER : OLD_HEADER;
  if (plain.length < headerBytes + CRC_BYTES)
    throw jttError('jtt808.not_a_frame', { offset: 0, reason: `${plain.length} bytes between the delimiters` });
  const end = plain.length - CRC_BYTES;
  const cursor = new Cursor(plain, 0, end);
  const { header, length } = readHeader(cursor, edition);
  const sent = plain.subarray(cursor.at, end);
  const crc = ((plain[end] ?? 0) << 8) | (plain[end + 1] ?? 0);
  const crcCalculated = crc809(plain.subarray(0, end));
  const judged = (): Pick<Packet809, 'status' | 'body'> => {
    if (crc !== crcCalculated) return raw('crc', sent);
    if (length !== plain.length + FRAMING) return raw('length', sent);
    if (!header.encrypted) return readBody(header.messageId, sent);
    if (options.constants === undefined) return raw('encrypted', sent);
    return readBody(header.messageId, cipher809(sent, header.key, options.constants));
  };
  return { ...judged(), header, length, crc, crcCalculated, wireBytes: bytes.length };
};

const bodyBytes = ({ header, body }: PacketInput809): Uint8Array => {
  if (body.kind === 'raw') return body.data;
  const layout = layouts809(header.messageId)[body.layout];
  if (layout === undefined)
    throw jttError('jtt808.no_layout', {
      field: 'layout',
      reason: `${body.layout} of ${header.messageId.toString(16)}`,
    });
  const writer = new Writer();
  writeLayout(writer, layout, body.values);
  return writer.done();
};

const versionBytes = (version: string): Uint8Array => {
  const numbers = version.split('.').map(Number);
  if (numbers.length !== 3 || numbers.some((one) => !Number.isInteger(one) || one < 0 || one > 255))
    throw jttError('jtt808.range', { field: 'version', reason: 'needs three numbers like 1.0.0' });
  return Uint8Array.from(numbers);
};

/**
 * Encodes a packet with delimiters, escapes and CRC. With `constants` the body of an `encrypted` header is encrypted;
 * without them it is taken as it is (encrypted already). Throws `jtt808.range` or `jtt808.no_layout`.
 */
export const encodePacket809 = (input: PacketInput809, constants?: CipherConstants): Uint8Array => {
  const { header } = input;
  const plainBody = bodyBytes(input);
  const body = header.encrypted && constants !== undefined ? cipher809(plainBody, header.key, constants) : plainBody;
  const headerBytes = header.edition === '2019' ? NEW_HEADER : OLD_HEADER;
  const writer = new Writer();
  writer.uint(4, headerBytes + body.length + CRC_BYTES + FRAMING, 'length');
  writer.uint(4, header.serial, 'serial');
  writer.uint(2, header.messageId, 'messageId');
  writer.uint(4, header.accessCode, 'accessCode');
  writer.raw(versionBytes(header.version));
  writer.uint(1, header.encrypted ? 1 : 0, 'encrypted');
  writer.uint(4, header.key, 'key');
  if (header.edition === '2019') {
    const time = header.time ?? 0n;
    writer.uint(4, Number(time >> 32n), 'time');
    writer.uint(4, Number(time & 0xffff_ffffn), 'time');
  }
  writer.raw(body);
  const checked = writer.done();
  writer.uint(2, crc809(checked), 'crc');
  return Uint8Array.from([OPEN, ...escape809(writer.done()), CLOSE]);
};
