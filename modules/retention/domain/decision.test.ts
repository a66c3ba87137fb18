import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deletableRun, obstaclesOf, type ActiveHold, type Clocks, type SegmentFacts } from './decision.ts';

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 2, 1);
const LEGAL = { days: 184, legal: true };

const segment = (about: Partial<SegmentFacts> = {}): SegmentFacts => ({
  stream: 'network',
  sources: ['tsp'],
  firstSeq: 1,
  lastSeq: 100,
  sealed: true,
  consumed: true,
  oldestReceivedAt: T0 - DAY,
  newestReceivedAt: T0,
  uptimeAtSeal: 0,
  checkpointAt: T0,
  ...about,
});
/** A system that has run without a break since T0. */
const after = (days: number, about: Partial<Clocks> = {}): Clocks => ({
  now: T0 + days * DAY,
  ntpOffsetMs: undefined,
  lastCheckpointAt: T0 + days * DAY - 10_000,
  uptimeMs: days * DAY,
  ...about,
});
const hold = (about: Partial<ActiveHold> = {}): ActiveHold => ({
  id: 'h1',
  streams: [],
  sources: [],
  assets: [],
  from: null,
  to: null,
  ...about,
});
const kinds = (clocks: Clocks, facts = segment(), holds: readonly ActiveHold[] = []): string[] =>
  obstaclesOf(facts, LEGAL, clocks, holds).map(({ kind }) => kind);

describe('may this segment go?', () => {
  it('may after 184 days by all three clocks', () => {
    expect(kinds(after(184))).toEqual(['checkpoint-clock']);
    expect(kinds(after(184.01))).toEqual([]);
    expect(kinds(after(183.9))).toEqual(['receive-clock', 'checkpoint-clock', 'uptime-ledger']);
  });

  it('stays when the clock jumps 400 days ahead, even when checkpoints are signed after the jump', () => {
    const jumped = after(1, { now: T0 + 401 * DAY });
    expect(kinds(jumped)).toContain('clock-ahead');
    const signedAfterwards = after(1, { now: T0 + 401 * DAY, lastCheckpointAt: T0 + 401 * DAY });
    expect(kinds(signedAfterwards)).toEqual(['uptime-ledger']);
  });

  it('stays while the clock is more than five minutes away from the last checkpoint or from NTP', () => {
    const late = after(200, { lastCheckpointAt: T0 + 200 * DAY - 301_000 });
    expect(kinds(late)).toEqual(['clock-off']);
    expect(kinds(after(200, { lastCheckpointAt: T0 + 200 * DAY + 301_000 }))).toEqual(['clock-off']);
    expect(kinds(after(200, { ntpOffsetMs: -301_000 }))).toEqual(['ntp-off']);
    expect(kinds(after(200, { ntpOffsetMs: 299_000 }))).toEqual([]);
  });

  it('stays without a checkpoint, while it is written, and while somebody has not read it', () => {
    expect(kinds(after(200, { lastCheckpointAt: undefined }))).toContain('checkpoint-missing');
    expect(kinds(after(200), segment({ checkpointAt: undefined }))).toEqual(['checkpoint-missing']);
    expect(kinds(after(200), segment({ sealed: false }))).toEqual(['not-sealed']);
    expect(kinds(after(200), segment({ consumed: false }))).toEqual(['not-consumed']);
  });

  it('counts only time that the system has run', () => {
    expect(kinds(after(200, { uptimeMs: 150 * DAY }))).toEqual(['uptime-ledger']);
    expect(kinds(after(200, { uptimeMs: 300 * DAY }), segment({ uptimeAtSeal: 120 * DAY }))).toEqual(['uptime-ledger']);
  });

  it('stays under a hold that covers its time, source or stream', () => {
    const now = after(200);
    expect(kinds(now, segment(), [hold()])).toEqual(['legal-hold']);
    expect(kinds(now, segment(), [hold({ sources: ['tsp'] })])).toEqual(['legal-hold']);
    expect(kinds(now, segment(), [hold({ sources: ['fw'] })])).toEqual([]);
    expect(kinds(now, segment(), [hold({ from: T0 + 1 })])).toEqual([]);
    expect(kinds(now, segment(), [hold({ to: T0 - 2 * DAY })])).toEqual([]);
    expect(kinds(now, segment(), [hold({ streams: ['telemetry'] })])).toEqual([]);
    expect(kinds(now, segment(), [hold({ assets: ['LSVAA49J132047371'], to: T0 })])).toEqual(['legal-hold']);
  });
});

describe('a run of segments', () => {
  const row = [0, 1, 2].map((n) => segment({ firstSeq: n * 100 + 1, sources: n === 1 ? ['fw'] : ['tsp'] }));

  it('ends at the first that stays, so that the chain has no hole', () => {
    expect(deletableRun(row, LEGAL, after(200), [])).toHaveLength(3);
    expect(deletableRun(row, LEGAL, after(200), [hold({ sources: ['fw'] })])).toHaveLength(1);
    expect(deletableRun(row, LEGAL, after(10), [])).toHaveLength(0);
  });

  it('never holds a segment younger than 184 days by any clock', () => {
    const days = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(days, days, days, fc.integer({ min: 1, max: 300 }), (wall, signed, ran, policy) => {
        const clocks: Clocks = {
          now: T0 + wall * DAY,
          ntpOffsetMs: 0,
          lastCheckpointAt: T0 + signed * DAY,
          uptimeMs: ran * DAY,
        };
        const gone = deletableRun([segment()], { days: policy, legal: true }, clocks, []);
        if (gone.length > 0) expect(Math.min(wall, signed, ran)).toBeGreaterThanOrEqual(184);
      }),
    );
  });
});
