import { describe, expect, it } from 'vitest';
import { rates } from './rates.ts';

const OFF = { sourcePerSecond: 0, vehiclePerMinute: 0, graceMs: 60_000 };
const CAR = { source: '10.0.0.7', vehicle: 'LSVAA0000N0000017' };
const PLATFORM = { source: 'platform:east', vehicle: undefined };

describe('rates', () => {
  it('without limits hold nobody', () => {
    expect(rates(OFF).took(0, 1_000_000, CAR)).toEqual({ kind: 'go' });
  });

  it('hold a source above its limit for as long as it is ahead, and only that one', () => {
    const meters = rates({ ...OFF, sourcePerSecond: 100 });
    expect(meters.took(0, 100, PLATFORM)).toEqual({ kind: 'go' });
    expect(meters.took(0, 50, PLATFORM)).toMatchObject({ kind: 'hold', wait: 500, scope: 'source', limit: 100 });
    expect(meters.took(0, 100, { ...PLATFORM, source: 'platform:west' })).toEqual({ kind: 'go' });
    expect(meters.took(500, 0, PLATFORM)).toEqual({ kind: 'go' });
  });

  it('never hold longer than five seconds at a time', () => {
    expect(rates({ ...OFF, sourcePerSecond: 10 }).took(0, 10_000, CAR)).toMatchObject({ wait: 5000 });
  });

  it('give a vehicle a minute of its frames at once, on any connection', () => {
    const meters = rates({ ...OFF, vehiclePerMinute: 60 });
    expect(meters.took(0, 60, CAR)).toEqual({ kind: 'go' });
    expect(meters.took(0, 1, { ...CAR, source: '10.0.0.8' })).toMatchObject({
      kind: 'hold',
      scope: 'vehicle',
      wait: 1000,
    });
    expect(meters.took(0, 1000, PLATFORM)).toEqual({ kind: 'go' });
  });

  it('close a sender that is held for longer than the grace, and forget after a calm while', () => {
    const meters = rates({ ...OFF, sourcePerSecond: 10, graceMs: 2000 });
    expect(meters.took(0, 40, CAR).kind).toBe('hold');
    expect(meters.took(2000, 40, CAR).kind).toBe('hold');
    expect(meters.took(2001, 1, CAR)).toMatchObject({ kind: 'close', since: 0 });
    expect(meters.took(20_000, 1, CAR).kind).toBe('go');
    expect(meters.took(20_000, 40, CAR)).toMatchObject({ kind: 'hold', since: 20_000 });
  });

  it('forget the quietest sender when there are very many', () => {
    const meters = rates({ ...OFF, sourcePerSecond: 1 });
    expect(meters.took(0, 1, CAR).kind).toBe('go');
    for (let n = 0; n < 50_000; n += 1) meters.took(0, 1, { ...CAR, source: `10.${n}` });
    expect(meters.took(0, 1, CAR).kind).toBe('go');
    expect(meters.took(0, 1, { ...CAR, source: '10.49999' }).kind).toBe('hold');
  });
});
