import type { NativeLibrary } from '../native.ts';

/** Bytes of CK_ULONG and of a pointer on the machines that are supported. */
export const WORD = 8;

/** One attribute of an object: a number, a truth or bytes. */
export type Attribute = readonly [type: number, value: number | boolean | Uint8Array];

/** CK_ULONG. */
export const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(WORD);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

/** The CK_ULONG at an index of a row of them. */
export const wordAt = (bytes: Buffer, index = 0): number => Number(bytes.readBigUInt64LE(index * WORD));

const valueOf = (value: Attribute[1]): Uint8Array => {
  if (typeof value === 'number') return word(value);
  return typeof value === 'boolean' ? Uint8Array.of(value ? 1 : 0) : value;
};

const aligned = (length: number): number => Math.ceil(length / WORD) * WORD;

/** Writes structures whose pointers lead into the same buffer, so that one reference keeps all of it. */
const withValues = (
  { addressOf }: Pick<NativeLibrary, 'addressOf'>,
  head: number,
  values: readonly Uint8Array[],
): { readonly bytes: Buffer; readonly addresses: readonly bigint[] } => {
  const bytes = Buffer.alloc(values.reduce((sum, { length }) => sum + aligned(length), head + WORD));
  const base = addressOf(bytes);
  let at = head;
  const addresses = values.map((value) => {
    const address = base + BigInt(at);
    bytes.set(value, at);
    at += aligned(value.length);
    return address;
  });
  return { bytes, addresses };
};

const ATTRIBUTE = 3 * WORD;

/** CK_ATTRIBUTE[]: type, pointer, length; the values lie behind. */
export const template = (library: Pick<NativeLibrary, 'addressOf'>, attributes: readonly Attribute[]): Buffer => {
  const values = attributes.map(([, value]) => valueOf(value));
  const { bytes, addresses } = withValues(library, attributes.length * ATTRIBUTE, values);
  for (const [index, [type]] of attributes.entries()) {
    const at = index * ATTRIBUTE;
    bytes.writeBigUInt64LE(BigInt(type), at);
    bytes.writeBigUInt64LE(addresses[index] ?? 0n, at + WORD);
    bytes.writeBigUInt64LE(BigInt(values[index]?.length ?? 0), at + 2 * WORD);
  }
  return bytes;
};

/** The value that a function wrote into the first attribute of a template made with room for `room` bytes. */
export const firstValue = (bytes: Buffer, room: number): Buffer => {
  const length = wordAt(bytes, 2);
  if (length > room) return Buffer.alloc(0);
  return bytes.subarray(ATTRIBUTE, ATTRIBUTE + length);
};

/** CK_MECHANISM without or with a parameter. */
export const mechanism = (
  library: Pick<NativeLibrary, 'addressOf'>,
  type: number,
  parameter: Uint8Array = new Uint8Array(0),
): Buffer => {
  const { bytes, addresses } = withValues(library, ATTRIBUTE, [parameter]);
  bytes.writeBigUInt64LE(BigInt(type), 0);
  bytes.writeBigUInt64LE(parameter.length === 0 ? 0n : (addresses[0] ?? 0n), WORD);
  bytes.writeBigUInt64LE(BigInt(parameter.length), 2 * WORD);
  return bytes;
};

/** CK_GCM_PARAMS (v2.40 with errata: pIv, ulIvLen, ulIvBits, pAAD, ulAADLen, ulTagBits), what they point to lies behind. */
export const gcmParameters = (
  library: Pick<NativeLibrary, 'addressOf'>,
  iv: Uint8Array,
  bound: Uint8Array,
): { readonly parameter: Buffer; readonly keeps: Buffer } => {
  const size = 6 * WORD;
  const { bytes, addresses } = withValues(library, size, [iv, bound]);
  const words = [addresses[0] ?? 0n, BigInt(iv.length), BigInt(iv.length * 8)];
  words.push(addresses[1] ?? 0n, BigInt(bound.length), 128n);
  for (const [index, value] of words.entries()) bytes.writeBigUInt64LE(value, index * WORD);
  return { parameter: bytes.subarray(0, size), keeps: bytes };
};

/** CK_ECDH1_DERIVE_PARAMS (kdf, ulSharedDataLen, pSharedData, ulPublicDataLen, pPublicData) without shared data. */
export const ecdhParameters = (
  library: Pick<NativeLibrary, 'addressOf'>,
  kdf: number,
  point: Uint8Array,
): { readonly parameter: Buffer; readonly keeps: Buffer } => {
  const size = 5 * WORD;
  const { bytes, addresses } = withValues(library, size, [point]);
  for (const [index, value] of [BigInt(kdf), 0n, 0n, BigInt(point.length), addresses[0] ?? 0n].entries())
    bytes.writeBigUInt64LE(value, index * WORD);
  return { parameter: bytes.subarray(0, size), keeps: bytes };
};
