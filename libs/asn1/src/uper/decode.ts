import { asn1Error, placed } from '../errors.ts';
import type { ChoiceType, EnumeratedType, ListType, SequenceType, Type } from '../types.ts';
import type { Value, ValueOf } from '../value.ts';
import { BitReader } from './bit-reader.ts';
import { leastBits } from './least-bits.ts';
import { ANY_SIZE, readItems, readSizedOctets } from './length-reader.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { UperLimits } from './limits.ts';
import { readConstrained, readInteger, readSmall, readSmallLength } from './number-reader.ts';
import { hexOf, readBits, readOctets, readText } from './string-reader.ts';

/** Something behind an extension marker that the schema does not know; its bytes are in the value. */
export interface UnknownExtension {
  /** Dotted path of the SEQUENCE, CHOICE or ENUMERATED, empty for the outermost. */
  readonly path: string;
  readonly kind: 'addition' | 'alternative' | 'name';
  /** 0 = first addition behind the marker. */
  readonly index: number;
  /** Bytes of its open type, 0 for a name. */
  readonly bytes: number;
}

/** A decoded message and everything about its bytes that is not in the value. */
export interface Decoded<V> {
  readonly value: V;
  /** Bits of the encoding, padding not counted. */
  readonly bitLength: number;
  /** Value of the padding bits of the last byte; anything but 0 is against X.691 11.1. */
  readonly padding: number;
  /** Bytes behind the encoding. */
  readonly trailingBytes: number;
  readonly unknown: readonly UnknownExtension[];
}

interface Session {
  reader: BitReader;
  readonly limits: UperLimits;
  readonly path: (string | number)[];
  readonly unknown: UnknownExtension[];
  depth: number;
  items: number;
}

type Fieldset = Record<string, Value>;

const MOST_ADDITIONS = 4_096;

/**
 * Decodes one value in unaligned PER. Reads no further than the value: what follows is counted in `trailingBytes`.
 * Throws `asn1.truncated`, `asn1.invalid` or `asn1.limit` with the path of the field, and nothing else.
 */
export const decodeUper = <T extends Type>(
  type: T,
  bytes: Uint8Array,
  limits: Partial<UperLimits> = {},
): Decoded<ValueOf<T>> => {
  const allowed = { ...DEFAULT_LIMITS, ...limits };
  if (bytes.length > allowed.bytes)
    throw asn1Error('asn1.limit', { reason: `${bytes.length} bytes, ${allowed.bytes} are allowed` });
  const session: Session = { reader: new BitReader(bytes), limits: allowed, path: [], unknown: [], depth: 0, items: 0 };
  try {
    const value = readValue(session, type) as ValueOf<T>;
    const { at, left } = session.reader;
    const padded = Math.max(8, Math.ceil(at / 8) * 8);
    const padding = left === 0 ? 0 : session.reader.uint(padded - at);
    return { value, bitLength: at, padding, trailingBytes: bytes.length - padded / 8, unknown: session.unknown };
  } catch (error) {
    throw placed(error, session.path);
  }
};

const readValue = (session: Session, type: Type): Value => {
  const { reader, limits } = session;
  switch (type.kind) {
    case 'boolean':
      return reader.flag();
    case 'null':
      return null;
    case 'integer':
      return readInteger(reader, type);
    case 'enumerated':
      return readEnumerated(session, type);
    case 'bits':
      return readBits(reader, type, limits.bytes) as unknown as Value;
    case 'octets':
      return readOctets(reader, type, limits.bytes) as unknown as Value;
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

const report = (session: Session, kind: UnknownExtension['kind'], index: number, bytes: number): void => {
  session.unknown.push({ path: session.path.join('.'), kind, index, bytes });
};

const readEnumerated = (session: Session, type: EnumeratedType): Value => {
  const { reader } = session;
  if (!(type.extensible && reader.flag())) return type.names[readConstrained(reader, 0, type.names.length - 1)] ?? null;
  const index = readSmall(reader);
  const name = type.additions[index];
  if (name !== undefined) return name;
  report(session, 'name', index, 0);
  return { $addition: index };
};

const readList = (session: Session, type: ListType): Value => {
  const values: Value[] = [];
  const take = (count: number): void => {
    session.items += count;
    if (session.items > session.limits.items)
      throw asn1Error('asn1.limit', { reason: `more than ${session.limits.items} list items in one message` });
    for (let done = 0; done < count; done += 1) values.push(readAt(session, values.length, type.of));
  };
  readItems(session.reader, type.size, { leastBits: leastBits(type.of), most: session.limits.items, take });
  return values;
};

const readChoice = (session: Session, type: ChoiceType): Value => {
  const { reader } = session;
  const extended = type.extensible && reader.flag();
  const index = extended ? readSmall(reader) : readConstrained(reader, 0, type.members.length - 1);
  const member = (extended ? type.additions : type.members)[index];
  if (member === undefined) {
    const bytes = openOctets(session);
    report(session, 'alternative', index, bytes.length);
    return { $unknown: { index, octets: hexOf(bytes) } };
  }
  const value = extended ? readOpen(session, member.name, member.type) : readAt(session, member.name, member.type);
  return { [member.name]: value };
};

const readSequence = (session: Session, type: SequenceType): Value => {
  const { reader } = session;
  const extended = type.extensible && reader.flag();
  const presence: boolean[] = [];
  for (let index = 0; index < type.optionals; index += 1) presence.push(reader.flag());
  const value: Fieldset = {};
  let optionals = 0;
  for (const member of type.members) {
    if (member.optional && presence[optionals++] !== true) continue;
    value[member.name] = readAt(session, member.name, member.type);
  }
  if (extended) readAdditions(session, type, value);
  return value;
};

const readAdditions = (session: Session, type: SequenceType, value: Fieldset): void => {
  const { reader } = session;
  const count = readSmallLength(reader, MOST_ADDITIONS);
  reader.need(count);
  const presence = Array.from({ length: count }, () => reader.flag());
  const unknown: (string | null)[] = [];
  for (const [index, present] of presence.entries()) {
    const member = type.additions[index];
    if (member !== undefined) {
      if (present) value[member.name] = readOpen(session, member.name, member.type);
      continue;
    }
    const bytes = present ? openOctets(session) : undefined;
    unknown.push(bytes === undefined ? null : hexOf(bytes));
    if (bytes !== undefined) report(session, 'addition', index, bytes.length);
  }
  if (unknown.length > 0) value['$additions'] = unknown;
};

const openOctets = (session: Session): Uint8Array => readSizedOctets(session.reader, ANY_SIZE, session.limits.bytes);

/** A known type inside an open type (X.691 11.2): it must fill it up to the padding. */
const readOpen = (session: Session, name: string, type: Type): Value => {
  const outer = session.reader;
  session.reader = new BitReader(openOctets(session));
  const value = readAt(session, name, type);
  const spare = session.reader.end - Math.max(8, Math.ceil(session.reader.at / 8) * 8);
  if (spare !== 0) throw asn1Error('asn1.invalid', { reason: `${spare / 8} bytes too many in the extension ${name}` });
  session.reader = outer;
  return value;
};
