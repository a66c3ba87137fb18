import { Reader } from './reader.ts';
import type { ChunkContext, ValueSlot } from './template.ts';

/** A decoded substitution value, in the JSON types that evtx_dump prints. */
export type EvtxValue = string | number | boolean | null | readonly EvtxValue[];

/** Value type of a BinXML fragment, which the renderer handles itself. */
export const BINXML_TYPE = 0x21;

/** The code page of ANSI strings is not stored; western Windows is what evtx_dump assumes too. */
const ANSI = new TextDecoder('windows-1252');

const ARRAY_FLAG = 0x80;
/** Types that may be empty; any other value without bytes is null. */
const VARIABLE = new Set([0x01, 0x02, 0x0e]);
/** Milliseconds from 1601 to 1970. */
const FILETIME_EPOCH = 11_644_473_600_000;

/** Bytes of one item by value type, for arrays; types not listed here have no fixed size. */
const ITEM_SIZE: Readonly<Record<number, number>> = {
  0x03: 1,
  0x04: 1,
  0x05: 2,
  0x06: 2,
  0x07: 4,
  0x08: 4,
  0x09: 8,
  0x0a: 8,
  0x0b: 4,
  0x0c: 8,
  0x0d: 4,
  0x0f: 16,
  0x11: 8,
  0x12: 16,
  0x14: 4,
  0x15: 8,
};

/**
 * Decodes a substitution value (MS-EVEN6 2.2.12, value types) as evtx_dump prints it: integers as numbers (as decimal
 * text beyond 2^53), GUIDs in upper case without braces, FILETIME and SYSTEMTIME as ISO 8601 with microseconds, SIDs as
 * S-1-…, hexadecimal integers as 0x…, binary as upper-case hex. Throws `logs.bad_evtx`.
 */
export const decodeValue = (chunk: ChunkContext, slot: ValueSlot): EvtxValue => {
  if (slot.size === 0 && !VARIABLE.has(slot.type) && (slot.type & ARRAY_FLAG) === 0) return null;
  const reader = new Reader(chunk.bytes, chunk.base, slot.start, slot.start + slot.size);
  if ((slot.type & ARRAY_FLAG) === 0) return decodeScalar(reader, slot.type, slot.size);
  const type = slot.type & ~ARRAY_FLAG;
  if (type === 0x01) return splitStrings(reader.text(slot.size >> 1));
  const size = ITEM_SIZE[type];
  if (size === undefined) return hex(reader, slot.size);
  const items: EvtxValue[] = [];
  while (reader.end - reader.pos >= size) items.push(decodeScalar(reader, type, size));
  return items;
};

const splitStrings = (text: string): readonly string[] => {
  const parts = text.split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
};

const decodeScalar = (reader: Reader, type: number, size: number): EvtxValue => {
  switch (type) {
    case 0x00:
      reader.take(size);
      return null;
    case 0x01:
      return stripNul(reader.text(size >> 1));
    case 0x02: {
      const start = reader.take(size);
      return stripNul(ANSI.decode(reader.bytes.subarray(start, start + size)));
    }
    case 0x0d:
      return reader.u32() !== 0;
    case 0x0f:
      return guid(reader);
    case 0x10:
      return size === 4 ? `0x${reader.u32().toString(16)}` : `0x${reader.u64().toString(16)}`;
    case 0x11:
      return fileTimeText(reader.u64());
    case 0x12:
      return systemTimeText(reader);
    case 0x13:
      return sid(reader);
    case 0x14:
      return `0x${reader.u32().toString(16)}`;
    case 0x15:
      return `0x${reader.u64().toString(16)}`;
    default:
      return decodeNumber(reader, type, size);
  }
};

const decodeNumber = (reader: Reader, type: number, size: number): EvtxValue => {
  const { bytes } = reader;
  switch (type) {
    case 0x03:
      return bytes.readInt8(reader.take(1));
    case 0x04:
      return reader.u8();
    case 0x05:
      return bytes.readInt16LE(reader.take(2));
    case 0x06:
      return reader.u16();
    case 0x07:
      return bytes.readInt32LE(reader.take(4));
    case 0x08:
      return reader.u32();
    case 0x09:
      return exact(bytes.readBigInt64LE(reader.take(8)));
    case 0x0a:
      return exact(reader.u64());
    case 0x0b:
      return finite(bytes.readFloatLE(reader.take(4)));
    case 0x0c:
      return finite(bytes.readDoubleLE(reader.take(8)));
    default:
      return hex(reader, size);
  }
};

const stripNul = (text: string): string => {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return end === text.length ? text : text.slice(0, end);
};

const exact = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)
    ? Number(value)
    : value.toString();

/** JSON has no NaN and no infinity. */
const finite = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

const hex = (reader: Reader, size: number): string => {
  const start = reader.take(size);
  return reader.bytes.toString('hex', start, start + size).toUpperCase();
};

const guid = (reader: Reader): string => {
  const start = reader.take(16);
  const { bytes } = reader;
  const first = bytes.readUInt32LE(start).toString(16).padStart(8, '0');
  const second = bytes
    .readUInt16LE(start + 4)
    .toString(16)
    .padStart(4, '0');
  const third = bytes
    .readUInt16LE(start + 6)
    .toString(16)
    .padStart(4, '0');
  const rest = bytes.toString('hex', start + 8, start + 16);
  return `${first}-${second}-${third}-${rest.slice(0, 4)}-${rest.slice(4)}`.toUpperCase();
};

const sid = (reader: Reader): string => {
  const revision = reader.u8();
  const count = reader.u8();
  const authority = reader.bytes.readUIntBE(reader.take(6), 6);
  let text = `S-${revision}-${authority}`;
  for (let index = 0; index < count; index += 1) text += `-${reader.u32()}`;
  return text;
};

/** Milliseconds since 1970 UTC of a FILETIME (100 ns ticks since 1601). */
export const fileTimeMs = (ticks: bigint): number => Number(ticks / 10_000n) - FILETIME_EPOCH;

const fileTimeText = (ticks: bigint): string => {
  const micros = Number((ticks / 10n) % 1000n);
  const iso = new Date(fileTimeMs(ticks)).toISOString();
  return `${iso.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
};

const two = (value: number): string => String(value).padStart(2, '0');

const systemTimeText = (reader: Reader): string => {
  const year = reader.u16();
  const month = reader.u16();
  reader.u16();
  const day = reader.u16();
  const clock = [reader.u16(), reader.u16(), reader.u16()].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}.${String(reader.u16()).padStart(3, '0')}000Z`;
};
