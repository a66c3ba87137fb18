import { logError } from '../errors.ts';
import type { LogLimits } from '../limits.ts';

/**
 * Text of one record: UTF-8 decoded (invalid bytes become U+FFFD, they never cost the record), byte order mark and line
 * end removed. Throws `logs.too_long`.
 */
export const recordText = (record: string | Uint8Array, limits: LogLimits): string => {
  if (record.length > limits.maxLineBytes) {
    throw logError('logs.too_long', { reason: `record of ${record.length} bytes, limit ${limits.maxLineBytes}` });
  }
  const text = typeof record === 'string' ? record : utf8(record);
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let end = text.length;
  while (end > start && isLineEnd(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
};

const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d || code === 0;

/** UTF-8 text of a byte range, without a copy of the bytes. */
export const utf8 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
