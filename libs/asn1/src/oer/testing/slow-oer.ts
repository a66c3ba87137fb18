import type { ChoiceType, IntegerType, Member, SequenceType, Size, Type } from '../../types.ts';
import type { Value } from '../../value.ts';

/**
 * Canonical OER written a second time, as hex text and without regard to speed or wrong input: the judge of the fast
 * one in property tests.
 */
export const slowOer = (type: Type, value: Value): string => {
  switch (type.kind) {
    case 'boolean':
      return value === true ? 'ff' : '00';
    case 'null':
      return '';
    case 'integer':
      return slowInteger(type, BigInt(value as number));
    case 'enumerated': {
      const number =
        typeof value === 'string'
          ? [...type.names, ...type.additions].indexOf(value)
          : type.names.length + (value as { $addition: number }).$addition;
      return number < 128 ? hex(BigInt(number), 1) : `8${twos(BigInt(number)).slice(1)}`;
    }
    case 'bits':
      return slowBits(type.size, (value as { bits: string }).bits);
    case 'octets':
      return sized(type.size, (value as { octets: string }).octets);
    case 'text':
      return type.alphabet === 'ia5' ? sized(type.size, textHex(value)) : measured(textHex(value));
    case 'list':
      return (
        unsigned(BigInt((value as Value[]).length)) + (value as Value[]).map((one) => slowOer(type.of, one)).join('')
      );
    case 'sequence':
      return slowSequence(type, value as Record<string, Value>);
    case 'choice':
      return slowChoice(type, value as Record<string, Value>);
    case 'reference':
      return slowOer(type.to(), value);
  }
};

const hex = (value: bigint, bytes: number): string =>
  BigInt.asUintN(8 * bytes, value)
    .toString(16)
    .padStart(2 * bytes, '0');
const textHex = (value: Value): string => Buffer.from(value as string, 'utf8').toString('hex');
const bytesFor = (fits: (bytes: number) => boolean): number => {
  let bytes = 1;
  while (!fits(bytes)) bytes += 1;
  return bytes;
};
const length = (count: number): string => {
  if (count < 128) return hex(BigInt(count), 1);
  const digits = hex(
    BigInt(count),
    bytesFor((bytes) => 256 ** bytes > count),
  );
  return hex(BigInt(128 + digits.length / 2), 1) + digits;
};
const measured = (content: string): string => length(content.length / 2) + content;
const unsigned = (value: bigint): string =>
  measured(
    hex(
      value,
      bytesFor((bytes) => 256n ** BigInt(bytes) > value),
    ),
  );
const twos = (value: bigint): string =>
  measured(
    hex(
      value,
      bytesFor((bytes) => BigInt.asIntN(8 * bytes, value) === value),
    ),
  );
const isFixed = (size: Size): boolean => !size.extensible && size.min === size.max;
const sized = (size: Size, content: string): string => (isFixed(size) ? content : measured(content));

const slowInteger = ({ min, max, extensible }: IntegerType, value: bigint): string => {
  if (extensible || min === undefined) return twos(value);
  if (max === undefined) return min < 0 ? twos(value) : unsigned(value);
  for (const bytes of [1, 2, 4, 8]) {
    const [low, high] =
      min >= 0 ? [0n, 256n ** BigInt(bytes)] : [-(256n ** BigInt(bytes)) / 2n, 256n ** BigInt(bytes) / 2n];
    if (BigInt(min) >= low && BigInt(max) < high) return hex(value, bytes);
  }
  throw new Error('a range of more than 8 bytes');
};

const bitHex = (bits: string): string =>
  (bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [])
    .map((byte) => hex(BigInt(`0b${byte}`), 1))
    .join('');
const counted = (bits: string): string => measured(hex(BigInt((8 - (bits.length % 8)) % 8), 1) + bitHex(bits));
const slowBits = (size: Size, bits: string): string => (isFixed(size) ? bitHex(bits) : counted(bits));

const tag = (number: number): string => {
  if (number < 63) return hex(BigInt(128 + number), 1);
  return `bf${number < 128 ? '' : hex(BigInt(128 + (number >> 7)), 1)}${hex(BigInt(number & 127), 1)}`;
};

const slowChoice = ({ members, additions }: ChoiceType, value: Record<string, Value>): string => {
  const [name = '', inner = null] = Object.entries(value)[0] ?? [];
  const root = members.findIndex((one) => one.name === name);
  const added = additions.findIndex((one) => one.name === name);
  if (root >= 0) return tag(root) + slowOer(typeAt(members, root), inner);
  if (added >= 0) return tag(members.length + added) + measured(slowOer(typeAt(additions, added), inner));
  const { index, octets } = inner as { index: number; octets: string };
  return tag(members.length + index) + measured(octets);
};

const typeAt = (members: readonly Member[], index: number): Type => {
  const member = members[index];
  if (member === undefined) throw new Error('no such member');
  return member.type;
};

const slowSequence = (type: SequenceType, value: Record<string, Value>): string => {
  const raw = (value['$additions'] ?? []) as (string | null)[];
  const parts = [
    ...type.additions.map(({ name, type: of }) => (value[name] === undefined ? null : slowOer(of, value[name]))),
    ...raw,
  ];
  const extended = parts.some((part) => part !== null);
  const flags =
    (type.extensible ? (extended ? '1' : '0') : '') +
    type.members
      .filter((one) => one.optional)
      .map((one) => (value[one.name] === undefined ? '0' : '1'))
      .join('');
  const root = type.members.map(({ name, type: of }) => (value[name] === undefined ? '' : slowOer(of, value[name])));
  const bitmap = counted(parts.map((part) => (part === null ? '0' : '1')).join(''));
  const behind = extended ? bitmap + parts.map((part) => (part === null ? '' : measured(part))).join('') : '';
  return bitHex(flags) + root.join('') + behind;
};
