import { blankEvent, eventFields, type EventRow } from '../event-row.ts';

/** A row as the list queries give it: the fields of an event, each with an underscore before its name. */
export type ListRow = Readonly<Record<string, unknown>>;

/** Turns a row of `listSql`, `eventSql` or `exportSql` into an event; `raw` is '' where it was not asked for. */
export const readListRow = (row: ListRow): EventRow => {
  const event: Record<string, unknown> = { ...blankEvent };
  for (const field of eventFields) {
    const value = row[`_${field}`];
    if (typeof value === typeof blankEvent[field]) event[field] = value;
  }
  // The original need not be text, so it travels as base64.
  if (typeof row['_raw64'] === 'string') event['raw'] = Buffer.from(row['_raw64'], 'base64');
  return event as unknown as EventRow;
};
