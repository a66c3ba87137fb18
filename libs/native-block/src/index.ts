export { ipv4, ipv6, parseIPv4, parseIPv6 } from './addresses.ts';
export { encodeBlock, MAX_BLOCK_BYTES, type NamedColumn } from './block.ts';
export type { Column, ValueOf } from './column.ts';
export { nativeBlockErrors, type NativeBlockErrorCode } from './errors.ts';
export { MAX_COLUMN_BYTES } from './growing.ts';
export { array, nullable } from './nested.ts';
export {
  DATE_TIME_64_RANGE,
  dateTime,
  dateTime64,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  uint16,
  uint32,
  uint64,
  uint8,
} from './numbers.ts';
export { readBlocks, type NativeBlock, type NativeColumn, type NativeValue, type ReadLimits } from './read.ts';
export { fixedString, string } from './text.ts';
