import { asn1Error } from './errors.ts';
import type {
  BitsType,
  BooleanType,
  ChoiceType,
  EnumeratedType,
  Fields,
  IntegerType,
  ListType,
  Member,
  NullType,
  OctetsType,
  Options,
  Optional,
  ReferenceType,
  SequenceType,
  Size,
  TextType,
  Type,
} from './types.ts';

const whole = (value: number, what: string): number => {
  if (Number.isSafeInteger(value)) return value;
  throw asn1Error('asn1.schema', { reason: `${what} ${value} is no safe integer` });
};

const sizeOf = (min: number, max: number | undefined, extensible: boolean): Size => {
  if (whole(min, 'size') < 0 || (max !== undefined && whole(max, 'size') < min))
    throw asn1Error('asn1.schema', { reason: `a size of ${min} to ${max} does not exist` });
  return { min, max, extensible };
};

/** INTEGER (min..max); leave `max` away for (min..MAX), both for INTEGER. Bounds and values are safe integers. */
export const integer = (min?: number, max?: number): IntegerType => {
  if (min !== undefined && max !== undefined && whole(max, 'bound') < whole(min, 'bound'))
    throw asn1Error('asn1.schema', { reason: `a range of ${min} to ${max} does not exist` });
  if (min === undefined && max !== undefined)
    throw asn1Error('asn1.schema', { reason: 'a range with an upper bound only is not supported' });
  if (min !== undefined && max !== undefined) whole(max - min, 'range');
  return { kind: 'integer', min, max, extensible: false };
};

/** INTEGER (min..max, ...): values outside the range may appear behind the extension bit. */
export const extensibleInteger = (min: number, max: number): IntegerType => ({
  ...integer(min, max),
  extensible: true,
});

/** BOOLEAN. */
export const boolean: BooleanType = { kind: 'boolean' };

/** NULL. */
export const nothing: NullType = { kind: 'null' };

const indexed = <Name extends string>(
  names: readonly Name[],
  additions: readonly Name[],
  extensible: boolean,
): EnumeratedType<Name> => {
  const numbers = new Map([...names, ...additions].map((name, index) => [name as string, index]));
  if (names.length === 0 || numbers.size !== names.length + additions.length)
    throw asn1Error('asn1.schema', { reason: 'an enumeration needs names, each once' });
  return { kind: 'enumerated', names, additions, numbers, extensible };
};

/** ENUMERATED without extension marker; the names in the order of their numbers. */
export const enumerated = <const Name extends string>(names: readonly Name[]): EnumeratedType<Name> =>
  indexed(names, [], false);

/** ENUMERATED with extension marker; `additions` are the names behind it. */
export const openEnumerated = <const Name extends string>(
  names: readonly Name[],
  additions: readonly Name[] = [],
): EnumeratedType<Name> => indexed(names, additions, true);

/** BIT STRING (SIZE (min..max)). */
export const bits = (min: number, max: number | undefined = min): BitsType => ({
  kind: 'bits',
  size: sizeOf(min, max, false),
});

/** BIT STRING (SIZE (min..max, ...)). */
export const openBits = (min: number, max: number = min): BitsType => ({ kind: 'bits', size: sizeOf(min, max, true) });

/** OCTET STRING (SIZE (min..max)); without arguments of any length. */
export const octets = (min = 0, max: number | undefined = min === 0 ? undefined : min): OctetsType => ({
  kind: 'octets',
  size: sizeOf(min, max, false),
});

/** IA5String (SIZE (min..max)); without arguments of any length. */
export const ia5 = (min = 0, max?: number): TextType => ({
  kind: 'text',
  alphabet: 'ia5',
  size: sizeOf(min, max, false),
});

/** UTF8String; `max` bounds its bytes in the reader but does not change the encoding (X.691 30.5: sizes are not visible). */
export const utf8 = (max?: number): TextType => ({ kind: 'text', alphabet: 'utf8', size: sizeOf(0, max, false) });

/** SEQUENCE (SIZE (min..max)) OF. */
export const listOf = <T extends Type>(of: T, min = 0, max?: number): ListType<T> => ({
  kind: 'list',
  of,
  size: sizeOf(min, max, false),
});

/** Marks a field of a SEQUENCE as OPTIONAL. */
export const optional = <T extends Type>(of: T): Optional<T> => ({ kind: 'optional', of });

const membersOf = (fields: Fields): readonly Member[] =>
  Object.entries(fields).map(([name, field]) =>
    field.kind === 'optional' ? { name, type: field.of, optional: true } : { name, type: field, optional: false },
  );

const sequenceOf = <F extends Fields, A extends Fields>(
  fields: F,
  added: A,
  extensible: boolean,
): SequenceType<F, A> => {
  const members = membersOf(fields);
  const additions = membersOf(added);
  const names = new Set([...members, ...additions].map((member) => member.name));
  if (names.size !== members.length + additions.length)
    throw asn1Error('asn1.schema', { reason: 'an addition has the name of another field' });
  return {
    kind: 'sequence',
    fields,
    added,
    members,
    additions,
    names,
    optionals: members.filter((member) => member.optional).length,
    extensible,
  };
};

/** SEQUENCE without extension marker; the order of the keys is the order of the fields. */
export const sequence = <const F extends Fields>(fields: F): SequenceType<F, Record<never, never>> =>
  sequenceOf(fields, {}, false);

/** SEQUENCE with extension marker; `added` are the known additions behind it, always absent in older messages. */
export const openSequence = <const F extends Fields, const A extends Fields = Record<never, never>>(
  fields: F,
  added?: A,
): SequenceType<F, A> => sequenceOf(fields, added ?? ({} as A), true);

const choiceOf = <O extends Options>(options: O, roots: number, extensible: boolean): ChoiceType<O> => {
  const names = Object.keys(options);
  if (names.length === 0) throw asn1Error('asn1.schema', { reason: 'a choice needs alternatives' });
  const entries = Object.entries(options).map(([name, type]): Member => ({ name, type, optional: false }));
  return {
    kind: 'choice',
    options,
    members: entries.slice(0, roots),
    additions: entries.slice(roots),
    numbers: new Map(names.map((name, index) => [name, index])),
    extensible,
  };
};

/** CHOICE without extension marker (AUTOMATIC TAGS: the order of the keys is the order of the tags). */
export const choice = <const O extends Options>(options: O): ChoiceType<O> =>
  choiceOf(options, Object.keys(options).length, false);

/** CHOICE with extension marker; the alternatives of `added` stand behind it. */
export const openChoice = <const O extends Options, const A extends Options = Record<never, never>>(
  options: O,
  added?: A,
): ChoiceType<O & A> => choiceOf({ ...options, ...(added ?? ({} as A)) } as O & A, Object.keys(options).length, true);

/** A type that is looked up when it is needed, for types that contain themselves. */
export const reference = (to: () => Type): ReferenceType => ({ kind: 'reference', to });
