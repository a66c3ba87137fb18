import { DomainError } from '@chedun/kernel';
import { asn1Error, placed } from '../errors.ts';
import type { ChoiceType, EnumeratedType, ListType, SequenceType, Type } from '../types.ts';
import type { Value, ValueOf } from '../value.ts';
import { encodeOer } from './encode.ts';
import {
  hexOf,
  readBits,
  readBoolean,
  readEnumeratedNumber,
  readInteger,
  readOctets,
  readText,
} from './leaf-reader.ts';
import { OER_LIMITS } from './limits.ts';
import type { OerLimits } from './limits.ts';
import { OerReader } from './reader.ts';
import { readTag } from './tags.ts';

/** Where a value of a tracked type stands in the input. */
export interface Span {
  readonly type: Type;
  readonly path: string;
  /** First byte. */
  readonly start: number;
  /** One behind the last byte. */
  readonly end: number;
}

/** How to read. */
export interface OerOptions {
  readonly limits?: Partial<OerLimits>;
  /** Refuse what is not the canonical encoding of its value (X.696 8.1.3): it must re-encode to the same bytes. */
  readonly canonical?: boolean;
  /** Types whose places in the input are wanted, for hashes over received bytes. */
  readonly track?: readonly Type[];
}

/** A value and the bytes that it took. */
export interface OerDecoded<V> {
  readonly value: V;
  /** One behind its last byte. */
  readonly end: number;
  /** Places of tracked types, in the order in which they end. */
  readonly spans: readonly Span[];
}

interface Session {
  readonly reader: OerReader;
  readonly limits: OerLimits;
  readonly track: ReadonlySet<Type>;
  readonly path: (string | number)[];
  readonly spans: Span[];
  depth: number;
  items: number;
}

type Fieldset = Record<string, Value>;

const MOST_ADDITIONS = 256;

/**
 * Decodes one value in OER (X.696) that fills the input to its last byte. Throws `asn1.truncated`, `asn1.invalid`
 * (bytes behind the value included) or `asn1.limit` with byte offset and path of the field, and nothing else.
 */
export const decodeOer = <T extends Type>(
  type: T,
  bytes: Uint8Array,
  options: OerOptions = {},
): OerDecoded<ValueOf<T>> => {
  const decoded = decodeOerAt(type, bytes, 0, options);
  if (decoded.end !== bytes.length)
    throw asn1Error('asn1.invalid', {
      offset: decoded.end,
      reason: `${bytes.length - decoded.end} bytes behind the value`,
    });
  return decoded;
};

/** Decodes one value that starts at `offset`; what follows it is not read. Throws as {@link decodeOer}. */
export const decodeOerAt = <T extends Type>(
  type: T,
  bytes: Uint8Array,
  offset: number,
  options: OerOptions = {},
): OerDecoded<ValueOf<T>> => {
  const limits = { ...OER_LIMITS, ...options.limits };
  if (bytes.length > limits.bytes)
    throw asn1Error('asn1.limit', { reason: `${bytes.length} bytes, ${limits.bytes} are allowed` });
  const reader = new OerReader(bytes, offset);
  const session: Session = { reader, limits, track: new Set(options.track), path: [], spans: [], depth: 0, items: 0 };
  const value = inPlace(session, () => readValue(session, type)) as ValueOf<T>;
  if (options.canonical === true) demandCanonical(type, value, reader, offset, limits);
  return { value, end: reader.at, spans: session.spans };
};

const inPlace = <V>(session: Session, read: () => V): V => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError && error.detail.offset === undefined)
      throw placed(new DomainError(error.code, { ...error.detail, offset: session.reader.at }), session.path);
    throw placed(error, session.path);
  }
};

const demandCanonical = <T extends Type>(
  type: T,
  value: ValueOf<T>,
  { bytes, at }: OerReader,
  start: number,
  limits: OerLimits,
): void => {
  const read = bytes.subarray(start, at);
  const again = encodeOer(type, value, limits);
  if (Buffer.compare(again, read) === 0) return;
  const place = again.findIndex((byte, index) => byte !== read[index]);
  throw asn1Error('asn1.invalid', {
    offset: start + (place < 0 ? again.length : place),
    reason: 'the encoding is not canonical',
  });
};

const readValue = (session: Session, type: Type): Value => {
  const start = session.reader.at;
  const value = readAny(session, type);
  if (session.track.size > 0 && session.track.has(type))
    session.spans.push({ type, path: session.path.join('.'), start, end: session.reader.at });
  return value;
};

const readAny = (session: Session, type: Type): Value => {
  const { reader, limits } = session;
  switch (type.kind) {
    case 'boolean':
      return readBoolean(reader);
    case 'null':
      return null;
    case 'integer':
      return readInteger(reader, type, limits.bytes);
    case 'enumerated':
      return readEnumerated(session, type);
    case 'bits':
      return { ...readBits(reader, type, limits.bytes) };
    case 'octets':
      return { ...readOctets(reader, type, limits.bytes) };
    case 'text':
      return readText(reader, type, limits.bytes);
    case 'list':
    case 'sequence':
    case 'choice':
    case 'reference':
      return readNested(session, type);
  }
};

