import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CALENDAR_ERRORS } from './errors.ts';
import { readCalendarCsv, writeCalendarCsv } from './read-csv.ts';
import { readCalendarIcs } from './read-ics.ts';
import { readCalendarYear } from './read-year.ts';

const CODES = Object.keys(CALENDAR_ERRORS);
const YEAR = readCalendarYear(
  JSON.parse(readFileSync(new URL('../../../content/calendar/cn-2026.json', import.meta.url), 'utf8')),
);

const event = (...lines: readonly string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const ics = (...events: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');

const NATIONAL = event('DTSTART;VALUE=DATE:20271001', 'DTEND;VALUE=DATE:20271008', 'SUMMARY:国庆节（休）');

const refused = (read: () => unknown): { readonly code: string; readonly line: unknown } => {
  try {
    read();
  } catch (error) {
    if (isDomainError(error, ...CODES)) return { code: error.code, line: error.detail.line };
    throw error;
  }
  return { code: 'none', line: undefined };
};

describe('CSV', () => {
  test('what is written is read back', () => {
    expect(readCalendarCsv(writeCalendarCsv(YEAR), 2026, YEAR.source)).toEqual(YEAR);
  });

  test('reads Chinese words, quotes, a head and remarks', () => {
    const text =
      '\uFEFF日期,类型,名称\r\n# 国庆\r\n2027-10-01,休,"国庆节"\r\n2027-10-02,放假,国庆节\r\n2027-10-09,班,\r\n';
    expect(readCalendarCsv(text, 2027, 's')).toEqual({
      year: 2027,
      source: 's',
      holidays: [{ name: '国庆节', from: '2027-10-01', to: '2027-10-02' }],
      workdays: ['2027-10-09'],
    });
  });

  test.each([
    ['2027-10-01,休', 1],
    ['date,kind,name\n2027-02-30,休,x', 2],
    ['2027-10-01,frei,x', 1],
    ['2027-10-01,休,"x', 1],
    ['2027-10-01,休,"x"y', 1],
    ['2027-10-01,休,x,y', 1],
    [`2027-10-01,休,${'x'.repeat(61)}`, 1],
    [`2027-10-01${',x'.repeat(20)}`, 1],
  ])('refuses %j with its line', (text, line) => {
    expect(refused(() => readCalendarCsv(text, 2027, 's'))).toEqual({ code: 'calendar.row-invalid', line });
  });

  test('refuses what is too large', () => {
    expect(refused(() => readCalendarCsv('#'.repeat(262_145), 2027, 's')).code).toBe('calendar.too-large');
    const rows = '2027-10-01,休,x\n'.repeat(801);
    expect(refused(() => readCalendarCsv(rows, 2027, 's')).code).toBe('calendar.too-large');
  });

  test('throws nothing but its own errors (property)', () => {
    const cell = fc.constantFrom('2027-10-01', '2027-10-09', '休', '班', '"', ',', '\n', 'x', '#', '国庆节');
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (parts) => {
        refused(() => readCalendarCsv(parts.join(''), 2027, 's'));
      }),
    );
  });
});

describe('iCalendar', () => {
  test('reads days off and days made up, by words or by marks, and undoes folds', () => {
    const text = ics(
      NATIONAL,
      event('DTSTART;VALUE=DATE:20271009', 'SUMMARY:国庆节补', ' 班'),
      event('DTSTART;TZID="Asia:Shanghai":20270501T000000', 'SUMMARY:劳动节', 'X-APPLE-SPECIAL-DAY:WORK-HOLIDAY'),
      event('DTSTART;VALUE=DATE:20270425', 'SUMMARY:劳动节', 'X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY'),
    );
    expect(readCalendarIcs(text, 2027, 's')).toEqual({
      year: {
        year: 2027,
        source: 's',
        holidays: [
          { name: '劳动节', from: '2027-05-01', to: '2027-05-01' },
          { name: '国庆节', from: '2027-10-01', to: '2027-10-07' },
        ],
        workdays: ['2027-04-25', '2027-10-09'],
      },
      others: 0,
      unclear: [],
    });
  });

  test('names what it does not understand instead of guessing', () => {
    const text = ics(
      NATIONAL,
      event('DTSTART;VALUE=DATE:20270214', 'SUMMARY:情人节'),
      event('DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=YEARLY', 'SUMMARY:元旦（休）'),
      event('DTSTART;VALUE=DATE:20261001', 'SUMMARY:国庆节（休）'),
      event('DTSTART;VALUE=DATE:20270307', 'SUMMARY:值班', 'BEGIN:VALARM', 'SUMMARY:x', 'END:VALARM'),
    );
    const { year, others, unclear } = readCalendarIcs(text, 2027, 's');
    expect([others, unclear]).toEqual([1, ['情人节', '元旦（休）']]);
    expect(year.workdays).toEqual(['2027-03-07']);
  });

  test.each([
    ['', 1],
    ['BEGIN:VEVENT', 1],
    ['BEGIN:VCALENDAR', 1],
    ['BEGIN:VCALENDAR\nnothing', 2],
    ['BEGIN:VCALENDAR\nEND:VEVENT', 2],
    [ics(event('SUMMARY:国庆节（休）')), 3],
    [`BEGIN:VCALENDAR\n${'BEGIN:X\n'.repeat(20)}`, 10],
  ])('refuses %j with its line', (text, line) => {
    expect(refused(() => readCalendarIcs(text, 2027, 's'))).toEqual({ code: 'calendar.ics-invalid', line });
  });

  test('refuses what is too large', () => {
    expect(refused(() => readCalendarIcs('\n'.repeat(50_000), 2027, 's')).code).toBe('calendar.too-large');
    expect(refused(() => readCalendarIcs(' '.repeat(262_145), 2027, 's')).code).toBe('calendar.too-large');
  });

  test('throws nothing but its own errors (property)', () => {
    const line = fc.constantFrom(
      'BEGIN:VCALENDAR',
      'END:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      'DTSTART;VALUE=DATE:20271001',
      'DTEND:20270901T000000Z',
      'DTEND;VALUE=DATE:20990101',
      'SUMMARY:国庆节（休）',
      ' 班',
      'A;B="',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        refused(() => readCalendarIcs(lines.join('\n'), 2027, 's'));
      }),
    );
  });
});
