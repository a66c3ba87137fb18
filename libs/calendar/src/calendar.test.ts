import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isWorkday, openCalendar } from './calendar.ts';
import { checkYear, yearOfDays, type CalendarYear } from './calendar-year.ts';
import { beginInChina, dayInChina, dayOfText, textOfDay, weekdayOf } from './day.ts';
import { readCalendarYear } from './read-year.ts';
import { addWorkingDays, workingDaysBefore, type CountedDay } from './working-days.ts';

const YEAR = readCalendarYear(
  JSON.parse(readFileSync(new URL('../../../content/calendar/cn-2026.json', import.meta.url), 'utf8')),
);
const calendar = openCalendar([YEAR]);
const day = (text: string): number => dayOfText(text) ?? Number.NaN;
const said = (counted: CountedDay): string =>
  counted.kind === 'known' ? textOfDay(counted.day) : `year ${counted.year} unknown`;

describe('days', () => {
  test('are those of China, whatever the day in UTC', () => {
    expect(textOfDay(dayInChina(Date.parse('2026-09-30T15:59:59.999Z')))).toBe('2026-09-30');
    expect(textOfDay(dayInChina(Date.parse('2026-09-30T16:00:00Z')))).toBe('2026-10-01');
    expect(beginInChina(day('2026-10-01'))).toBe(Date.parse('2026-10-01T00:00:00+08:00'));
    expect(weekdayOf(day('2026-11-28'))).toBe(6);
  });

  test('that do not exist are none', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '1969-12-31', '', '2026-10-01T00'])
      expect(dayOfText(text)).toBeUndefined();
  });

  test('text and number are the same day (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_900_000 }), (number) => {
        expect(dayOfText(textOfDay(number))).toBe(number);
        expect(dayInChina(beginInChina(number))).toBe(number);
      }),
    );
  });
});

describe('the calendar of 2026', () => {
  test.each([
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-02-28', true],
    ['2026-05-09', true],
    ['2026-10-08', true],
    ['2026-10-10', true],
    ['2026-10-11', false],
    ['2026-01-04', true],
    ['2026-01-05', true],
  ])('%s is a working day: %s', (text, works) => {
    expect(isWorkday(calendar.factsOf(day(text)))).toBe(works);
  });

  test('names holidays, made-up days and what it does not know', () => {
    expect(calendar.factsOf(day('2026-10-03'))).toEqual({ kind: 'holiday', name: '国庆节', isKnown: true });
    expect(calendar.factsOf(day('2026-10-10'))).toEqual({ kind: 'make-up', name: '', isKnown: true });
    expect(calendar.factsOf(day('2027-01-01'))).toEqual({ kind: 'workday', name: '', isKnown: false });
  });
});

describe('limits of working days', () => {
  test.each([
    ['2026-09-18', 10, '2026-10-09'],
    ['2026-02-10', 10, '2026-03-02'],
    ['2026-04-29', 5, '2026-05-09'],
    ['2026-05-01', 10, '2026-05-18'],
    ['2026-09-30', 10, '2026-10-20'],
    ['2026-09-18', 20, '2026-10-22'],
    ['2026-02-13', 10, '2026-03-05'],
    ['2026-02-11', 7, '2026-02-27'],
    ['2026-03-02', 45, '2026-05-08'],
    ['2026-02-14', 10, '2026-03-06'],
    ['2026-01-01', 1, '2026-01-04'],
    ['2026-12-24', 10, 'year 2027 unknown'],
  ])('%s and %i working days: %s', (start, days, due) => {
    expect(said(addWorkingDays(calendar, day(start), days))).toBe(due);
  });

  test('count back, without the day of the end', () => {
    expect(said(workingDaysBefore(calendar, day('2026-12-31'), 60))).toBe('2026-10-09');
  });

  test('that nobody counts are refused', () => {
    expect(() => addWorkingDays(calendar, day('2026-01-05'), -1)).toThrow(RangeError);
    expect(() => addWorkingDays(calendar, day('2026-01-05'), 1.5)).toThrow(RangeError);
  });

  test('one more working day is a later day (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }), (from, days) => {
        const start = day('2026-01-01') + from;
        const one = addWorkingDays(calendar, start, days);
        const next = addWorkingDays(calendar, start, days + 1);
        if (one.kind !== 'known' || next.kind !== 'known') return;
        expect(next.day).toBeGreaterThan(one.day);
        expect(isWorkday(calendar.factsOf(next.day))).toBe(true);
      }),
    );
  });
});

describe('a year that cannot be', () => {
  const refuses = (change: Partial<CalendarYear>, reason: RegExp) =>
    expect(() => checkYear({ ...YEAR, ...change })).toThrow(reason);

  test('is refused with its reason', () => {
    const national = { name: '国庆节', from: '2026-10-01', to: '2026-10-07' };
    refuses({ year: 2026.5 }, /outside/);
    refuses({ holidays: [national, { ...national, from: '2026-10-07', to: '2026-10-08' }] }, /twice/);
    refuses({ holidays: [{ ...national, from: '2026-10-40' }] }, /no date/);
    refuses({ holidays: [{ ...national, to: '2026-09-01' }] }, /no holiday/);
    refuses({ holidays: [{ ...national, name: '' }] }, /no name/);
    refuses({ holidays: [{ ...national, from: '2025-10-01', to: '2025-10-03' }] }, /does not belong/);
    refuses({ workdays: ['2026-10-03'] }, /a holiday and a working day/);
    refuses({ workdays: ['2026-10-12'] }, /weekday/);
    refuses({ workdays: ['2026-10-10', '2026-10-10'] }, /twice/);
    refuses({ holidays: [] }, /no weekday/);
  });

  test('is no JSON of another shape', () => {
    for (const value of [null, [], {}, { ...YEAR, holidays: {} }, { ...YEAR, workdays: [1] }, { ...YEAR, source: 1 }])
      expect(() => readCalendarYear(value)).toThrow(/calendar\.year-invalid/);
  });

  test('a holiday may begin in the year before', () => {
    const made = yearOfDays(2023, 's', [
      { day: day('2022-12-31'), kind: 'holiday', name: '元旦' },
      { day: day('2023-01-01'), kind: 'holiday', name: '元旦' },
      { day: day('2023-01-02'), kind: 'holiday', name: '元旦' },
    ]);
    expect(made.holidays).toEqual([{ name: '元旦', from: '2022-12-31', to: '2023-01-02' }]);
    expect(openCalendar([made]).factsOf(day('2022-12-31'))).toMatchObject({ kind: 'holiday', isKnown: true });
  });
});
