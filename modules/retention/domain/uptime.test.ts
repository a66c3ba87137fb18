import { describe, expect, it } from 'vitest';
import { tick } from './uptime.ts';

const DAY = 86_400_000;

describe('the ledger of uptime', () => {
  it('adds what the monotonic clock says, not what the wall clock says', () => {
    expect(tick({ wall: 0, monotonic: 0 }, { wall: 60_000, monotonic: 60_000 })).toEqual({
      addMs: 60_000,
      jumpMs: undefined,
    });
    expect(tick({ wall: 0, monotonic: 0 }, { wall: 400 * DAY, monotonic: 60_000 })).toEqual({
      addMs: 60_000,
      jumpMs: 400 * DAY - 60_000,
    });
  });

  it('tells a clock that was set back, and never subtracts', () => {
    expect(tick({ wall: DAY, monotonic: 1_000 }, { wall: 0, monotonic: 2_000 })).toEqual({
      addMs: 1_000,
      jumpMs: -DAY - 1_000,
    });
    expect(tick({ wall: 0, monotonic: 5_000 }, { wall: 0, monotonic: 0 }).addMs).toBe(0);
  });

  it('takes small corrections for the work of a time server', () => {
    expect(tick({ wall: 0, monotonic: 0 }, { wall: 299_000, monotonic: 0 }).jumpMs).toBeUndefined();
  });
});
