import { accessError } from '../errors.ts';

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A place in a list that is ordered by time and id. */
export interface Place {
  readonly at: string;
  readonly id: string;
}

/** Writes a place so that it can go into an address. */
export const encodeCursor = (at: Date, id: string): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** Reads a place. Throws `inspection-access.cursor-invalid`. */
export const decodeCursor = (text: string | undefined): Place | undefined => {
  if (text === undefined) return undefined;
  const [, at = '', id = ''] = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (id === '' || Number.isNaN(Date.parse(at)))
    throw accessError('inspection-access.cursor-invalid', { field: 'cursor' });
  return { at, id };
};
