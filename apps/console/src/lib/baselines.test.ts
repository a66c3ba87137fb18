import { describe, expect, it } from 'vitest';
import { drawnHours, entityLine, foundBaselines, hourOfWeek, markedHours, newBaselineText } from './baselines.ts';

const HOUR = 3_600_000;
const slot = (median: number) => ({ median, low: 0, high: median * 2, samples: 4 });

describe('the picture of a baseline', () => {
  it('counts hours of the week from Monday in China', () => {
    expect(hourOfWeek(Date.parse('2026-11-23T00:00:00+08:00'))).toBe(0);
    expect(hourOfWeek(Date.parse('2026-11-29T23:59:00+08:00'))).toBe(167);
    expect(hourOfWeek(Date.parse('1970-01-01T00:00:00Z'))).toBe(80);
  });

  it('lays what came over what is usual at that hour', () => {
    const at = Date.parse('2026-11-23T00:00:00+08:00');
    const slots = Array.from({ length: 168 }, (_, hour) => (hour === 0 ? slot(7) : null));
    const hours = drawnHours({ slots, actual: [{ at: new Date(at).toISOString(), count: 9 }] });
    expect(hours).toHaveLength(168);
    expect(hours.at(-1)).toEqual({ at, count: 9, low: 0, high: 14, median: 7 });
    expect(hours[0]).toEqual({ at: at - 167 * HOUR, count: null, low: null, high: null, median: null });
  });

  it('is not drawn while nothing is known', () => {
    expect(drawnHours({ slots: [null], actual: [] })).toEqual([]);
    expect(drawnHours({ slots: [null], actual: [{ at: '2026-11-23T00:00:00.000Z', count: 1 }] })).toEqual([]);
  });
});

describe('words of behaviour rules', () => {
  it('name an entity in one line', () => {
    expect(
      entityLine([
        { field: 'account', value: 'li' },
        { field: 'vin', value: 'L1' },
      ]),
    ).toBe('account = li, vin = L1');
    expect(entityLine([])).toBe('');
  });

  it('are found by title in both languages, field and id', () => {
    const rule = {
      id: 'x-1',
      title: 'New Country',
      titleZh: '首次登录',
      field: 'geo_country',
      groupBy: ['account'],
    } as never;
    for (const find of ['country', '登录', 'GEO', 'x-1', 'account', undefined])
      expect(foundBaselines([rule], find)).toEqual([rule]);
    expect(foundBaselines([rule], 'vehicle')).toEqual([]);
  });

  it('begin with a text that has its id and date', () => {
    expect(newBaselineText('i-1', '2026-11-27', '新规则')).toContain('x-title-zh: 新规则\nid: i-1\n');
  });
});

describe('days that are not what the week says', () => {
  it('are marked where they lie in the picture, in the time of China', () => {
    const hours = Array.from({ length: 48 }, (_, n) => ({
      at: Date.parse('2026-10-01T00:00:00+08:00') + (n - 10) * 3_600_000,
    }));
    const day = { date: '2026-10-01', kind: 'holiday' as const, name: '国庆节' };
    expect(markedHours(hours, [day])).toEqual([{ from: 10, to: 33, day }]);
    expect(markedHours(hours, [{ ...day, date: '2026-10-05' }])).toEqual([]);
  });
});
