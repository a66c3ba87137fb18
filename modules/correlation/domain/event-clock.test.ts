import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AHEAD_MS, clockAfter, eventTimeAt, type EventClock, laterClock } from './event-clock.ts';

describe('event time', () => {
  it('begins with the first hit and goes on with the receipts', () => {
    const clock = clockAfter(undefined, 1_000, 50_000);
    expect(clock).toEqual({ at: 1_000, received: 50_000 });
    expect(eventTimeAt(clock, 53_000)).toBe(4_000);
    expect(eventTimeAt(clock, 40_000)).toBe(1_000);
  });

  it('takes an event that is too far ahead at its receipt', () => {
    expect(clockAfter(undefined, 100 + AHEAD_MS, 100).at).toBe(100 + AHEAD_MS);
    expect(clockAfter(undefined, 101 + AHEAD_MS, 100).at).toBe(100);
  });

  it('never goes back, whatever times come', () => {
    const step = fc.record({ time: fc.nat(1_000_000), received: fc.nat(1_000_000) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        let clock: EventClock | undefined;
        for (const { time, received } of steps) {
          const next = clockAfter(clock, time, received);
          if (clock) {
            expect(next.at).toBeGreaterThanOrEqual(clock.at);
            expect(next.received).toBeGreaterThanOrEqual(clock.received);
          }
          clock = next;
        }
      }),
    );
  });

  it('is the one that is ahead when there are two', () => {
    const [slow, quick] = [
      { at: 10_000, received: 20_000 },
      { at: 16_000, received: 25_000 },
    ];
    expect(laterClock(slow, quick)).toBe(quick);
    expect(laterClock({ at: 12_000, received: 20_000 }, quick)).toEqual({ at: 12_000, received: 20_000 });
    expect([laterClock(undefined, slow), laterClock(slow, undefined), laterClock(undefined, undefined)]).toEqual([
      slow,
      slow,
      undefined,
    ]);
  });
});
