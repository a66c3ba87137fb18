import { mutateJson } from './mutate-json.ts';
import type { Random } from './random.ts';
import { bytesOf, textOf } from './target.ts';
import type { Target } from './target.ts';

const EMPTY = new Uint8Array(0);
const MOST = 4096;
const OPEN_BRACE = 0x7b;
const EXTREMES = [0, 1, 0x7f, 0x80, 0xfe, 0xff] as const;
const WIDE_EXTREMES = [
  0, 1, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
] as const;
const NUMBERS = ['0', '-1', '1e308', '4294967296', '9007199254740993', '99999999999999999999'].map((text) =>
  new TextEncoder().encode(text),
);

/** A change of an input. It may change the bytes in place: they are a copy. */
type Mutation = (bytes: Uint8Array, random: Random, target: Target) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const randomBytes = (random: Random, length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = random.below(256);
  return bytes;
};

const flipBit = (bytes: Uint8Array, random: Random): Uint8Array => {
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
};

const extremeByte: Mutation = (bytes, random) => {
  bytes[random.below(bytes.length)] = random.pick(EXTREMES, 0);
  return bytes;
};

/** Writes a length or a count of two or four bytes, in either byte order. */
const extremeNumber: Mutation = (bytes, random) => {
  const size = random.chance(0.5) ? 2 : 4;
  if (bytes.length < size) return bytes;
  const at = random.below(bytes.length - size + 1);
  const value = random.pick(WIDE_EXTREMES, 0);
  const isLittle = random.chance(0.5);
  for (let n = 0; n < size; n += 1) bytes[at + n] = (value >>> (8 * (isLittle ? n : size - 1 - n))) & 0xff;
  return bytes;
};

const truncate: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length));

const remove: Mutation = (bytes, random) => {
  const from = random.below(bytes.length);
  return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + random.below(16)));
};

const repeat: Mutation = (bytes, random) => {
  const from = random.below(bytes.length);
  const piece = bytes.subarray(from, from + 1 + random.below(48));
  const times = 1 + random.below(8);
  return joined(bytes.subarray(0, from), ...Array.from({ length: times }, () => piece), bytes.subarray(from));
};

const insert: Mutation = (bytes, random, { words = [] }) => {
  const at = random.below(bytes.length + 1);
  const piece = random.chance(0.6) ? random.pick(words, EMPTY) : randomBytes(random, 1 + random.below(8));
  return joined(bytes.subarray(0, at), piece, bytes.subarray(at));
};

const splice: Mutation = (bytes, random, { seeds }) => {
  const other = random.pick(seeds, EMPTY);
  return joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));
};

const overwrite: Mutation = (bytes, random, { seeds }) => {
  const other = random.pick(seeds, EMPTY);
  const from = random.below(other.length + 1);
  const at = random.below(bytes.length);
  bytes.set(other.subarray(from, from + Math.min(1 + random.below(32), bytes.length - at)), at);
  return bytes;
};

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Puts an extreme number in the place of one that is written in digits. */
const extremeDigits: Mutation = (bytes, random) => {
  let from = random.below(bytes.length);
  while (from < bytes.length && !isDigit(bytes[from])) from += 1;
  let to = from;
  while (isDigit(bytes[to])) to += 1;
  return from === to
    ? flipBit(bytes, random)
    : joined(bytes.subarray(0, from), random.pick(NUMBERS, EMPTY), bytes.subarray(to));
};

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  extremeByte,
  extremeNumber,
  extremeNumber,
  truncate,
  remove,
  repeat,
  insert,
  insert,
  splice,
  overwrite,
  extremeDigits,
];

const mutated = (target: Target, random: Random): Uint8Array => {
  const seed = random.pick(target.seeds, EMPTY);
  const json = seed[0] === OPEN_BRACE && random.chance(0.5) ? mutateJson(textOf(seed), random) : undefined;
  if (json !== undefined) return bytesOf(json);
  let bytes: Uint8Array = Uint8Array.from(seed);
  for (let left = random.below(5); left >= 0 && bytes.length > 0; left -= 1)
    bytes = random.pick<Mutation>(MUTATIONS, flipBit)(bytes, random, target);
  return bytes;
};

const fromWords = ({ words = [] }: Target, random: Random): Uint8Array =>
  joined(...Array.from({ length: random.below(40) }, () => random.pick(words, EMPTY)));

/**
 * Input number `index` of a target: nine in ten are seeds with up to five changes (of bytes, or of values where the seed
 * is JSON), the others random bytes or words in a row. In two of three lengths and checksums are put right afterwards.
 */
export const makeInput = (target: Target, random: Random): Uint8Array => {
  const draw = random.below(20);
  const raw =
    draw === 0
      ? randomBytes(random, random.below(300))
      : draw === 1
        ? fromWords(target, random)
        : mutated(target, random);
  const bytes = raw.subarray(0, target.most ?? MOST);
  return target.repair !== undefined && random.below(3) > 0 ? target.repair(bytes) : bytes;
};
