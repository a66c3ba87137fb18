import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarStamp, stampMs } from './calendar.ts';
import { civilMs, epochMs, isoMs } from './time.ts';

describe('ISO time', () => {
  it('agrees with the platform on every instant', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => {
          expect(isoMs(date.toISOString(), 480)).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    ['2026-07-28T11:28:41Z', 0],
    ['2026-07-28 11:28:41', 0],
    ['2026-07-28T19:28:41+08:00', 0],
    ['2026-07-28T06:28:41-0500', 0],
    ['2026-07-28T11:28:41.123456789Z', 123],
    ['2026-07-28T11:28:41,5Z', 500],
    ['2018-03-24T17:15:20.866586Z', undefined],
  ])('%s', (text, millis) => {
    const expected = millis === undefined ? 1_521_911_720_866 : 1_785_238_121_000 + millis;
    expect(isoMs(text, 0)).toBe(expected);
  });

  it('takes the given zone only where the text names none', () => {
    expect(isoMs('2026-07-28 19:28:41', 480)).toBe(1_785_238_121_000);
    expect(isoMs('2026-07-28T11:28:41Z', 480)).toBe(1_785_238_121_000);
  });

  it.each([
    '',
    'now',
    '2026-07-28',
    '2026-13-01T00:00:00Z',
    '2026-07-28T24:00:00Z',
    '2026-07-28T11:28:41+8',
    '2026-07-28T11:28:41Zx',
    '2026/07/28T11:28:41Z',
    '2026-0a-28T11:28:41Z',
  ])('refuses %j', (text) => {
    expect(isoMs(text, 0)).toBeUndefined();
  });
});

describe('epoch time', () => {
  it.each([
    [1_785_238_121, 1_785_238_121_000],
    ['1364481363.243', 1_364_481_363_243],
    [1_785_238_121_500, 1_785_238_121_500],
    ['1785238121500000', 1_785_238_121_500],
    ['1785238121500000000', 1_785_238_121_500],
  ])('%s', (value, expected) => {
    expect(epochMs(value)).toBe(expected);
  });

  it.each([undefined, null, '', 'x', -1, 0, Number.NaN, Number.POSITIVE_INFINITY, {}, 1e30])('refuses %s', (value) => {
    expect(epochMs(value)).toBeUndefined();
  });
});

describe('calendar stamps', () => {
  const now = () => Date.UTC(2026, 0, 2, 12);
  const at = (text: string, clock?: () => number) => {
    const stamp = calendarStamp(text);
    return stamp === undefined ? undefined : stampMs(stamp, 0, clock);
  };

  it('puts a stamp without year before now, one day of clock error allowed', () => {
    expect(at('Dec 31 23:59:59', now)).toBe(Date.UTC(2025, 11, 31, 23, 59, 59));
    expect(at('Jan  3 11:00:00', now)).toBe(Date.UTC(2026, 0, 3, 11));
    expect(at('Jan  4 00:00:00', now)).toBe(Date.UTC(2025, 0, 4));
    expect(at('Jan  1 00:00:00', () => Date.UTC(2025, 11, 31, 23))).toBe(Date.UTC(2026, 0, 1));
  });

  it('gives no instant without a year and without a clock', () => {
    expect(at('Jan  3 11:00:00')).toBeUndefined();
    expect(at('Jan 03 2024 11:00:00.250')).toBe(Date.UTC(2024, 0, 3, 11, 0, 0, 250));
  });

  it.each(['Foo 03 11:00:00', 'Jan 3', '', 'Jan 33 x'])('refuses %j', (text) => {
    expect(calendarStamp(text)).toBeUndefined();
  });

  it('refuses parts out of range', () => {
    expect(civilMs({ year: 2026, month: 2, day: 32, hour: 0, minute: 0, second: 0 })).toBeUndefined();
    expect(civilMs({ year: 2026, month: 2, day: 3, hour: 0, minute: 60, second: 0 })).toBeUndefined();
  });
});
