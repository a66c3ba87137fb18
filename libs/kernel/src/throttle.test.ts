import { describe, expect, it } from 'vitest';
import { throttle } from './throttle.ts';

describe('a throttle', () => {
  it('lets a burst through and then asks to wait for what is too much', () => {
    const wait = throttle(100, 200);
    expect(wait(0, 200)).toBe(0);
    expect(wait(0, 50)).toBe(500);
    expect(wait(500, 0)).toBe(0);
  });

  it('forgets what was paid off by time, and never saves more than the burst', () => {
    const wait = throttle(100, 100);
    expect(wait(0, 100)).toBe(0);
    expect(wait(3_600_000, 100)).toBe(0);
    expect(wait(3_600_000, 1)).toBe(10);
  });

  it('does not pay off when the time goes back', () => {
    const wait = throttle(10, 10);
    expect(wait(1000, 10)).toBe(0);
    expect(wait(0, 10)).toBe(1000);
  });
});
