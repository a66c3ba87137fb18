import { nativeBlockError } from './errors.ts';

/** Largest size of one column in bytes (1 GiB); a block near it should have been finished long ago. */
export const MAX_COLUMN_BYTES = 2 ** 30;

const START_BYTES = 4096;

/** A byte buffer that doubles; `bytes` is replaced when it grows, so never keep a reference to it across `reserve`. */
export interface Growing {
  bytes: Buffer;
  length: number;
}

/** An empty buffer. */
export const growing = (): Growing => ({ bytes: Buffer.alloc(START_BYTES), length: 0 });

/** Makes room for `extra` more bytes. Throws `native-block.too-large` above {@link MAX_COLUMN_BYTES}. */
export const reserve = (buffer: Growing, extra: number): void => {
  const wanted = buffer.length + extra;
  if (wanted <= buffer.bytes.length) return;
  if (wanted > MAX_COLUMN_BYTES) {
    throw nativeBlockError('native-block.too-large', { reason: `a column would exceed ${MAX_COLUMN_BYTES} bytes` });
  }
  const larger = Buffer.allocUnsafe(Math.min(MAX_COLUMN_BYTES, Math.max(wanted, buffer.bytes.length * 2)));
  buffer.bytes.copy(larger, 0, 0, buffer.length);
  buffer.bytes = larger;
};
