import { columnOf, eventFields, type EventRow as StoredEvent } from '@chedun/events';
import type { z } from 'zod';
import type { EventRecord, EventRow } from '../contract.ts';

/** Fields that a row shows by name; the rest goes into `columns`. */
const NAMED = new Set([
  'journal',
  'seq',
  'idx',
  'time',
  'received',
  'source',
  'format',
  'classUid',
  'severityId',
  'message',
  'body',
  'raw',
]);
const SHOWN = eventFields.filter((field) => !NAMED.has(field));
const MOST_FIELDS = 2000;
const MOST_RAW = 256 * 1024;

const iso = (ms: number): string => new Date(ms).toISOString();

/** A row of a list: empty columns are left out. */
export const presentRow = (event: StoredEvent): z.input<typeof EventRow> => {
  const columns: Record<string, string | number> = {};
  for (const field of SHOWN) {
    const value = event[field];
    if ((typeof value === 'string' || typeof value === 'number') && value !== '' && value !== 0)
      columns[columnOf(field)] = value;
  }
  return {
    journal: event.journal,
    seq: event.seq,
    index: event.idx,
    time: iso(event.time),
    received: iso(event.received),
    source: event.source,
    format: event.format,
    classUid: event.classUid,
    severityId: event.severityId,
    message: event.message,
    columns,
  };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === null ? '' : String(value));

/** Every leaf of a JSON value as a dotted path; bounded. */
export const flatten = (value: unknown): { path: string; value: string }[] => {
  const found: { path: string; value: string }[] = [];
  const visit = (item: unknown, path: string): void => {
    if (found.length >= MOST_FIELDS) return;
    if (Array.isArray(item)) item.forEach((each, at) => visit(each, path === '' ? String(at) : `${path}.${at}`));
    else if (typeof item === 'object' && item !== null) {
      for (const [name, each] of Object.entries(item)) visit(each, path === '' ? name : `${path}.${name}`);
    } else found.push({ path, value: textOf(item) });
  };
  visit(value, '');
  return found;
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return { body };
  }
};

const isText = (bytes: Buffer): boolean => {
  const text = bytes.toString('utf8');
  // eslint-disable-next-line no-control-regex -- control characters are what tells binary from text
  return !text.includes('\uFFFD') && !/[\u0000-\u0008\u000e-\u001f]/.test(text);
};

/** The original as text, or as hex when it is not text; cut at 256 KiB. */
export const presentRaw = (event: Pick<StoredEvent, 'raw' | 'body'>): z.input<typeof EventRecord>['raw'] => {
  const original = event.raw.length === 0 ? Buffer.from(event.body) : Buffer.from(event.raw);
  const shown = original.subarray(0, MOST_RAW);
  const truncated = shown.length < original.length;
  return isText(shown)
    ? { kind: 'text', content: shown.toString('utf8'), bytes: original.length, truncated }
    : { kind: 'hex', content: shown.toString('hex'), bytes: original.length, truncated };
};

/** The whole record. */
export const presentRecord = (event: StoredEvent): z.input<typeof EventRecord> => ({
  ...presentRow(event),
  fields: flatten(parsed(event.body)),
  raw: presentRaw(event),
});
