import { describe, expect, it } from 'vitest';
import { limitsOf } from '../engine.ts';
import { call, command, login, T0, UNKNOWN_WORLD, verdictsOf } from '../testing/facts.ts';
import { unlockWithoutSession } from './unlock-without-session.ts';

const HOUR = 3600;
const fed = login(0, { account: 'somebody' });

describe('unlock-without-session', () => {
  it('speaks when nobody was logged in', () => {
    const [first] = verdictsOf(unlockWithoutSession, [fed, command(25 * HOUR)]);
    expect(first).toMatchObject({ expected: 'a log-in or call of the account within 24 h before', seen: 'none' });
    expect(first?.subject).toMatchObject({ account: 'u-1001', vin: 'LCDCDA1E0RW000017', last_command: 'unlock' });
  });

  it('speaks when the last session is over', () => {
    const [first] = verdictsOf(unlockWithoutSession, [fed, login(1), command(30 * HOUR)]);
    expect(first?.seen).toBe('the last one 30 h before');
  });

  it('is silent with a log-in or a call, for other commands and channels, and for refused ones', () => {
    for (const facts of [
      [fed, login(24 * HOUR), command(25 * HOUR)],
      [fed, call(24 * HOUR), command(25 * HOUR)],
      [fed, command(25 * HOUR, { command: 'climate_on' })],
      [fed, command(25 * HOUR, { channel: 'call_center' })],
      [fed, command(25 * HOUR, { outcome: 'failed' })],
    ])
      expect(verdictsOf(unlockWithoutSession, facts)).toEqual([]);
  });

  it('judges only after log-ins have arrived for as long as a session lasts', () => {
    expect(verdictsOf(unlockWithoutSession, [command(0)])).toEqual([]);
    expect(verdictsOf(unlockWithoutSession, [fed, command(23 * HOUR)])).toEqual([]);
    const limits = limitsOf(unlockWithoutSession, {});
    const memory = unlockWithoutSession.open(UNKNOWN_WORLD);
    expect(memory.unready?.(T0, limits)?.state).toBe('not-ready');
    memory.look(fed, limits, () => undefined);
    expect(memory.unready?.(T0 + HOUR, limits)?.state).toBe('learning');
    const later = unlockWithoutSession.open(UNKNOWN_WORLD);
    later.load?.(JSON.parse(JSON.stringify(memory.save?.())));
    later.load?.(null);
    expect(later.unready?.(T0 + 25 * HOUR * 1000, limits)).toBeUndefined();
  });
});
