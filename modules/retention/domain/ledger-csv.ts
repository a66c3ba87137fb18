import type { LedgerEntry } from '../contract.ts';

const HEAD = 'source,title,stream,first,last,frames,events,bytes,gap_hours,gaps';

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string | number): string => {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The ledger as CSV with a byte order mark, one line a source. */
export const ledgerCsv = (entries: readonly LedgerEntry[]): string => {
  const lines = entries.map((entry) =>
    [
      entry.source,
      entry.title,
      entry.stream,
      entry.firstAt,
      entry.lastAt,
      entry.frames,
      entry.events,
      entry.bytes,
      entry.gapHours,
      entry.gaps.map(({ from, to }) => `${from}/${to}`).join(' '),
    ]
      .map(cell)
      .join(','),
  );
  return `﻿${[HEAD, ...lines].join('\r\n')}\r\n`;
};
