import fc from 'fast-check';
import type { ChoiceType, EnumeratedType, Fields, IntegerType, SequenceType, Size, Type } from '../src/types.ts';
import type { Value, ValueOf } from '../src/value.ts';

const MORE = 3;
const hexArb = (min: number, max: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: min, maxLength: Math.max(min, max) }).map((bytes) => Buffer.from(bytes).toString('hex'));

const integerArb = ({ min, max }: IntegerType): fc.Arbitrary<number> => {
  const low = min ?? Number.MIN_SAFE_INTEGER;
  const high = max ?? Number.MAX_SAFE_INTEGER;
  return fc.oneof(
    { weight: 3, arbitrary: fc.maxSafeInteger().map((n) => Math.min(high, Math.max(low, n))) },
    { weight: 3, arbitrary: fc.nat(300).map((n) => Math.min(high, low + n)) },
    { weight: 1, arbitrary: fc.constantFrom(low, high) },
    ...(high - low < 2 ** 32
      ? [{ weight: 5, arbitrary: fc.integer({ min: 0, max: high - low }).map((n) => low + n) }]
      : []),
  );
};

const lengths = (size: Size): { minLength: number; maxLength: number } => ({
  minLength: size.min,
  maxLength: Math.min(size.max ?? size.min + 40, size.min + 40),
});

const enumeratedArb = (type: EnumeratedType): fc.Arbitrary<Value> => {
  const names = fc.constantFrom(...type.names, ...type.additions);
  if (!type.extensible) return names;
  const strange = fc.nat(200).map((n): Value => ({ $addition: type.additions.length + n }));
  return fc.oneof({ weight: 12, arbitrary: names }, { weight: 1, arbitrary: strange });
};

/** Unknown extension additions: presence and hex. */
export const additionsArb = fc.array(fc.option(hexArb(1, 5)), { minLength: 1, maxLength: MORE });

const fieldsArb = (fields: Fields, allAbsent: boolean): Record<string, fc.Arbitrary<Value | undefined>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, fc.Arbitrary<Value | undefined>] => {
      if (field.kind !== 'optional') {
        const present = anyArb(field);
        return [name, allAbsent ? fc.option(present, { nil: undefined }) : present];
      }
      return [name, fc.option(anyArb(field.of), { nil: undefined })];
    }),
  );

const sequenceArb = (type: SequenceType): fc.Arbitrary<Value> => {
  const root = fieldsArb(type.fields, false);
  const added = fieldsArb(type.added, true);
  const strange = type.extensible
    ? {
        $additions: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: additionsArb }),
      }
    : {};
  return fc
    .record({ ...root, ...added, ...strange } as Record<string, fc.Arbitrary<Value | undefined>>, {
      noNullPrototype: true,
    })
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value);
};

const choiceArb = (type: ChoiceType): fc.Arbitrary<Value> => {
  const known = [...type.members, ...type.additions].map((member) =>
    anyArb(member.type).map((value): Value => ({ [member.name]: value })),
  );
  if (!type.extensible) return fc.oneof(...known);
  const strange = fc
    .record({ index: fc.nat(100), octets: hexArb(1, 6) }, { noNullPrototype: true })
    .map(({ index, octets }): Value => ({ $unknown: { index: index + type.additions.length, octets } }));
  return fc.oneof(...known.map((arbitrary) => ({ weight: 12, arbitrary })), { weight: 1, arbitrary: strange });
};

const anyArb = (type: Type): fc.Arbitrary<Value> => {
  switch (type.kind) {
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return integerArb(type);
    case 'enumerated':
      return enumeratedArb(type);
    case 'bits':
      return fc.string({ unit: fc.constantFrom('0', '1'), ...lengths(type.size) }).map((bits): Value => ({ bits }));
    case 'octets':
      return hexArb(lengths(type.size).minLength, lengths(type.size).maxLength).map((octets): Value => ({ octets }));
    case 'text':
      return type.alphabet === 'ia5'
        ? fc.string({ unit: fc.nat(127).map((code) => String.fromCharCode(code)), ...lengths(type.size) })
        : fc.string({ unit: 'grapheme', maxLength: 9 });
    case 'list':
      return fc.array(anyArb(type.of), {
        minLength: type.size.min,
        maxLength: Math.min(type.size.max ?? type.size.min + MORE, type.size.min + MORE),
      });
    case 'sequence':
      return sequenceArb(type);
    case 'choice':
      return choiceArb(type);
    case 'reference':
      throw new Error('a reference has no arbitrary: write its values by hand');
  }
};

/** Any value of a type, short lists, now and then something unknown behind an extension marker. Not for references. */
export const valueArb = <T extends Type>(type: T): fc.Arbitrary<ValueOf<T>> => anyArb(type) as fc.Arbitrary<ValueOf<T>>;
