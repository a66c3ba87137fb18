import type { EventRow } from '@chedun/search/contract';

const SUBJECTS = ['vin', 'host', 'user', 'srcIp', 'src_ip'] as const;
const MAX_SUMMARY_PARTS = 6;

/** Who an event is about: the vehicle, else the host, the account or the address. */
export const subjectOf = (row: Pick<EventRow, 'columns'>): string => {
  for (const name of SUBJECTS) {
    const value = row.columns[name];
    if (value !== undefined && value !== '') return String(value);
  }
  return '';
};

/** One line about an event: its message, else its most telling columns. */
export const summaryOf = (row: Pick<EventRow, 'columns' | 'message'>): string => {
  if (row.message !== '') return row.message;
  return Object.entries(row.columns)
    .filter(([name]) => !(SUBJECTS as readonly string[]).includes(name))
    .slice(0, MAX_SUMMARY_PARTS)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
};

/** Key of an event in lists. */
export const eventKey = (row: Pick<EventRow, 'journal' | 'seq' | 'index'>): string =>
  `${row.journal}/${row.seq}/${row.index}`;
