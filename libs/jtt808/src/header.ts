import type { Cursor } from './cursor.ts';
import { jttError } from './errors.ts';
import type { FrameHeader, HeaderInput } from './frame.ts';
import type { HeaderEdition } from './messages.ts';
import type { Writer } from './writer.ts';

/** Longest body of one frame: ten bits of length (clause 4.4.3). */
export const MAX_BODY = 0x3ff;
/** Shortest frame between the delimiters: header of 12 bytes and the checksum. */
export const MIN_FRAME = 13;

const SUBPACKAGED = 1 << 13;
const VERSION_BIT = 1 << 14;
const RESERVED_BIT = 1 << 15;
const OLD_BYTES = 12;
const NEW_BYTES = 17;
const PACKAGE_BYTES = 4;
const OLD_PHONE = 6;
const NEW_PHONE = 10;

/** Bytes that a frame of one edition has when its attributes are true, checksum included. */
const frameBytes = (attributes: number, edition: HeaderEdition): number =>
  (edition === '2019' ? NEW_BYTES : OLD_BYTES) +
  ((attributes & SUBPACKAGED) === 0 ? 0 : PACKAGE_BYTES) +
  (attributes & MAX_BODY) +
  1;

/** True when a frame of `total` unescaped bytes with these attributes has the length of either edition. */
export const lengthHolds = (attributes: number, total: number): boolean =>
  frameBytes(attributes, '2011/2013') === total || frameBytes(attributes, '2019') === total;

/** Bit 14 decides, unless only the other edition has the announced length (old devices set reserved bits). */
export const editionOf = (attributes: number, total: number): HeaderEdition => {
  const said = (attributes & VERSION_BIT) === 0 ? '2011/2013' : '2019';
  const other = said === '2019' ? '2011/2013' : '2019';
  if (frameBytes(attributes, said) === total || frameBytes(attributes, other) !== total) {
    return said === '2019' && total < NEW_BYTES + 1 ? '2011/2013' : said;
  }
  return other;
};

/** Reads the header of a frame of `total` unescaped bytes. The caller makes sure of {@link MIN_FRAME}. */
export const readHeader = (cursor: Cursor, total: number): FrameHeader => {
  const messageId = cursor.uint(2);
  const attributes = cursor.uint(2);
  const edition = editionOf(attributes, total);
  const protocolVersion = edition === '2019' ? cursor.uint(1) : undefined;
  const phone = cursor.bcd(edition === '2019' ? NEW_PHONE : OLD_PHONE);
  const serial = cursor.uint(2);
  const subpackaged = (attributes & SUBPACKAGED) !== 0;
  const numbered = subpackaged && cursor.left >= PACKAGE_BYTES;
  return {
    messageId,
    attributes,
    bodyLength: attributes & MAX_BODY,
    encryption: (attributes >> 10) & 7,
    subpackaged,
    edition,
    protocolVersion,
    phone,
    serial,
    packageTotal: numbered ? cursor.uint(2) : undefined,
    packageIndex: numbered ? cursor.uint(2) : undefined,
  };
};

const upperBits = (header: HeaderInput): number => {
  const edition = header.edition === '2019' ? VERSION_BIT : 0;
  return header.attributes === undefined ? edition : header.attributes & (VERSION_BIT | RESERVED_BIT);
};

/** Writes a header for a body of `bodyLength` bytes. Throws `jtt808.range`. */
export const writeHeader = (writer: Writer, header: HeaderInput, bodyLength: number): void => {
  const { packageTotal, packageIndex, encryption = 0 } = header;
  if (bodyLength > MAX_BODY)
    throw jttError('jtt808.range', { field: 'body', reason: `a frame carries at most ${MAX_BODY} bytes` });
  if (!Number.isInteger(encryption) || encryption < 0 || encryption > 7)
    throw jttError('jtt808.range', { field: 'encryption', reason: 'three bits' });
  const sub = packageTotal === undefined ? 0 : SUBPACKAGED;
  writer.uint(2, header.messageId, 'messageId');
  writer.uint(2, upperBits(header) | sub | (encryption << 10) | bodyLength, 'attributes');
  if (header.edition === '2019') writer.uint(1, header.protocolVersion ?? 1, 'protocolVersion');
  writer.bcd(header.edition === '2019' ? NEW_PHONE : OLD_PHONE, header.phone, 'phone');
  writer.uint(2, header.serial, 'serial');
  if (packageTotal === undefined) return;
  writer.uint(2, packageTotal, 'packageTotal');
  writer.uint(2, packageIndex ?? 0, 'packageIndex');
};
