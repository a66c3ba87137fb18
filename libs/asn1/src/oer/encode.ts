import { asn1Error, placed } from '../errors.ts';
import type { ChoiceType, EnumeratedType, ListType, SequenceType, Type } from '../types.ts';
import type { Value, ValueOf } from '../value.ts';
import { sameValue, standardOf } from './defaulted.ts';
import { octetsOf, writeBits, writeEnumeratedNumber, writeInteger, writeOctets, writeText } from './leaf-writer.ts';
import { OER_LIMITS } from './limits.ts';
import type { OerLimits } from './limits.ts';
import { writeTag } from './tags.ts';
import { OerWriter, unsignedWidth } from './writer.ts';

interface Session {
  readonly writer: OerWriter;
  readonly limits: OerLimits;
  readonly path: (string | number)[];
  depth: number;
}

type Shape = { readonly [field: string]: Value };

const RESERVED: ReadonlySet<string> = new Set(['$additions', '$bitmap']);

/**
 * Encodes a value in canonical OER (X.696 8.1.3): shortest lengths, fields away that equal their DEFAULT, additions
 * only when one is present. Throws `asn1.value` with the path of what does not fit, or `asn1.limit`.
 */
export const encodeOer = <T extends Type>(type: T, value: ValueOf<T>, limits: Partial<OerLimits> = {}): Uint8Array => {
  const allowed = { ...OER_LIMITS, ...limits };
  const session: Session = { writer: new OerWriter(allowed.bytes), limits: allowed, path: [], depth: 0 };
  try {
    writeValue(session, type, value as Value);
    return session.writer.done();
  } catch (error) {
    throw placed(error, session.path);
  }
};

const wrong = (reason: string): Error => asn1Error('asn1.value', { reason });

const shapeOf = (value: Value | undefined, what: string): Shape => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Shape;
  throw wrong(`${what} is an object`);
};

const writeValue = (session: Session, type: Type, value: Value | undefined): void => {
  const { writer } = session;
  switch (type.kind) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong('a BOOLEAN is true or false');
      return writer.byte(value ? 0xff : 0);
    case 'null':
      if (value !== null) throw wrong('a NULL is null');
      return;
    case 'integer':
      return writeInteger(writer, type, value);
    case 'enumerated':
      return writeEnumeratedNumber(writer, numberOf(type, value));
    case 'bits':
      return writeBits(writer, type, value);
    case 'octets':
      return writeOctets(writer, type, value);
    case 'text':
      return writeText(writer, type, value);
    case 'list':
    case 'sequence':
    case 'choice':
    case 'reference':
      return writeNested(session, type, value);
  }
};

const writeNested = (
  session: Session,
  type: Extract<Type, { readonly kind: 'list' | 'sequence' | 'choice' | 'reference' }>,
  value: Value | undefined,
): void => {
  session.depth += 1;
  if (session.depth > session.limits.depth)
    throw asn1Error('asn1.limit', { reason: `nested deeper than ${session.limits.depth}` });
  if (type.kind === 'list') writeList(session, type, value);
  else if (type.kind === 'sequence') writeSequence(session, type, shapeOf(value, 'a SEQUENCE'));
  else if (type.kind === 'choice') writeChoice(session, type, shapeOf(value, 'a CHOICE'));
  else writeValue(session, type.to(), value);
  session.depth -= 1;
};

const writeAt = (session: Session, name: string | number, type: Type, value: Value | undefined): void => {
  session.path.push(name);
  if (value === undefined) throw wrong('the field is missing');
  writeValue(session, type, value);
  session.path.pop();
};

const indexOf = (value: Value | undefined, what: string): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw wrong(`${what} is an index from 0`);
};

const numberOf = (type: EnumeratedType, value: Value | undefined): number => {
  const number =
    typeof value === 'string'
      ? type.numbers.get(value)
      : type.names.length + indexOf(shapeOf(value, 'an unknown name')['$addition'], '$addition');
  if (number === undefined) throw wrong('the ENUMERATED has no such name');
  if (number >= type.names.length && !type.extensible) throw wrong('the ENUMERATED has no additions');
  return number;
};

