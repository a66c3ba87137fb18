import { dayOf } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dutiesIn, gapsIn, hoursOf, owedIn, type Span } from './cover.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
/** Monday to Monday. */
const WEEK = { from: at('2026-11-23T00:00'), to: at('2026-11-30T00:00') };
const shift = (responder: string, weekdays: number[], from: string, to: string, more: object = {}) => ({
  responder,
  weekdays,
  from,
  to,
  validFrom: '2026-01-01',
  validTo: null,
  ...more,
});
const ALL = [1, 2, 3, 4, 5, 6, 7];

describe('the roster', () => {
  it('covers a week by a day shift and a night shift that ends on the next day', () => {
    const duties = dutiesIn(WEEK, [shift('a', ALL, '08:00', '20:00'), shift('b', ALL, '20:00', '08:00')], []);
    expect(gapsIn([WEEK], duties)).toEqual([]);
    // The night of the Sunday before reaches into Monday morning.
    expect(duties[0]).toEqual({ responder: 'b', from: WEEK.from, to: at('2026-11-23T08:00') });
  });

  it('leaves the hours of somebody who is away to nobody, until somebody stands in', () => {
    const shifts = [shift('a', ALL, '00:00', '24:00')];
    const away = { kind: 'away', responder: 'a', day: '2026-11-25', from: '10:00', to: '12:30' } as const;
    const gaps = gapsIn([WEEK], dutiesIn(WEEK, shifts, [away]));
    expect(gaps).toEqual([{ from: at('2026-11-25T10:00'), to: at('2026-11-25T12:30') }]);
    expect(hoursOf(gaps)).toBe(2.5);
    const extra = { kind: 'extra', responder: 'b', day: '2026-11-25', from: '09:00', to: '12:00' } as const;
    expect(hoursOf(gapsIn([WEEK], dutiesIn(WEEK, shifts, [away, extra])))).toBe(0.5);
  });

  it('knows from which day to which a pattern holds', () => {
    const shifts = [shift('a', [3], '00:00', '24:00', { validFrom: '2026-11-26' })];
    expect(dutiesIn(WEEK, shifts, [])).toEqual([]);
    expect(dutiesIn(WEEK, [shift('a', [3], '09:00', '10:00', { validTo: '2026-11-25' })], [])).toHaveLength(1);
    expect(dutiesIn(WEEK, [shift('a', [3], '09:00', '10:00', { validTo: '2026-11-24' })], [])).toHaveLength(0);
  });

  it('owes all hours, or those of working days', () => {
    expect(hoursOf(owedIn(WEEK, 'around-the-clock'))).toBe(168);
    expect(hoursOf(owedIn(WEEK, 'working-time'))).toBe(45);
  });

  it('loses and invents no minute: covered and uncovered make up what is owed', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const patterns = fc.array(
      fc.record({
        responder: fc.constantFrom('a', 'b', 'c'),
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        from: time,
        to: time,
        validFrom: fc.constant('2026-01-01'),
        validTo: fc.constantFrom(null, '2026-11-26'),
      }),
      { maxLength: 8 },
    );
    const exceptions = fc.array(
      fc.record({
        kind: fc.constantFrom('away' as const, 'extra' as const),
        responder: fc.constantFrom('a', 'b', 'c'),
        day: fc.integer({ min: 0, max: 6 }).map((n) => dayOf(WEEK.from + n * 86_400_000)),
        from: time,
        to: time,
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(patterns, exceptions, (shifts, others) => {
        const duties = dutiesIn(WEEK, shifts, others);
        const gaps = gapsIn([WEEK], duties);
        const inside = (spans: readonly Span[], moment: number) =>
          spans.some(({ from, to }) => from <= moment && moment < to);
        for (const { from, to } of [...duties, ...gaps]) {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThanOrEqual(WEEK.from);
          expect(to).toBeLessThanOrEqual(WEEK.to);
        }
        for (let moment = WEEK.from; moment < WEEK.to; moment += 17 * 60_000)
          expect(inside(gaps, moment)).toBe(!inside(duties, moment));
      }),
      { numRuns: 200 },
    );
  });
});
