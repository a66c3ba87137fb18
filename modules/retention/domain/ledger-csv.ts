import { csvCell } from '@chedun/kernel';
import type { LedgerEntry } from '../contract.ts';

const HEAD = 'source,title,stream,first,last,frames,events,bytes,gap_hours,gaps';

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
      .map(csvCell)
      .join(','),
  );
  return `﻿${[HEAD, ...lines].join('\r\n')}\r\n`;
};