const readNested = (
  session: Session,
  type: Extract<Type, { readonly kind: 'list' | 'sequence' | 'choice' | 'reference' }>,
): Value => {
  session.depth += 1;
  if (session.depth > session.limits.depth)
    throw asn1Error('asn1.limit', { reason: `nested deeper than ${session.limits.depth}` });
  const value = readStructure(session, type);
  session.depth -= 1;
  return value;
};

const readStructure = (session: Session, type: Parameters<typeof readNested>[1]): Value => {
  switch (type.kind) {
    case 'list':
      return readList(session, type);
    case 'sequence':
      return readSequence(session, type);
    case 'choice':
      return readChoice(session, type);
    case 'reference':
      return readValue(session, type.to());
  }
};

const readAt = (session: Session, name: string | number, type: Type): Value => {
  session.path.push(name);
  const value = readValue(session, type);
  session.path.pop();
  return value;
};

const readEnumerated = (session: Session, type: EnumeratedType): Value => {
  const offset = session.reader.at;
  const number = readEnumeratedNumber(session.reader);
  const index = number - type.names.length;
  const name = index < 0 ? type.names[number] : type.additions[index];
  if (name !== undefined) return name;
  if (type.extensible) return { $addition: index };
  throw asn1Error('asn1.invalid', { offset, reason: `the ENUMERATED has no number ${number}` });
};

/** SEQUENCE OF (X.696 17): a count as an INTEGER (0..MAX), then the items. */
const readList = (session: Session, type: ListType): Value => {
  const { reader, limits } = session;
  const offset = reader.at;
  const count = reader.uint(reader.length(limits.bytes));
  session.items += count;
  if (session.items > limits.items)
    throw asn1Error('asn1.limit', { offset, reason: `more than ${limits.items} list items in one message` });
  const { min, max, extensible } = type.size;
  if (!extensible && (count < min || (max !== undefined && count > max)))
    throw asn1Error('asn1.invalid', { offset, reason: `a list of ${count} is not allowed` });
  const values: Value[] = [];
  for (let index = 0; index < count; index += 1) values.push(readAt(session, index, type.of));
  return values;
};

/** CHOICE (X.696 20): tag, value; behind the extension marker the value is an open type. */
const readChoice = (session: Session, type: ChoiceType): Value => {
  const offset = session.reader.at;
  const number = readTag(session.reader);
  const root = type.members[number];
  if (root !== undefined) return { [root.name]: readAt(session, root.name, root.type) };
  const index = number - type.members.length;
  const added = type.additions[index];
  if (added !== undefined) return { [added.name]: readOpen(session, added.name, added.type) };
  if (!type.extensible) throw asn1Error('asn1.invalid', { offset, reason: `the CHOICE has no alternative ${number}` });
  return { $unknown: { index, octets: hexOf(openOctets(session)) } };
};

/** SEQUENCE (X.696 16): preamble of extension bit and presence bits, then the fields, then the additions. */
const readSequence = (session: Session, type: SequenceType): Value => {
  const { reader } = session;
  const width = type.optionals + (type.extensible ? 1 : 0);
  const preamble = readPreamble(reader, width);
  const extended = type.extensible && preamble[0] === true;
  let optionals = type.extensible ? 1 : 0;
  const value: Fieldset = {};
  for (const member of type.members) {
    if (member.optional && preamble[optionals++] !== true) continue;
    value[member.name] = readAt(session, member.name, member.type);
  }
  if (extended) readAdditions(session, type, value);
  return value;
};

const readPreamble = (reader: OerReader, width: number): readonly boolean[] => {
  const bits: boolean[] = [];
  while (bits.length < width) {
    const byte = reader.byte();
    for (let bit = 0x80; bit > 0; bit >>= 1) if (bits.length < width) bits.push((byte & bit) !== 0);
  }
  return bits;
};

const readBitmap = (session: Session): readonly boolean[] => {
  const { reader } = session;
  const offset = reader.at;
  const bytes = reader.length(MOST_ADDITIONS / 8 + 1);
  const unused = bytes === 0 ? 8 : reader.byte();
  const count = (bytes - 1) * 8 - unused;
  if (unused > 7 || count < 1)
    throw asn1Error('asn1.invalid', { offset, reason: 'a bitmap of additions without bits' });
  return readPreamble(reader, count);
};

const readAdditions = (session: Session, type: SequenceType, value: Fieldset): void => {
  const presence = readBitmap(session);
  const unknown: (string | null)[] = [];
  for (const [index, present] of presence.entries()) {
    const member = type.additions[index];
    if (member === undefined) unknown.push(present ? hexOf(openOctets(session)) : null);
    else if (present) value[member.name] = readOpen(session, member.name, member.type);
  }
  if (unknown.length > 0) value['$additions'] = unknown;
  else if (presence.length < type.additions.length) value['$bitmap'] = presence.length;
};

const openOctets = ({ reader, limits }: Session): Uint8Array => reader.take(reader.length(limits.bytes));

/** A known type inside an open type (X.696 30): it must fill it. */
const readOpen = (session: Session, name: string, type: Type): Value => {
  const { reader, limits } = session;
  const count = reader.length(limits.bytes);
  const { end } = reader;
  reader.end = reader.at + count;
  const value = readAt(session, name, type);
  if (reader.at !== reader.end)
    throw asn1Error('asn1.invalid', { reason: `${reader.end - reader.at} bytes too many in the extension ${name}` });
  reader.end = end;
  return value;
};
