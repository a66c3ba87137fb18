import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/bus.ts';
import { createSlotClock } from './clock.ts';

describe('slot clock', () => {
  it('tells the slot and the distance from its middle', () => {
    const clock = createSlotClock(0.01, 0.004);
    clock.start(1);
    expect(clock.place(1.002).slots).toBe(0);
    expect(clock.place(1.002).residual).toBeCloseTo(0.002, 9);
    expect(clock.place(1.009).slots).toBe(1);
    expect(clock.place(1.009).residual).toBeCloseTo(-0.001, 9);
    expect(clock.place(1.034).slots).toBe(3);
  });

  it('never goes back', () => {
    const clock = createSlotClock(0.01, 0.004);
    clock.start(1);
    expect(clock.place(0.5).slots).toBe(0);
  });

  it('averages the jitter out and follows drift', () => {
    const random = createRandom(4);
    const clock = createSlotClock(0.01, 0.004);
    clock.start(0);
    let worst = 0;
    for (let slot = 1; slot < 5000; slot += 1) {
      const jitter = (random() - 0.5) * 0.002;
      const time = slot * 0.010001 + jitter;
      const { slots, residual } = clock.place(time);
      expect(slots).toBe(1);
      clock.advance(slots);
      clock.settle(residual);
      if (slot > 50) worst = Math.max(worst, Math.abs(residual - jitter));
    }
    expect(worst).toBeLessThan(0.001);
  });

  it('takes the phase anew when the sender moved', () => {
    const clock = createSlotClock(0.01, 0.001);
    clock.start(0);
    const residuals: number[] = [];
    for (let slot = 1; slot < 40; slot += 1) {
      const { slots, residual } = clock.place(slot * 0.01 + (slot < 20 ? 0 : 0.004));
      clock.advance(slots);
      clock.settle(residual);
      residuals.push(Math.abs(residual));
    }
    expect(Math.max(...residuals.slice(0, 18))).toBeLessThan(1e-9);
    expect(residuals.filter((residual) => residual > 0.001)).toHaveLength(3);
  });

  it('finds the phase quickly after a long silence', () => {
    const clock = createSlotClock(0.01, 0.004);
    clock.start(0);
    for (let slot = 1; slot < 100; slot += 1) {
      const { slots, residual } = clock.place(slot * 0.01);
      clock.advance(slots);
      clock.settle(residual);
    }
    const far = clock.place(10.003);
    clock.advance(far.slots);
    clock.settle(far.residual);
    expect(Math.abs(clock.place(10.013).residual)).toBeLessThan(1e-6);
  });
});
