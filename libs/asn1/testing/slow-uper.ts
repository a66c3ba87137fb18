import type { IntegerType, Member, SequenceType, Size, Type } from '../src/types.ts';
import type { Value } from '../src/value.ts';

/**
 * Unaligned PER written a second time, as text of 0 and 1 and without regard to speed or wrong input: the judge of the
 * fast one in property tests. Lengths below 16K only.
 */
export const slowUper = (type: Type, value: Value): string => {
  switch (type.kind) {
    case 'boolean':
      return value === true ? '1' : '0';
    case 'null':
      return '';
    case 'integer':
      return slowInteger(type, BigInt(value as number));
    case 'enumerated':
      return slowEnumerated(type.names, type.additions, type.extensible, value);
    case 'bits':
      return sized(type.size, [...(value as { bits: string }).bits]);
    case 'octets':
      return sized(type.size, hexUnits((value as { octets: string }).octets));
    case 'text':
      return type.alphabet === 'ia5'
        ? sized(
            type.size,
            [...(value as string)].map((one) => number(BigInt(one.charCodeAt(0)), 7)),
          )
        : sized(ANY, hexUnits(Buffer.from(value as string, 'utf8').toString('hex')));
    case 'list':
      return sized(
        type.size,
        (value as Value[]).map((one) => slowUper(type.of, one)),
      );
    case 'sequence':
      return slowSequence(type, value as Record<string, Value>);
    case 'choice':
      return slowChoice(type.members, type.additions, type.extensible, value as Record<string, Value>);
    case 'reference':
      return slowUper(type.to(), value);
  }
};

const ANY: Size = { min: 0, max: undefined, extensible: false };

const number = (value: bigint, width: number): string =>
  width === 0 ? '' : value.toString(2).padStart(width, '0').slice(-width);
/** Bits that tell `count` things apart, by counting. */
const widthFor = (count: bigint): number => {
  let width = 0;
  while (2n ** BigInt(width) < count) width += 1;
  return width;
};
const hexUnits = (hex: string): string[] => (hex.match(/../g) ?? []).map((pair) => number(BigInt(`0x${pair}`), 8));

const length = (count: number): string => (count < 128 ? number(BigInt(count), 8) : `10${number(BigInt(count), 14)}`);

const sized = (size: Size, units: readonly string[]): string => {
  const count = units.length;
  const fits = count >= size.min && (size.max === undefined || count <= size.max);
  const mark = size.extensible ? (fits ? '0' : '1') : '';
  if (!fits || size.max === undefined || size.max >= 65_536) return mark + length(count) + units.join('');
  const width = widthFor(BigInt(size.max - size.min + 1));
  return mark + number(BigInt(count - size.min), width) + units.join('');
};

const octetRow = (value: bigint, bytes: number): string => number(BigInt.asUintN(8 * bytes, value), 8 * bytes);

const semi = (value: bigint): string => {
  let bytes = 1;
  while (256n ** BigInt(bytes) <= value) bytes += 1;
  return length(bytes) + octetRow(value, bytes);
};

const twos = (value: bigint): string => {
  let bytes = 1;
  while (BigInt.asIntN(8 * bytes, value) !== value) bytes += 1;
  return length(bytes) + octetRow(value, bytes);
};

const slowInteger = ({ min, max, extensible }: IntegerType, value: bigint): string => {
  const fits = (min === undefined || value >= BigInt(min)) && (max === undefined || value <= BigInt(max));
  const mark = extensible ? (fits ? '0' : '1') : '';
  if (!fits || min === undefined) return mark + twos(value);
  if (max === undefined) return mark + semi(value - BigInt(min));
  return mark + number(value - BigInt(min), widthFor(BigInt(max) - BigInt(min) + 1n));
};

const small = (value: number): string => (value < 64 ? `0${number(BigInt(value), 6)}` : `1${semi(BigInt(value))}`);

const slowEnumerated = (
  names: readonly string[],
  additions: readonly string[],
  extensible: boolean,
  value: Value,
): string => {
  const root = names.indexOf(value as string);
  if (root >= 0) return (extensible ? '0' : '') + number(BigInt(root), widthFor(BigInt(names.length)));
  const index = typeof value === 'string' ? additions.indexOf(value) : (value as { $addition: number }).$addition;
  return `1${small(index)}`;
};

const padded = (bits: string): string => (bits === '' ? '00000000' : bits.padEnd(Math.ceil(bits.length / 8) * 8, '0'));
const open = (bits: string): string => length(padded(bits).length / 8) + padded(bits);
const openHex = (hex: string): string => length(hex.length / 2) + hexUnits(hex).join('');

const slowChoice = (
  members: readonly Member[],
  additions: readonly Member[],
  extensible: boolean,
  value: Record<string, Value>,
): string => {
  const [name = '', inner = null] = Object.entries(value)[0] ?? [];
  const root = members.findIndex((member) => member.name === name);
  const chosen = members[root];
  if (chosen !== undefined)
    return (
      (extensible ? '0' : '') + number(BigInt(root), widthFor(BigInt(members.length))) + slowUper(chosen.type, inner)
    );
  const index = additions.findIndex((member) => member.name === name);
  const added = additions[index];
  if (added !== undefined) return `1${small(index)}${open(slowUper(added.type, inner))}`;
  const unknown = inner as { index: number; octets: string };
  return `1${small(unknown.index)}${openHex(unknown.octets)}`;
};

const slowSequence = (type: SequenceType, value: Record<string, Value>): string => {
  const unknown = (value['$additions'] ?? []) as readonly (string | null)[];
  const known = type.additions.map((member) => {
    const one = value[member.name];
    return one === undefined ? undefined : open(slowUper(member.type, one));
  });
  const additions = [...known, ...unknown.map((hex) => (hex === null ? undefined : openHex(hex)))];
  const extended = unknown.length > 0 || known.some((one) => one !== undefined);
  const presence = type.members
    .filter((member) => member.optional)
    .map((member) => (value[member.name] === undefined ? '0' : '1'));
  const root = type.members.map((member) => {
    const one = value[member.name];
    return one === undefined ? '' : slowUper(member.type, one);
  });
  const tail = `0${number(BigInt(additions.length - 1), 6)}${additions.map((one) => (one === undefined ? '0' : '1')).join('')}${additions.join('')}`;
  return [type.extensible ? (extended ? '1' : '0') : '', ...presence, ...root, extended ? tail : ''].join('');
};
