import { types } from 'node:util';
import type { Column } from './column.ts';
import { nativeBlockError } from './errors.ts';
import { growing, reserve, type Growing } from './growing.ts';
import { fixedWidth } from './numbers.ts';
import { varintSize, writeVarint } from './varint.ts';

// Below this length a loop over the characters beats the call into the runtime.
const LOOP_LENGTH = 24;

// Returns the bytes written, or -1 where a character is not ASCII.
const writeShortAscii = (bytes: Buffer, at: number, value: string): number => {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) return -1;
    bytes[at + index] = code;
  }
  return value.length;
};

const putText = (buffer: Growing, value: string): void => {
  const start = buffer.length;
  // The prefix is guessed for ASCII, where bytes = characters; only other text may need a wider one.
  const guess = varintSize(value.length);
  reserve(buffer, value.length * 3 + 8);
  const { bytes } = buffer;
  let written = value.length <= LOOP_LENGTH ? writeShortAscii(bytes, start + guess, value) : -1;
  if (written < 0) written = bytes.write(value, start + guess, 'utf8');
  const prefix = varintSize(written);
  if (prefix !== guess) bytes.copyWithin(start + prefix, start + guess, start + guess + written);
  writeVarint(bytes, start, written);
  buffer.length = start + prefix + written;
};

const putBytes = (buffer: Growing, value: Uint8Array): void => {
  reserve(buffer, value.length + 8);
  const at = writeVarint(buffer.bytes, buffer.length, value.length);
  buffer.bytes.set(value, at);
  buffer.length = at + value.length;
};

/**
 * String: any bytes. A JavaScript string is stored as UTF-8 (a lone surrogate becomes U+FFFD); a `Uint8Array` is stored
 * as it is, so that originals in other encodings survive.
 */
export const string = (): Column<string | Uint8Array> => {
  const buffer = growing();
  let rows = 0;
  return {
    type: 'String',
    rows: () => rows,
    size: () => buffer.length,
    push: (value) => {
      if (value === '') {
        reserve(buffer, 1);
        buffer.bytes[buffer.length] = 0;
        buffer.length += 1;
      } else if (typeof value === 'string') putText(buffer, value);
      else putBytes(buffer, value);
      rows += 1;
    },
    write: (target, at) => at + buffer.bytes.copy(target, at, 0, buffer.length),
    reset: () => {
      buffer.length = 0;
      rows = 0;
    },
  };
};

/**
 * FixedString(n): exactly `width` bytes a row; shorter values are filled with zero bytes as ClickHouse does, longer ones
 * are refused.
 * @param width from 1 to 65,535 bytes
 */
export const fixedString = (width: number): Column<string | Uint8Array> => {
  const type = `FixedString(${width})`;
  if (!(Number.isInteger(width) && width >= 1 && width <= 0xffff)) {
    throw nativeBlockError('native-block.out-of-range', { field: type, reason: 'the width must be from 1 to 65535' });
  }
  return fixedWidth(type, width, (buffer, value) => {
    const bytes = types.isUint8Array(value) ? value : Buffer.from(value, 'utf8');
    if (bytes.length > width) {
      throw nativeBlockError('native-block.out-of-range', { field: type, reason: `${bytes.length} bytes given` });
    }
    buffer.bytes.fill(0, buffer.length, buffer.length + width);
    buffer.bytes.set(bytes, buffer.length);
  });
};
