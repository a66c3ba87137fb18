import type { Column } from './column.ts';
import { nativeBlockError } from './errors.ts';
import { growing, reserve, type Growing } from './growing.ts';

type Put = (buffer: Growing, value: number) => void;

const refuse = (type: string, value: unknown): never => {
  throw nativeBlockError('native-block.out-of-range', { field: type, reason: `${String(value)} is not a ${type}` });
};

/** A column of values of fixed width; `put` writes one value at `buffer.length`, which has been reserved. */
export const fixedWidth = <Value>(
  type: string,
  width: number,
  put: (buffer: Growing, value: Value) => void,
): Column<Value> => {
  const buffer = growing();
  return {
    type,
    rows: () => buffer.length / width,
    size: () => buffer.length,
    push: (value) => {
      reserve(buffer, width);
      put(buffer, value);
      buffer.length += width;
    },
    write: (target, at) => at + buffer.bytes.copy(target, at, 0, buffer.length),
    reset: () => {
      buffer.length = 0;
    },
  };
};

const integer = (type: string, width: 1 | 2 | 4, min: number, max: number): Column<number> => {
  const put: Put = (buffer, value) => {
    if (!(Number.isInteger(value) && value >= min && value <= max)) refuse(type, value);
    const { bytes, length } = buffer;
    bytes[length] = value;
    if (width === 1) return;
    bytes[length + 1] = value >> 8;
    if (width === 2) return;
    bytes[length + 2] = value >> 16;
    bytes[length + 3] = value >> 24;
  };
  return fixedWidth(type, width, put);
};

const putWord = (bytes: Buffer, at: number, word: number): void => {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
};

const WORD = 2 ** 32;

// Numbers take the fast path without a BigInt; both forms give two's complement, little endian.
const putLong = (buffer: Growing, value: number | bigint): void => {
  const { bytes, length } = buffer;
  if (typeof value === 'bigint') {
    bytes.writeBigUInt64LE(BigInt.asUintN(64, value), length);
    return;
  }
  putWord(bytes, length, value >>> 0);
  putWord(bytes, length + 4, Math.floor(value / WORD) >>> 0);
};

const long = (type: string, min: bigint, max: bigint): Column<number | bigint> =>
  fixedWidth(type, 8, (buffer, value) => {
    const whole = typeof value === 'bigint' || Number.isSafeInteger(value);
    if (!whole || (value < 0 && min === 0n)) refuse(type, value);
    if (typeof value === 'bigint' && (value < min || value > max)) refuse(type, value);
    putLong(buffer, value);
  });

/** UInt8: integers from 0 to 255. */
export const uint8 = (): Column<number> => integer('UInt8', 1, 0, 0xff);
/** UInt16: integers from 0 to 65,535. */
export const uint16 = (): Column<number> => integer('UInt16', 2, 0, 0xffff);
/** UInt32: integers from 0 to 2³² − 1. */
export const uint32 = (): Column<number> => integer('UInt32', 4, 0, 0xffffffff);
/** UInt64: safe integers ≥ 0, or bigints up to 2⁶⁴ − 1. */
export const uint64 = (): Column<number | bigint> => long('UInt64', 0n, 2n ** 64n - 1n);
/** Int8: integers from −128 to 127. */
export const int8 = (): Column<number> => integer('Int8', 1, -0x80, 0x7f);
/** Int16: integers from −32,768 to 32,767. */
export const int16 = (): Column<number> => integer('Int16', 2, -0x8000, 0x7fff);
/** Int32: integers from −2³¹ to 2³¹ − 1. */
export const int32 = (): Column<number> => integer('Int32', 4, -0x80000000, 0x7fffffff);
/** Int64: safe integers, or bigints of 64 bits. */
export const int64 = (): Column<number | bigint> => long('Int64', -(2n ** 63n), 2n ** 63n - 1n);
/** Float32: any number, rounded to single precision; NaN and infinities are kept. */
export const float32 = (): Column<number> =>
  fixedWidth('Float32', 4, (buffer, value) => void buffer.bytes.writeFloatLE(value, buffer.length));
/** Float64: any number. */
export const float64 = (): Column<number> =>
  fixedWidth('Float64', 8, (buffer, value) => void buffer.bytes.writeDoubleLE(value, buffer.length));

/** DateTime: whole seconds since 1970-01-01T00:00:00Z, from 0 to 2³² − 1. */
export const dateTime = (): Column<number> => integer('DateTime', 4, 0, 0xffffffff);

/** First and last millisecond of DateTime64(3) that ClickHouse shows correctly: 1900-01-01 to 2299-12-31 UTC. */
export const DATE_TIME_64_RANGE = { min: -2_208_988_800_000, max: 10_413_791_999_999 } as const;

/** DateTime64(3): whole milliseconds since 1970-01-01T00:00:00Z, within {@link DATE_TIME_64_RANGE}. */
export const dateTime64 = (): Column<number> =>
  fixedWidth('DateTime64(3)', 8, (buffer, value) => {
    const { min, max } = DATE_TIME_64_RANGE;
    if (!(Number.isInteger(value) && value >= min && value <= max)) refuse('DateTime64(3)', value);
    putLong(buffer, value);
  });
