import { expect, it } from 'vitest';
import { shiftTimes } from './shift-times.ts';

it('moves the times of the plan and nothing else', () => {
  const from = Date.parse('2026-11-28T01:00:00.000Z');
  const record = {
    time: '2026-11-28T01:00:00.005Z',
    ts: '2026-11-28T01:00:09.000Z',
    expires: '2027-11-28T01:00:00.000Z',
    born: '2026-11-28T00:59:59.999Z',
    note: 'at 2026-11-28T01:00:00.005Z',
    count: 7,
  };
  expect(shiftTimes(record, { from, to: from + 10_000 }, 60_000)).toEqual({
    ...record,
    time: '2026-11-28T01:01:00.005Z',
    ts: '2026-11-28T01:01:09.000Z',
  });
});
