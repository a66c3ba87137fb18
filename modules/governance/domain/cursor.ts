import { DomainError } from '@chedun/kernel';

/** Place after which a page goes on: sort value and id of the last row. */
export interface Cursor {
  readonly value: string;
  readonly id: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Opaque text of a cursor. */
export const writeCursor = (cursor: Cursor): string =>
  Buffer.from(`${cursor.id} ${cursor.value}`).toString('base64url');

/** Reads a cursor; throws `governance.cursor-invalid` for anything that {@link writeCursor} did not make. */
export const readCursor = (text: string): Cursor => {
  const [id = '', ...rest] = Buffer.from(text, 'base64url').toString('utf8').split(' ');
  const value = rest.join(' ');
  if (!UUID.test(id) || value === '') throw new DomainError('governance.cursor-invalid', { field: 'cursor' });
  return { id, value };
};
