import { dayInChina, openCalendar } from '@chedun/calendar';
import { describe, expect, test } from 'vitest';
import { HOUR, openOne, see } from '../testing/baselines.ts';
import type { Baselines } from './baselines.ts';
import { HolidayHours } from './holiday-hours.ts';
import { weekOnly, type KindOfHour } from './hour-kind.ts';
import { Season } from './season.ts';

const CALENDAR = openCalendar([
  {
    year: 2026,
    source: 'test',
    holidays: [{ name: '国庆节', from: '2026-10-01', to: '2026-10-07' }],
    workdays: ['2026-10-10'],
  },
]);
const kindOf: KindOfHour = (hour) => CALENDAR.factsOf(dayInChina(hour * HOUR)).kind;
const RATE = { type: 'rate_anomaly', 'group-by': 'vin', learn: '7d', minimum: 20, threshold: 6 };
const china = (text: string): number => Date.parse(`${text}:00+08:00`);

/** Events of an hour by day: 40 on working days, 10 at weekends, 85 on holidays, 4 at night. */
const countOf = (at: number): number => {
  const hour = new Date(at + 8 * HOUR).getUTCHours();
  if (hour < 8 || hour >= 20) return 4;
  return { workday: 40, 'make-up': 40, weekend: 10, holiday: 85 }[kindOf(at / HOUR)] + (hour % 3);
};

const live = (baselines: Baselines, from: number, to: number) => {
  const verdicts = [];
  for (let hour = from; hour < to; hour += HOUR)
    for (let n = 0; n < countOf(hour); n += 1) verdicts.push(...see(baselines, hour + n * 30_000, 'v'));
  return verdicts;
};

const learnt = (kind: KindOfHour): Baselines => {
  const baselines = openOne(RATE, undefined, kind);
  expect(live(baselines, china('2026-08-24T00:00'), china('2026-10-01T00:00'))).toEqual([]);
  return baselines;
};

describe('public holidays', () => {
  test('are not judged by the same day of other weeks', () => {
    const to = china('2026-10-03T00:00');
    expect(live(learnt(weekOnly), china('2026-10-01T00:00'), to)).not.toEqual([]);
    expect(live(learnt(kindOf), china('2026-10-01T00:00'), to)).toEqual([]);
  });

  test('are judged in the band of all days while few are known, and by holidays then', () => {
    const baselines = learnt(kindOf);
    const first = china('2026-10-01T10:00');
    live(baselines, china('2026-10-01T00:00'), first);
    const surge = Array.from({ length: 400 }, (_, n) => see(baselines, first + n * 1000, 'v')).flat();
    expect(surge[0]?.expected).toContain('on any day, as few public holidays are known');
    live(baselines, first + HOUR, china('2026-10-05T10:00'));
    const fifth = china('2026-10-05T10:00');
    const again = Array.from({ length: 400 }, (_, n) => see(baselines, fifth + n * 1000, 'v')).flat();
    expect(again).toHaveLength(1);
    expect(again[0]?.expected).toContain('on public holidays');
    expect(again[0]?.figures['median']).toBeGreaterThanOrEqual(85);
  });

  test('a weekend day on which people work is a working day', () => {
    const [from, to] = [china('2026-10-10T00:00'), china('2026-10-11T00:00')];
    const plain = learnt(weekOnly);
    live(plain, china('2026-10-01T00:00'), from);
    expect(live(plain, from, to)).not.toEqual([]);
    const knowing = learnt(kindOf);
    live(knowing, china('2026-10-01T00:00'), from);
    expect(live(knowing, from, to)).toEqual([]);
  });

  test('do not change what is usual on other days', () => {
    const season = new Season(4, kindOf);
    const monday = china('2026-10-12T09:00') / HOUR;
    for (let week = 1; week <= 4; week += 1) {
      const hour = monday - week * 168;
      season.close(hour, kindOf(hour) === 'holiday' ? 500 : 40, true);
    }
    expect(season.usual(monday)).toMatchObject({ median: 40, samples: 3, from: 'hour of week' });
  });

  test('are remembered through a snapshot', () => {
    const baselines = learnt(kindOf);
    live(baselines, china('2026-10-01T00:00'), china('2026-10-05T10:00'));
    baselines.touch('r');
    const parts = baselines.takeDirty();
    const again = openOne(RATE, undefined, kindOf);
    again.restore(parts);
    const at = china('2026-10-05T10:00');
    const told = (one: Baselines) => Array.from({ length: 400 }, (_, n) => see(one, at + n * 1000, 'v')).flat();
    const expected = told(baselines);
    expect(expected).toHaveLength(1);
    expect(told(again)).toEqual(expected);
  });
});

describe('the memory of holidays', () => {
  test('keeps the newest days and begins anew with text of another form', () => {
    const holidays = new HolidayHours();
    const hour = china('2026-01-01T10:00') / HOUR;
    for (let day = 0; day < 20; day += 1) holidays.close(hour + day * 24, day, true);
    holidays.close(hour + 19 * 24, 7, false);
    holidays.close(hour, 99, true);
    expect(holidays.before(hour + 20 * 24).toSorted((a, b) => a - b)).toEqual([
      8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
    expect(holidays.before(hour + 10 * 24).toSorted((a, b) => a - b)).toEqual([8, 9]);
    const text = holidays.save();
    expect(HolidayHours.from(text).save()).toBe(text);
    for (const damaged of ['', '|', '1,2|x', text.slice(0, -1), text.replace(',', ',x')])
      expect(HolidayHours.from(damaged).before(hour + 40 * 24)).toEqual([]);
  });

  test('what was saved before holidays were known is read', () => {
    const season = new Season(2, kindOf);
    season.close(china('2026-09-01T10:00') / HOUR, 70_000, true);
    const again = Season.from(2, season.save(), '', kindOf);
    expect(again.at(china('2026-09-01T10:00') / HOUR)).toBeCloseTo(70_000, -2);
    expect(again.saveHolidays()).toBe('');
  });
});
