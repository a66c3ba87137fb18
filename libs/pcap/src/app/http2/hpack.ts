import type { Header } from '../http/head.ts';
import { textAt } from '../text.ts';
import { decodeHuffman, huffmanRoom } from './huffman.ts';

const STATIC_FIELDS: readonly (readonly [string, string])[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  [':status', '200'],
  [':status', '204'],
  [':status', '206'],
  [':status', '304'],
  [':status', '400'],
  [':status', '404'],
  [':status', '500'],
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ['accept-language', ''],
  ['accept-ranges', ''],
  ['accept', ''],
  ['access-control-allow-origin', ''],
  ['age', ''],
  ['allow', ''],
  ['authorization', ''],
  ['cache-control', ''],
  ['content-disposition', ''],
  ['content-encoding', ''],
  ['content-language', ''],
  ['content-length', ''],
  ['content-location', ''],
  ['content-range', ''],
  ['content-type', ''],
  ['cookie', ''],
  ['date', ''],
  ['etag', ''],
  ['expect', ''],
  ['expires', ''],
  ['from', ''],
  ['host', ''],
  ['if-match', ''],
  ['if-modified-since', ''],
  ['if-none-match', ''],
  ['if-range', ''],
  ['if-unmodified-since', ''],
  ['last-modified', ''],
  ['link', ''],
  ['location', ''],
  ['max-forwards', ''],
  ['proxy-authenticate', ''],
  ['proxy-authorization', ''],
  ['range', ''],
  ['referer', ''],
  ['refresh', ''],
  ['retry-after', ''],
  ['server', ''],
  ['set-cookie', ''],
  ['strict-transport-security', ''],
  ['transfer-encoding', ''],
  ['user-agent', ''],
  ['vary', ''],
  ['via', ''],
  ['www-authenticate', ''],
];

/** The static table of RFC 7541, appendix A, from index 1. */
const STATIC: readonly Header[] = STATIC_FIELDS.map(([name, value]) => ({ name, value }));

const MAX_TABLE_BYTES = 65_536;
const MAX_FIELDS = 512;
const MAX_BLOCK_CHARACTERS = 262_144;

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  failed: boolean;
}

/** Integer with a prefix of `bits` bits (RFC 7541, 5.1), at most 2^28. */
const integer = (cursor: Cursor, bits: number): number => {
  const mask = 2 ** bits - 1;
  let value = (cursor.bytes[cursor.at] ?? 0) & mask;
  cursor.at += 1;
  if (value < mask) return value;
  for (let shift = 0; shift <= 21; shift += 7) {
    const byte = cursor.bytes[cursor.at];
    cursor.at += 1;
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) return value;
  }
  cursor.failed = true;
  return 0;
};

/** Where Huffman strings are decoded before they become text: a whole block fits. */
let plain = new Uint8Array(1024);

const codedText = ({ bytes, at }: Cursor, size: number): string | undefined => {
  const room = huffmanRoom(size);
  if (plain.length < room) plain = new Uint8Array(room * 2);
  const length = decodeHuffman(bytes, at, at + size, plain);
  return length < 0 ? undefined : textAt(plain, 0, length);
};

const text = (cursor: Cursor): string => {
  const isCoded = ((cursor.bytes[cursor.at] ?? 0) & 0x80) !== 0;
  const size = integer(cursor, 7);
  if (cursor.failed || size > cursor.bytes.length - cursor.at) {
    cursor.failed = true;
    return '';
  }
  const found = isCoded ? codedText(cursor, size) : textAt(cursor.bytes, cursor.at, cursor.at + size);
  cursor.at += size;
  if (found === undefined) cursor.failed = true;
  return found ?? '';
};

/** Decoder of the header blocks of one direction; it keeps their shared table. */
export class HpackDecoder {
  /** The newest field last. */
  private readonly table: Header[] = [];
  private tableBytes = 0;
  private limit = 4096;

  private entry(index: number): Header | undefined {
    return index <= STATIC.length ? STATIC[index - 1] : this.table[this.table.length - (index - STATIC.length)];
  }

  private evict(): void {
    while (this.tableBytes > this.limit) {
      const oldest = this.table.shift();
      if (oldest === undefined) return;
      this.tableBytes -= oldest.name.length + oldest.value.length + 32;
    }
  }

  private insert(header: Header): void {
    this.table.push(header);
    this.tableBytes += header.name.length + header.value.length + 32;
    this.evict();
  }

  /** A literal field whose name is an index of `bits` bits or a string. */
  private literal(cursor: Cursor, bits: number): Header {
    const index = integer(cursor, bits);
    const name = index === 0 ? text(cursor) : this.entry(index)?.name;
    if (name === undefined) cursor.failed = true;
    return { name: name ?? '', value: text(cursor) };
  }

  private field(cursor: Cursor): Header | undefined {
    const first = cursor.bytes[cursor.at] ?? 0;
    if (first & 0x80) {
      const known = this.entry(integer(cursor, 7));
      if (known === undefined) cursor.failed = true;
      return known;
    }
    if (first & 0x40) {
      const header = this.literal(cursor, 6);
      if (!cursor.failed) this.insert(header);
      return header;
    }
    if (first & 0x20) {
      this.limit = Math.min(integer(cursor, 5), MAX_TABLE_BYTES);
      this.evict();
      return undefined;
    }
    return this.literal(cursor, 4);
  }

  /**
   * Decodes one header block (RFC 7541, section 6). Undefined when it is broken: the table can no longer be trusted then.
   * At most 512 fields and 262,144 characters a block; a table of at most 64 KiB.
   */
  decode(bytes: Uint8Array): Header[] | undefined {
    const cursor: Cursor = { bytes, at: 0, failed: false };
    const headers: Header[] = [];
    let characters = 0;
    while (cursor.at < bytes.length) {
      const header = this.field(cursor);
      if (cursor.failed) return undefined;
      if (header === undefined) continue;
      characters += header.name.length + header.value.length;
      if (headers.length >= MAX_FIELDS || characters > MAX_BLOCK_CHARACTERS) return undefined;
      headers.push(header);
    }
    return headers;
  }
}
