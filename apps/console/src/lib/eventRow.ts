import type { EventRow } from '@chedun/search/contract';

const SUBJECTS = ['vin', 'host', 'user', 'src_ip'] as const;

/** Columns that say most about what happened, the most telling first. */
const TELLING = [
  'rule_name',
  'command_line',
  'url',
  'domain',
  'file',
  'process',
  'parent_process',
  'provider',
  'protocol',
  'dst_ip',
  'dst_port',
  'ecu',
  'hash',
] as const;
/** Columns that stand elsewhere in a list, or say nothing to a person. */
const KNOWN: ReadonlySet<string> = new Set([...SUBJECTS, ...TELLING, 'event_code', 'activity_id', 'status_id']);
const MOST_PARTS = 4;

const textOf = (row: Pick<EventRow, 'columns'>, name: string): string => String(row.columns[name] ?? '');

/** Who an event is about: the vehicle, else the host, the account or the address. */
export const subjectOf = (row: Pick<EventRow, 'columns'>): string =>
  SUBJECTS.map((name) => textOf(row, name)).find((text) => text !== '') ?? '';

/** Code of an event as its source gives it: EventID, event type, command. */
export const codeOf = (row: Pick<EventRow, 'columns'>): string => textOf(row, 'event_code');

/** One line about an event: its message, else the values of its most telling columns. */
export const summaryOf = (row: Pick<EventRow, 'columns' | 'message'>): string => {
  if (row.message !== '') return row.message;
  const others = Object.keys(row.columns).filter((name) => !KNOWN.has(name));
  const parts = [...TELLING, ...others].map((name) => textOf(row, name)).filter((text) => text !== '');
  return parts.slice(0, MOST_PARTS).join(' · ');
};

/** Key of an event in lists. */
export const eventKey = (row: Pick<EventRow, 'journal' | 'seq' | 'index'>): string =>
  `${row.journal}/${row.seq}/${row.index}`;
