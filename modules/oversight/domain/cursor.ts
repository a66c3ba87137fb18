import { oversightError } from '../errors.ts';

/** Place after which a page goes on: time and id of the last row. */
export interface Cursor {
  readonly at: Date;
  readonly id: string;
}

const TEXT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Opaque text of a cursor. */
export const writeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(`${id} ${at.toISOString()}`).toString('base64url');

/** Reads a cursor; throws `oversight.cursor-invalid` for anything that {@link writeCursor} did not make. */
export const readCursor = (text: string): Cursor => {
  const [, id = '', at = ''] = TEXT.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  const time = Date.parse(at);
  if (id === '' || Number.isNaN(time)) throw oversightError('oversight.cursor-invalid', { field: 'cursor' });
  return { id, at: new Date(time) };
};

/** Place in the stream of changes of an enterprise. */
export const readPlace = (text: string | undefined): number => {
  if (text === undefined) return 0;
  if (!/^\d{1,15}$/.test(text)) throw oversightError('oversight.cursor-invalid', { field: 'after' });
  return Number(text);
};
