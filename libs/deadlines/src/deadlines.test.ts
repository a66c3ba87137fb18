import { openCalendar, readCalendarYear, dayOfText, textOfDay } from '@chedun/calendar';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  acceptsStart,
  addCalendarMonths,
  anchorOf,
  clockOf,
  dueOf,
  elapsedPart,
  immediateSubmissionOf,
  latestRequest,
  nextDateOfYear,
  reachedStep,
  readClockCatalogue,
  submissionOf,
  termOf,
  textOfDue,
  warningsOf,
} from './index.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../content/${path}`, import.meta.url), 'utf8'));
const SHIPPED = read('notice/clocks.json') as readonly Record<string, unknown>[];
const catalogue = readClockCatalogue(SHIPPED);
const calendar = openCalendar([readCalendarYear(read('calendar/cn-2026.json'))]);
const at = (text: string): number => Date.parse(text.includes('T') ? text : `${text}T00:00:00+08:00`);
const day = (text: string): number => dayOfText(text) ?? Number.NaN;
const due = (id: string, start: string) => textOfDue(dueOf(termOf(clockOf(catalogue, id)), at(start), calendar));

describe('the catalogue', () => {
  test('holds the 39 entries with their basis', () => {
    expect(catalogue.size).toBe(39);
    expect(clockOf(catalogue, 'NET-1').basis).toBe('seen');
    expect(clockOf(catalogue, 'NET-3').basis).toBe('unverified');
  });

  test('knows no others', () => {
    expect(() => clockOf(catalogue, 'CAC-9')).toThrow(/deadlines\.unknown-clock/);
  });

  test.each([
    ['no list', {}],
    ['an id twice', [SHIPPED[0], SHIPPED[0]]],
    ['a foreign id', [{ ...SHIPPED[0], id: 'x' }]],
    ['no term', [{ ...SHIPPED[0], terms: [] }]],
    ['a unit that is none', [{ ...SHIPPED[0], terms: [{ n: 1, unit: 'constructor' }] }]],
    ['half a day', [{ ...SHIPPED[0], terms: [{ n: 0.5, unit: 'd' }] }]],
    ['a term without end', [{ ...SHIPPED[0], terms: [{ n: 1e9, unit: 'h' }] }]],
    ['a date that is none', [{ ...SHIPPED[0], terms: [{ n: 1, unit: 'y', due: '13-01' }] }]],
    ['a basis that is none', [{ ...SHIPPED[0], basis: 'certain' }]],
    ['a long text', [{ ...SHIPPED[0], rule: 'x'.repeat(501) }]],
  ])('with %s is refused', (_, value) => {
    expect(() => readClockCatalogue(value)).toThrow(/deadlines\.catalogue-invalid/);
  });

  test('throws nothing else, whatever it is given (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          readClockCatalogue(value);
        } catch (error) {
          expect(String(error)).toMatch(/deadlines\.catalogue-invalid/);
        }
      }),
    );
  });
});

describe('terms', () => {
  test('are chosen by level and by case', () => {
    const grd = clockOf(catalogue, 'GRD-3');
    expect(termOf(grd, { kind: 'level', level: 3 }).n).toBe(1);
    expect(termOf(grd, { kind: 'level', level: 5 }).n).toBe(1);
    expect(termOf(grd, { kind: 'level', level: 2 }).n).toBe(2);
    expect(() => termOf(grd, { kind: 'level', level: 1 })).toThrow(/deadlines\.unknown-term/);
    expect(() => termOf(grd)).toThrow(/deadlines\.unknown-term/);
    expect(termOf(clockOf(catalogue, 'DAT-2'), { kind: 'named', name: 'written' }).n).toBe(30);
    expect(termOf(clockOf(catalogue, 'LOG-1')).unit).toBe('mo');
  });
});