const writeList = (session: Session, type: ListType, value: Value | undefined): void => {
  if (!Array.isArray(value)) throw wrong('a SEQUENCE OF is an array');
  const items = value as readonly Value[];
  const { min, max, extensible } = type.size;
  if (!extensible && (items.length < min || (max !== undefined && items.length > max)))
    throw wrong(`a list of ${items.length} is not allowed`);
  const width = unsignedWidth(items.length);
  session.writer.length(width);
  session.writer.int(items.length, width);
  for (const [index, item] of items.entries()) writeAt(session, index, type.of, item);
};

const openly = ({ writer }: Session, write: () => void): void => {
  const from = writer.at;
  write();
  writer.wrap(from);
};

const writeChoice = (session: Session, type: ChoiceType, value: Shape): void => {
  const names = Object.keys(value);
  const [name] = names;
  if (name === undefined || names.length > 1) throw wrong('a CHOICE has one alternative');
  if (name === '$unknown') return writeUnknown(session, type, shapeOf(value[name], '$unknown'));
  const number = type.numbers.get(name);
  if (number === undefined) throw wrong(`the CHOICE has no alternative ${name}`);
  writeTag(session.writer, number);
  const root = type.members[number];
  if (root !== undefined) return writeAt(session, name, root.type, value[name]);
  const added = type.additions[number - type.members.length];
  if (added !== undefined) openly(session, () => writeAt(session, name, added.type, value[name]));
};

const writeUnknown = ({ writer }: Session, type: ChoiceType, unknown: Shape): void => {
  const index = indexOf(unknown['index'], '$unknown.index');
  if (!type.extensible || index < type.additions.length) throw wrong('$unknown names an alternative that is known');
  writeTag(writer, type.members.length + index);
  const bytes = octetsOf(unknown['octets'], '$unknown.octets');
  writer.length(bytes.length);
  writer.put(bytes);
};

const writeBitsOf = (writer: OerWriter, presence: readonly boolean[]): void => {
  for (let from = 0; from < presence.length; from += 8) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) if (presence[from + bit] === true) byte |= 0x80 >> bit;
    writer.byte(byte);
  }
};

const writeSequence = (session: Session, type: SequenceType, value: Shape): void => {
  for (const name of Object.keys(value))
    if (!type.names.has(name) && !(type.extensible && RESERVED.has(name))) throw wrong(`the SEQUENCE has no ${name}`);
  const isWritten = (name: string): boolean =>
    value[name] !== undefined && !sameValue(standardOf(type.fields[name]), value[name]);
  const additions = additionsOf(type, value);
  const presence = type.members.filter((member) => member.optional).map((member) => isWritten(member.name));
  writeBitsOf(session.writer, type.extensible ? [additions.length > 0, ...presence] : presence);
  for (const member of type.members)
    if (!member.optional || isWritten(member.name)) writeAt(session, member.name, member.type, value[member.name]);
  if (additions.length > 0) writeAdditions(session, additions);
};

interface Addition {
  readonly name: string;
  readonly type: Type | undefined;
  readonly value: Value | undefined;
}

/** Every addition that gets a bit, known and unknown; none when all are absent. */
const additionsOf = (type: SequenceType, value: Shape): readonly Addition[] => {
  const raw = value['$additions'] ?? [];
  if (!Array.isArray(raw)) throw wrong('$additions is an array');
  const known = type.additions.map(({ name, type: of }): Addition => ({ name, type: of, value: value[name] }));
  const unknown = (raw as readonly Value[]).map((item): Addition => ({
    name: '$additions',
    type: undefined,
    value: item ?? undefined,
  }));
  const all = [...known, ...unknown];
  if (!all.some((one) => one.value !== undefined)) return [];
  const bits = value['$bitmap'] === undefined ? all.length : indexOf(value['$bitmap'], '$bitmap');
  if (all.slice(bits).some((one) => one.value !== undefined)) throw wrong('$bitmap leaves an addition out');
  return all.slice(0, bits);
};

const writeAdditions = (session: Session, additions: readonly Addition[]): void => {
  const { writer } = session;
  const bytes = Math.ceil(additions.length / 8);
  writer.length(bytes + 1);
  writer.byte(bytes * 8 - additions.length);
  writeBitsOf(
    writer,
    additions.map((one) => one.value !== undefined),
  );
  for (const { name, type, value } of additions) {
    if (value === undefined) continue;
    openly(session, () => {
      if (type === undefined) writer.put(octetsOf(value, 'an unknown addition'));
      else writeAt(session, name, type, value);
    });
  }
};
