import { DomainError } from '@chedun/kernel';

/** Opaque cursor of a list: the value that it is sorted by, and the key. */
export const writeCursor = (value: string, key: string): string =>
  Buffer.from(JSON.stringify([value, key])).toString('base64url');

/** Reads a cursor back; `at` proves the value. Anything else throws `discovery.cursor-invalid`. */
export const readCursor = (cursor: string, kind: 'text' | 'time'): readonly [value: string, key: string] => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [value, key]: readonly unknown[] = parsed;
      const isSound = typeof value === 'string' && typeof key === 'string' && !`${value}${key}`.includes('\0');
      if (isSound && (kind === 'text' || !Number.isNaN(Date.parse(value)))) return [value, key];
    }
  } catch {
    // Falls through to the one error.
  }
  throw new DomainError('discovery.cursor-invalid', { field: 'cursor' });
};
