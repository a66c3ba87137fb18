import { asn1Error, placed } from '../errors.ts';
import type { ChoiceType, EnumeratedType, ListType, Member, SequenceType, Type } from '../types.ts';
import type { Value, ValueOf } from '../value.ts';
import { BitWriter } from './bit-writer.ts';
import { ANY_SIZE } from './length-reader.ts';
import { writeItems, writeSizedOctets } from './length-writer.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { UperLimits } from './limits.ts';
import { writeInteger, writeSmall, writeSmallLength } from './number-writer.ts';
import { octetsOf, writeBits, writeOctets, writeText } from './string-writer.ts';
import { widthOf } from './width.ts';

interface Session {
  writer: BitWriter;
  readonly limits: UperLimits;
  readonly path: (string | number)[];
  depth: number;
}

type Shape = { readonly [field: string]: Value };

/**
 * Encodes a value in unaligned PER, in canonical form: the root form wherever the value fits it, additions only when
 * one is present, the fewest octets. Throws `asn1.value` with the path of what does not fit, or `asn1.limit`.
 */
export const encodeUper = <T extends Type>(
  type: T,
  value: ValueOf<T>,
  limits: Partial<UperLimits> = {},
): Uint8Array => {
  const allowed = { ...DEFAULT_LIMITS, ...limits };
  const session: Session = { writer: new BitWriter(allowed.bytes), limits: allowed, path: [], depth: 0 };
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
      return writer.flag(value);
    case 'null':
      if (value !== null) throw wrong('a NULL is null');
      return;
    case 'integer':
      if (typeof value !== 'number') throw wrong('an INTEGER is a number');
      return writeInteger(writer, type, value);
    case 'enumerated':
      return writeEnumerated(session, type, value);
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

const writeEnumerated = (session: Session, type: EnumeratedType, value: Value | undefined): void => {
  const { writer } = session;
  const roots = type.names.length;
  const number =
    typeof value === 'string'
      ? type.numbers.get(value)
      : roots + indexOf(shapeOf(value, 'an unknown name')['$addition'], '$addition');
  if (number === undefined) throw wrong('the ENUMERATED has no such name');
  if (number >= roots && !type.extensible) throw wrong('the ENUMERATED has no extensions');
  if (type.extensible) writer.flag(number >= roots);
  if (number >= roots) writeSmall(writer, number - roots);
  else writer.uint(number, widthOf(roots - 1));
};

const writeList = (session: Session, type: ListType, value: Value | undefined): void => {
  if (!Array.isArray(value)) throw wrong('a SEQUENCE OF is an array');
  const items = value as readonly Value[];
  writeItems(session.writer, type.size, items.length, (from, to) => {
    for (let index = from; index < to; index += 1) writeAt(session, index, type.of, items[index]);
  });
};

const writeChoice = (session: Session, type: ChoiceType, value: Shape): void => {
  const { writer } = session;
  const [name = '', ...more] = Object.keys(value);
  if (more.length > 0) throw wrong('a CHOICE has one alternative');
  if (name === '$unknown' && type.extensible) return writeUnknown(session, type, shapeOf(value[name], '$unknown'));
  const number = type.numbers.get(name);
  const roots = type.members.length;
  const member = number === undefined ? undefined : (type.members[number] ?? type.additions[number - roots]);
  if (number === undefined || member === undefined) throw wrong('the CHOICE has no such alternative');
  if (type.extensible) writer.flag(number >= roots);
  if (number >= roots) {
    writeSmall(writer, number - roots);
    return writeOpen(session, member, value[name]);
  }
  writer.uint(number, widthOf(roots - 1));
  return writeAt(session, name, member.type, value[name]);
};

const writeUnknown = (session: Session, type: ChoiceType, unknown: Shape): void => {
  const index = indexOf(unknown['index'], '$unknown.index');
  if (index < type.additions.length) throw wrong('the alternative is known by name');
  session.writer.flag(true);
  writeSmall(session.writer, index);
  writeSizedOctets(session.writer, ANY_SIZE, octetsOf(unknown['octets']));
};

const writeSequence = (session: Session, type: SequenceType, value: Shape): void => {
  for (const name of Object.keys(value))
    if (!type.names.has(name) && !(name === '$additions' && type.extensible)) throw wrong(`there is no field ${name}`);
  const { writer } = session;
  const additions = additionsOf(type, value);
  if (type.extensible) writer.flag(additions.length > 0);
  for (const member of type.members) if (member.optional) writer.flag(value[member.name] !== undefined);
  for (const member of type.members)
    if (!member.optional || value[member.name] !== undefined)
      writeAt(session, member.name, member.type, value[member.name]);
  if (additions.length > 0) writeAdditions(session, additions);
};

/** One extension addition: a known field with its value, or the hex of an unknown one; value null or undefined = absent. */
interface Addition {
  readonly member?: Member;
  readonly value: Value | undefined;
}

const additionsOf = (type: SequenceType, value: Shape): readonly Addition[] => {
  const unknown = value['$additions'] ?? [];
  if (!Array.isArray(unknown)) throw wrong('$additions is an array');
  const known = type.additions.map((member): Addition => ({ member, value: value[member.name] }));
  const all = [...known, ...(unknown as readonly Value[]).map((hex): Addition => ({ value: hex ?? undefined }))];
  return unknown.length > 0 || known.some((one) => one.value !== undefined) ? all : [];
};

const writeAdditions = (session: Session, additions: readonly Addition[]): void => {
  writeSmallLength(session.writer, additions.length, (from, to) => {
    for (let index = from; index < to; index += 1) session.writer.flag(additions[index]?.value !== undefined);
  });
  for (const { member, value } of additions) {
    if (value === undefined) continue;
    if (member !== undefined) writeOpen(session, member, value);
    else writeSizedOctets(session.writer, ANY_SIZE, octetsOf(value));
  }
};

const writeOpen = (session: Session, member: Member, value: Value | undefined): void => {
  const outer = session.writer;
  const inner = new BitWriter(session.limits.bytes);
  session.writer = inner;
  writeAt(session, member.name, member.type, value);
  session.writer = outer;
  writeSizedOctets(outer, ANY_SIZE, inner.done());
};
