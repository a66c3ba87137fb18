import { describe, expect, it } from 'vitest';
import { healthOf } from './health.ts';
import { meter } from './meter.ts';

describe('meter', () => {
  it('tells the mean of the last five whole seconds and forgets the rest', () => {
    let now = 10_000;
    const rate = meter(() => now);
    rate.add(100);
    expect(rate.perSecond()).toBe(0);
    now = 11_000;
    expect(rate.perSecond()).toBe(20);
    now = 15_999;
    expect(rate.perSecond()).toBe(20);
    now = 16_000;
    expect(rate.perSecond()).toBe(0);
  });
});

describe('health of a source', () => {
  const base = { enabled: true, lastSeen: 1_000_000, silentAfterMinutes: 10, recentEvents: 95, recentQuarantined: 5 };
  it('is healthy up to 5 % of quarantine and failing above', () => {
    expect(healthOf(base, 1_000_000)).toBe('healthy');
    expect(healthOf({ ...base, recentEvents: 94 }, 1_000_000)).toBe('failing');
  });
  it('is silent after its own time, waiting before the first record, disabled when switched off', () => {
    expect(healthOf(base, 1_000_000 + 600_000)).toBe('healthy');
    expect(healthOf(base, 1_000_000 + 600_001)).toBe('silent');
    expect(healthOf({ ...base, lastSeen: null }, 0)).toBe('waiting');
    expect(healthOf({ ...base, enabled: false }, 0)).toBe('disabled');
  });
});
