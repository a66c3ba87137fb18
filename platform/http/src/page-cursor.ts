import { DomainError } from '@chedun/kernel';

/** Place after which a page of a list goes on: time (ms) and id of its last row. */
export interface PageCursor {
  readonly at: Date;
  readonly id: string;
}

const TEXT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Opaque text of a cursor. */
export const writePageCursor = ({ at, id }: PageCursor): string =>
  Buffer.from(`${id} ${at.toISOString()}`).toString('base64url');

/** Reads a cursor, none for the first page. Throws `http.cursor-invalid` for anything that {@link writePageCursor} did not make. */
export const readPageCursor = (text: string | undefined): PageCursor | undefined => {
  if (text === undefined) return undefined;
  const [, id = '', at = ''] = TEXT.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  const time = Date.parse(at);
  if (id === '' || Number.isNaN(time)) throw new DomainError('http.cursor-invalid', { field: 'cursor' });
  return { id, at: new Date(time) };
};
