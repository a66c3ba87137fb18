import { FILING_KIND_IDS, STATES } from '@chedun/review';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statisticsOf, type Counted } from './statistics.ts';

const NOW = Date.parse('2026-11-23T01:00:00Z');
const DAY = 86_400_000;
const filing = (more: Partial<Counted> = {}): Counted => ({
  kind: 'grading',
  state: 'checking',
  province: '42',
  level: '3',
  rounds: 0,
  rules: [],
  receivedAt: new Date(NOW - 10 * DAY),
  decidedAt: null,
  overdue: false,
  ...more,
});

describe('statistics', () => {
  it('say nothing of nothing', () => {
    const empty = statisticsOf([], NOW);
    expect(empty).toMatchObject({ filings: 0, returnedShare: null, medianDays: null, byKind: [], byProvince: [] });
    expect(empty.byMonth).toHaveLength(12);
    expect(empty.byMonth[0]?.month).toBe('2025-12');
  });

  it('count by kind, month, province, level, rounds and rule', () => {
    const all = [
      filing({ rules: ['level', 'peers'] }),
      filing({ state: 'supplement', rules: ['level'], overdue: true, province: '31', level: '2' }),
      filing({ state: 'numbered', rounds: 2, decidedAt: new Date(NOW - 4 * DAY) }),
      filing({ state: 'numbered', decidedAt: new Date(NOW - 2 * DAY), kind: 'ota', level: '' }),
      filing({ state: 'rejected', decidedAt: new Date(NOW - 9 * DAY) }),
      filing({ state: 'superseded', rounds: 2, decidedAt: new Date(NOW - 8 * DAY) }),
    ];
    expect(statisticsOf(all, NOW)).toMatchObject({
      filings: 6,
      open: 2,
      overdue: 1,
      supplement: 1,
      numbered: 3,
      rejected: 1,
      returnedShare: 0.5,
      medianDays: 4,
      byKind: [
        { kind: 'grading', open: 2, numbered: 2 },
        { kind: 'ota', open: 0, numbered: 1 },
      ],
      byProvince: [
        { province: '42', filings: 5 },
        { province: '31', filings: 1 },
      ],
      byLevel: [
        { level: '2', filings: 1 },
        { level: '3', filings: 4 },
      ],
      byRounds: [
        { rounds: 0, filings: 1 },
        { rounds: 2, filings: 2 },
      ],
      byRule: [
        { rule: 'level', count: 2 },
        { rule: 'peers', count: 1 },
      ],
    });
  });

  it('put a filing into the month of Shanghai', () => {
    const late = filing({ receivedAt: new Date('2026-10-31T16:30:00Z') });
    expect(statisticsOf([late], NOW).byMonth.at(-1)).toEqual({ month: '2026-11', received: 1, numbered: 0 });
  });

  it('add up, whatever there is', () => {
    const any = fc.array(
      fc.record({ state: fc.constantFrom(...STATES), kind: fc.constantFrom(...FILING_KIND_IDS), rounds: fc.nat(5) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(any, (rows) => {
        const found = statisticsOf(
          rows.map((each) => filing(each)),
          NOW,
        );
        const sum = (values: readonly number[]) => values.reduce((one, other) => one + other, 0);
        expect(sum(found.byKind.map(({ open }) => open))).toBe(found.open);
        expect(sum(found.byKind.map(({ numbered }) => numbered))).toBe(found.numbered);
        expect(sum(found.byRounds.map(({ filings }) => filings))).toBe(found.numbered);
        expect(sum(found.byProvince.map(({ filings }) => filings))).toBe(rows.length);
      }),
    );
  });
});
