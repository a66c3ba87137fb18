import { assetsError } from '../errors.ts';

/** Opaque cursor of a list: value of the sort column as text, and the key. */
export const encodeCursor = (value: string, key: string): string =>
  Buffer.from(JSON.stringify([value, key])).toString('base64url');

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

const isInstant = (text: string): boolean =>
  text === '-infinity' || (INSTANT.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T').replace('+00', 'Z'))));

/** Reads a cursor back; anything that is not one of this type throws `assets.bad-cursor`. */
export const decodeCursor = (cursor: string, type: 'text' | 'timestamptz'): readonly [value: string, key: string] => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [value, key]: readonly unknown[] = parsed;
      const sound = typeof value === 'string' && typeof key === 'string' && !`${value}${key}`.includes('\0');
      if (sound && (type === 'text' || isInstant(value))) return [value, key];
    }
  } catch {
    // falls through to the one error
  }
  throw assetsError('assets.bad-cursor', { field: 'cursor' });
};
