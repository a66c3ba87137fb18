import { u16, u32 } from '../text.ts';
import { isPlausibleName, readName } from './name.ts';
import { addRdata } from './rdata.ts';
import { typeName } from './types.ts';

const HEADER_BYTES = 12;
const MAX_RECORDS = 4096;
/** Characters of all names of one message together: compression can make a small message unfold without end. */
const MAX_NAMES = 2_000_000;

/** One question. */
interface Question {
  readonly rrname: string;
  readonly rrtype: string;
  readonly rrname_truncated?: true;
}

/** One resource record with the values of its data, see `addRdata`. */
export interface ResourceRecord extends Question {
  readonly ttl: number;
  readonly [value: string]: unknown;
}

/** A message of RFC 1035, section 4. */
export interface DnsMessage {
  readonly id: number;
  readonly flags: number;
  readonly queries: readonly Question[];
  readonly answers: readonly ResourceRecord[];
  readonly authorities: readonly ResourceRecord[];
  readonly additionals: readonly ResourceRecord[];
  /** Section in which reading broke off; the records before it are there. */
  readonly broken: 'answers' | 'authorities' | 'additionals' | undefined;
  /** Bytes behind the last record. */
  readonly trailing: number;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  names: number;
}

const question = (cursor: Cursor): Question | undefined => {
  const name = readName(cursor.bytes, cursor.at);
  if (name === undefined || name.next + 4 > cursor.bytes.length) return undefined;
  cursor.names += name.text.length;
  if (cursor.names > MAX_NAMES) return undefined;
  cursor.at = name.next + 4;
  const rrtype = typeName(u16(cursor.bytes, name.next));
  return name.truncated ? { rrname: name.text, rrtype, rrname_truncated: true } : { rrname: name.text, rrtype };
};

const record = (cursor: Cursor): ResourceRecord | undefined => {
  const { bytes } = cursor;
  const name = readName(bytes, cursor.at);
  if (name === undefined || name.next + 10 > bytes.length) return undefined;
  cursor.names += name.text.length;
  const start = name.next + 10;
  const end = start + u16(bytes, name.next + 8);
  if (end > bytes.length || cursor.names > MAX_NAMES) return undefined;
  const type = u16(bytes, name.next);
  cursor.at = end;
  const ttl = u32(bytes, name.next + 4);
  const fields = name.truncated
    ? { rrname: name.text, rrtype: typeName(type), rrname_truncated: true as const, ttl }
    : { rrname: name.text, rrtype: typeName(type), ttl };
  addRdata(fields, bytes, type, start, end);
  return fields;
};

/** Reads up to `count` items; fewer when one of them does not fit. */
const list = <Item>(cursor: Cursor, count: number, read: (cursor: Cursor) => Item | undefined): Item[] => {
  const items: Item[] = [];
  while (items.length < Math.min(count, MAX_RECORDS)) {
    const item = read(cursor);
    if (item === undefined) break;
    items.push(item);
  }
  return items;
};

/**
 * Reads a DNS message. Undefined when the header or a question does not fit; faults behind the questions keep what was
 * read and are named in `broken`. Never reads past the end; at most 4,096 records a section.
 */
export const readDns = (bytes: Uint8Array): DnsMessage | undefined => {
  if (bytes.length < HEADER_BYTES) return undefined;
  const cursor: Cursor = { bytes, at: HEADER_BYTES, names: 0 };
  const counts = {
    queries: u16(bytes, 4),
    answers: u16(bytes, 6),
    authorities: u16(bytes, 8),
    additionals: u16(bytes, 10),
  };
  const queries = list(cursor, counts.queries, question);
  if (queries.length < counts.queries) return undefined;
  let broken: DnsMessage['broken'];
  const section = (name: 'answers' | 'authorities' | 'additionals'): ResourceRecord[] => {
    if (broken !== undefined) return [];
    const records = list(cursor, counts[name], record);
    if (records.length < counts[name]) broken = name;
    return records;
  };
  const answers = section('answers');
  const authorities = section('authorities');
  const additionals = section('additionals');
  const trailing = broken === undefined ? bytes.length - cursor.at : 0;
  return { id: u16(bytes, 0), flags: u16(bytes, 2), queries, answers, authorities, additionals, broken, trailing };
};

/** Whether bytes may be a DNS message: known operation, at least one question or answer, and a first name whose
 * labels fit as far as the bytes go: the rest of a message may not have arrived. */
export const looksLikeDns = (bytes: Uint8Array): boolean => {
  if (bytes.length < HEADER_BYTES) return false;
  const opcode = (u16(bytes, 2) >> 11) & 15;
  const questions = u16(bytes, 4);
  if (opcode > 6 || questions + u16(bytes, 6) === 0) return false;
  if (questions === 0) return true;
  if (u16(bytes, 6) > 2048 || questions > 4096) return false;
  return isPlausibleName(bytes, HEADER_BYTES);
};