describe('due times', () => {
  test.each([
    ['NET-1', '2026-03-06T09:00:00+08:00', '2026-03-06T09:00:00+08:00'],
    ['CAC-1b', '2026-10-01T23:10:00+08:00', '2026-10-01T23:40:00+08:00'],
    ['CAC-3', '2026-12-31T22:15:00+08:00', '2027-01-01T02:15:00+08:00'],
    ['VUL-1', '2026-06-05T23:50:00+08:00', '2026-06-07T23:50:00+08:00'],
    ['CAC-4', '2026-01-15T23:59:59+08:00', '2026-02-14T24:00:00+08:00'],
    ['NET-3', '2026-09-18', '2026-10-09T24:00:00+08:00'],
    ['NET-3', '2026-12-24', 'provisional: calendar 2027 missing'],
    ['CAT-1', '2026-11-30', '2027-02-28T24:00:00+08:00'],
    ['CRY-1', '2028-02-29', '2029-02-28T24:00:00+08:00'],
    ['ANN-1', '2026-12-15', '2026-12-15T24:00:00+08:00'],
    ['ANN-1', '2026-12-16', '2027-12-15T24:00:00+08:00'],
  ])('%s from %s: %s', (id, start, expected) => expect(due(id, start)).toBe(expected));

  test('count the day in China, whatever the day in UTC', () => {
    expect(due('CAC-4', '2026-01-14T16:00:00Z')).toBe('2026-02-14T24:00:00+08:00');
    expect(due('CAC-4', '2026-01-14T15:59:59Z')).toBe('2026-02-13T24:00:00+08:00');
  });

  test('that are provisional name the earliest day that can be', () => {
    const found = dueOf({ n: 10, unit: 'wd' }, at('2026-12-24'), calendar);
    expect(found).toMatchObject({ kind: 'provisional', missingYear: 2027, earliest: day('2027-01-05') });
  });

  test('grow with their number, and lie after their start (property)', () => {
    const unit = fc.constantFrom('min', 'h', 'd', 'wd', 'mo', 'y');
    fc.assert(
      fc.property(unit, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 365 }), (each, n, days) => {
        const start = at('2026-01-01') + days * 86_400_000;
        const one = dueOf({ n, unit: each }, start, calendar).at;
        expect(one).toBeGreaterThanOrEqual(start);
        expect(dueOf({ n: n + 1, unit: each }, start, calendar).at).toBeGreaterThanOrEqual(one);
      }),
    );
  });

  test('months are clipped, forward and back', () => {
    expect(textOfDay(addCalendarMonths(day('2026-08-31'), 6))).toBe('2027-02-28');
    expect(textOfDay(addCalendarMonths(day('2026-03-31'), -1))).toBe('2026-02-28');
    expect(textOfDay(nextDateOfYear(day('2026-03-01'), '02-29'))).toBe('2027-02-28');
  });

  test('renewals are counted back', () => {
    expect(latestRequest(calendar, day('2026-12-31'), 60)).toEqual({ kind: 'known', day: day('2026-10-09') });
    expect(latestRequest(calendar, day('2026-02-01'), 60)).toEqual({ kind: 'year-unknown', year: 2025 });
  });
});

describe('a running clock', () => {
  const start = at('2026-03-06T08:00:00+08:00');
  const end = at('2026-03-06T12:00:00+08:00');

  test('starts at the earliest record and takes only an earlier start', () => {
    const records = [
      { kind: 'mail', id: '2', at: start + 1 },
      { kind: 'alert', id: '1', at: start },
      { kind: 'button', id: '3', at: start + 9 },
    ];
    expect(anchorOf(records).id).toBe('1');
    expect(() => anchorOf([])).toThrow(/deadlines\.no-record/);
    expect([acceptsStart(start, start + 1), acceptsStart(start, start - 1)]).toEqual([false, true]);
  });

  test('warns at 50, 80 and 100 %', () => {
    expect(warningsOf(start, end).map((each) => (each.at - start) / 60_000)).toEqual([120, 192, 240]);
    const hour = (n: number) => reachedStep(start, end, start + n * 3_600_000);
    expect([hour(1.99), hour(2), hour(3.2), hour(4), hour(9)]).toEqual([undefined, 0.5, 0.8, 1, 1]);
    expect(reachedStep(start, start, start)).toBe(1);
    expect([elapsedPart(start, end, start - 1), elapsedPart(start, end, end + 1)]).toEqual([0, 1]);
    expect(elapsedPart(start, end, (start + end) / 2)).toBe(0.5);
    expect(elapsedPart(start, start, start)).toBe(1);
  });

  test('takes what is late and says by how much', () => {
    expect(submissionOf(end, end)).toEqual({ kind: 'in-time' });
    expect(submissionOf(end, end + 1_200_000)).toEqual({ kind: 'late', lateBy: 1_200_000 });
    expect(immediateSubmissionOf(start, 600_000, start + 600_001)).toEqual({ kind: 'late', lateBy: 1 });
  });
});
