import {
  CALENDAR_ERRORS,
  readCalendarCsv,
  readCalendarIcs,
  writeCalendarCsv,
  type CalendarYear,
} from '@chedun/calendar';
import { bytesOf, must, textOf, wordsOf, type Target } from '../target.ts';

const codes = Object.keys(CALENDAR_ERRORS);
const keep = 'libs/calendar/testing/fuzz';
const YEAR: CalendarYear = {
  year: 2026,
  source: 's',
  holidays: [{ name: '国庆节', from: '2026-10-01', to: '2026-10-07' }],
  workdays: ['2026-09-20', '2026-10-10'],
};
const ICS = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'DTSTART;VALUE=DATE:20261001',
  'DTEND;VALUE=DATE:20261008',
  'SUMMARY:国庆节（休）',
  'BEGIN:VALARM',
  'ACTION:NONE',
  'END:VALARM',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'DTSTART;TZID="Asia/Shanghai":20261010T000000',
  'X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY',
  'SUMMARY:补班',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');

/** A year that a reader gives can be written and read back. */
const check = (year: CalendarYear): void => {
  const again = readCalendarCsv(writeCalendarCsv(year), year.year, year.source);
  must(JSON.stringify(again.workdays) === JSON.stringify(year.workdays), 'days made up are written and read back');
  must(year.holidays.length <= 40 && year.workdays.length <= 40, 'lists are bounded');
};

/** Readers of calendars that operators import. */
export const targets: readonly Target[] = [
  {
    name: 'calendar-csv',
    keep,
    codes,
    seeds: [bytesOf(writeCalendarCsv(YEAR))],
    words: wordsOf('2026-10-01 2026-12-31 holiday workday 休 班 , " #'),
    run: (bytes) => check(readCalendarCsv(textOf(bytes), 2026, 's')),
  },
  {
    name: 'calendar-ics',
    keep,
    codes,
    seeds: [bytesOf(ICS)],
    words: wordsOf('BEGIN:VEVENT END:VEVENT DTSTART:20261001 DTEND:20261231 RRULE:FREQ=YEARLY （休） 班 : ; "'),
    run: (bytes) => check(readCalendarIcs(textOf(bytes), 2026, 's').year),
  },
];
