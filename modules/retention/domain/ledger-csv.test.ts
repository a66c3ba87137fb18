import { expect, it } from 'vitest';
import { exampleEntry } from '../examples.ts';
import { ledgerCsv } from './ledger-csv.ts';

it('writes one line a source, quoted, and no formula', () => {
  const csv = ledgerCsv([
    exampleEntry,
    { ...exampleEntry, source: '=cmd()', title: '网关 "A", 北', gaps: [], gapHours: 0 },
  ]);
  const lines = csv.split('\r\n');
  expect(lines[0]).toBe('﻿source,title,stream,first,last,frames,events,bytes,gap_hours,gaps');
  expect(lines[1]).toContain(',1,2026-11-23T00:00:00.000Z/2026-11-23T01:00:00.000Z');
  expect(lines[2]).toMatch(/^'=cmd\(\),"网关 ""A"", 北",/);
  expect(lines).toHaveLength(4);
});
