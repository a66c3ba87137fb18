import type { SearchCursor } from '@chedun/events';
import { DomainError } from '@chedun/kernel';

/** Opaque text of a place in a list. */
export const writeCursor = ({ time, journal, seq, idx }: SearchCursor): string =>
  Buffer.from(JSON.stringify([time, journal, seq, idx])).toString('base64url');

/** Reads a cursor; throws `search.cursor-invalid`. */
export const readCursor = (text: string): SearchCursor => {
  try {
    const [time, journal, seq, idx] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    const numbers = [time, seq, idx].every((each) => Number.isSafeInteger(each));
    if (numbers && typeof journal === 'string')
      return { time: Number(time), journal, seq: Number(seq), idx: Number(idx) };
  } catch {
    // Falls through to the error below.
  }
  throw new DomainError('search.cursor-invalid', { field: 'cursor' });
};
