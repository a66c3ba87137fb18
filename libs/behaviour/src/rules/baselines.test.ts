import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, MONDAY, openOne, ruleFrom, see } from '../testing/baselines.ts';
import type { Baselines } from './baselines.ts';
import { learntFrom } from './read-baseline.ts';

const TERMS = { type: 'new_terms', field: 'country', 'group-by': ['user'], learn: '7d', forget: '30d' };
const RATE = { type: 'rate_anomaly', 'group-by': 'vin', learn: '7d', minimum: 20, threshold: 6 };

/** Four weeks of a fleet that works by day: 40 an hour from 8 to 20, 4 at night. */
const work = (baselines: Baselines, entity: string, from: number, to: number) => {
  const verdicts = [];
  for (let hour = from; hour < to; hour += HOUR) {
    const ofDay = (hour / HOUR) % 24;
    const count = ofDay >= 8 && ofDay < 20 ? 40 + ((hour / HOUR) % 3) : 4;
    for (let n = 0; n < count; n += 1) verdicts.push(...see(baselines, hour + n * 60_000, entity));
  }
  return verdicts;
};

describe('new terms', () => {
  test('learns first, tells a new value once, and forgets what was not seen for long', () => {
    const baselines = openOne(TERMS);
    expect(see(baselines, MONDAY, 'li', 'CN')).toEqual([]);
    expect(see(baselines, MONDAY + DAY, 'li', 'JP')).toEqual([]);
    const [verdict, ...more] = see(baselines, MONDAY + 8 * DAY, 'li', 'RU');
    expect(more).toEqual([]);
    expect(verdict).toMatchObject({ rule: 'r', entity: 'li', value: 'RU', figures: { known: 2 } });
    expect(see(baselines, MONDAY + 8 * DAY + 1, 'li', 'RU')).toEqual([]);
    expect(see(baselines, MONDAY + 9 * DAY, 'li', 'JP')).toEqual([]);
    expect(see(baselines, MONDAY + 45 * DAY, 'li', 'JP')).toHaveLength(1);
  });

  test('each entity learns for itself', () => {
    const baselines = openOne(TERMS);
    see(baselines, MONDAY, 'li', 'CN');
    see(baselines, MONDAY + 8 * DAY, 'wang', 'RU');
    expect(see(baselines, MONDAY + 9 * DAY, 'wang', 'CN')).toEqual([]);
    expect(see(baselines, MONDAY + 9 * DAY, 'li', 'RU')).toHaveLength(1);
  });

  test('a cap refuses, tells once, and loses nothing that was learnt', () => {
    const baselines = openOne({ ...TERMS, entities: 2, values: 2, learn: '0s' });
    for (const user of ['a', 'b', 'c', 'd']) see(baselines, MONDAY, user, 'CN');
    expect(baselines.takeRefusals()).toEqual([{ rule: 'r', limit: 'entities', at: MONDAY }]);
    see(baselines, MONDAY, 'a', 'JP');
    expect(see(baselines, MONDAY, 'a', 'RU')).toEqual([]);
    expect(baselines.takeRefusals()).toEqual([{ rule: 'r', limit: 'values', at: MONDAY }]);
    expect(see(baselines, MONDAY, 'a', 'CN')).toEqual([]);
    expect(baselines.stats('r')).toMatchObject({ entities: 2, refused: 3 });
  });

  test('the memory of all rules together is bounded', () => {
    const baselines = openOne(TERMS, 2_000);
    for (let n = 0; n < 100; n += 1) see(baselines, MONDAY, `user-${n}`, 'CN');
    expect(baselines.bytes).toBeLessThanOrEqual(2_000);
    expect(baselines.takeRefusals()[0]?.limit).toBe('bytes');
  });
});

describe('rare values', () => {
  const RARE = { type: 'rare_value', field: 'agent', 'group-by': [], learn: '1d', share: 0.01, minimum: 100 };

  test('tells a value below the share once a window, and not before there is volume', () => {
    const baselines = openOne(RARE);
    see(baselines, MONDAY, '', 'app/1');
    expect(see(baselines, MONDAY + DAY + 1, '', 'curl')).toEqual([]);
    for (let n = 0; n < 200; n += 1) see(baselines, MONDAY + DAY + n * MINUTE, '', 'app/1');
    const [verdict] = see(baselines, MONDAY + 2 * DAY, '', 'sqlmap');
    expect(verdict).toMatchObject({ value: 'sqlmap', figures: { share: 0, count: 0, total: 202 } });
    expect(see(baselines, MONDAY + 2 * DAY, '', 'sqlmap')).toEqual([]);
    expect(see(baselines, MONDAY + 2 * DAY, '', 'app/1')).toEqual([]);
  });

  test('shares count this window and the one before', () => {
    const baselines = openOne({ ...RARE, window: '1d', share: 0.2 });
    for (let n = 0; n < 200; n += 1) see(baselines, MONDAY + n * MINUTE, '', n % 2 === 0 ? 'a' : 'b');
    for (let n = 0; n < 200; n += 1) see(baselines, MONDAY + DAY + n * MINUTE, '', 'a');
    expect(see(baselines, MONDAY + DAY + 300 * MINUTE, '', 'b')).toEqual([]);
    expect(see(baselines, MONDAY + 2 * DAY, '', 'b')).toHaveLength(1);
  });
});

describe('rate anomalies', () => {
  test('a surge against the same hour of the week is told while it runs, once', () => {
    const baselines = openOne(RATE);
    expect(work(baselines, 'v', MONDAY, MONDAY + 28 * DAY)).toEqual([]);
    const night = MONDAY + 28 * DAY + 2 * HOUR;
    const verdicts = Array.from({ length: 80 }, (_, n) => see(baselines, night + n * 1000, 'v')).flat();
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]?.figures).toMatchObject({ median: 4, high: 16, count: 20 });
    expect(verdicts[0]?.expected).toBe('0 to 16 events in 60 min (median 4 of 4 samples)');
    // By day the same count is nothing.
    const day = MONDAY + 28 * DAY + 10 * HOUR;
    expect(Array.from({ length: 60 }, (_, n) => see(baselines, day + n * 1000, 'v')).flat()).toEqual([]);
  });

  test('drops: one silent entity speaks, everybody silent does not', () => {
    const baselines = openOne({ ...RATE, direction: 'drop' });
    const both = (from: number, to: number, vins: readonly string[]) => {
      const verdicts = [];
      for (let hour = from; hour < to; hour += HOUR)
        for (let n = 0; n < 50; n += 1)
          for (const vin of vins) verdicts.push(...see(baselines, hour + n * MINUTE, vin));
      return verdicts;
    };
    expect(both(MONDAY, MONDAY + 10 * DAY, ['v', 'w'])).toEqual([]);
    const verdicts = both(MONDAY + 10 * DAY, MONDAY + 10 * DAY + 6 * HOUR, ['w']);
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]).toMatchObject({ entity: 'v', figures: { count: 0, median: 50 } });
    baselines.pass(MONDAY + 10 * DAY + 12 * HOUR);
    expect(baselines.takeVerdicts()).toEqual([]);
  });

  test('the band that is drawn holds the hours of the week and what came', () => {
    const baselines = openOne(RATE);
    work(baselines, 'v', MONDAY, MONDAY + 28 * DAY);
    const band = baselines.band('r', 'v');
    expect(band?.slots).toHaveLength(168);
    expect(band?.slots[2]).toMatchObject({ median: 4, high: 16 });
    expect(band?.slots[33]?.median).toBeGreaterThanOrEqual(40);
    expect(band?.actual.length).toBeGreaterThan(160);
    expect(baselines.band('r', 'unknown')).toBeUndefined();
  });

  test('a large count is kept to a thousandth', () => {
    const baselines = openOne(RATE);
    for (let n = 0; n < 100_000; n += 1) see(baselines, MONDAY + 10 + n, 'v');
    see(baselines, MONDAY + 3 * HOUR, 'v');
    const count = baselines.band('r', 'v')?.actual[0]?.count ?? 0;
    expect(Math.abs(count - 100_000)).toBeLessThan(100);
  });
});

describe('time', () => {
  test('late events are counted and not judged, events ahead are taken at their receipt', () => {
    const baselines = openOne({ ...TERMS, lateness: '1h', learn: '0s' });
    see(baselines, MONDAY + 5 * HOUR, 'li', 'CN');
    expect(see(baselines, MONDAY + 3 * HOUR, 'li', 'RU', { received: MONDAY + 5 * HOUR })).toEqual([]);
    expect(see(baselines, MONDAY + 4.5 * HOUR, 'li', 'JP', { received: MONDAY + 5 * HOUR })).toHaveLength(1);
    const [ahead] = see(baselines, MONDAY + 400 * DAY, 'li', 'FR', { received: MONDAY + 5 * HOUR });
    expect(ahead?.at).toBe(MONDAY + 5 * HOUR);
    expect(baselines.stats('r')).toMatchObject({ late: 1, ahead: 1 });
  });

  test('a clock that runs 400 days ahead and back loses nothing that was learnt', () => {
    const baselines = openOne(RATE);
    work(baselines, 'v', MONDAY, MONDAY + 28 * DAY);
    baselines.pass(MONDAY + 428 * DAY);
    see(baselines, MONDAY + 428 * DAY, 'v');
    baselines.pass(MONDAY + 28 * DAY);
    expect(baselines.stats('r')).toMatchObject({ entities: 1, clockBack: 1 });
    const night = MONDAY + 28 * DAY + 2 * HOUR;
    expect(Array.from({ length: 80 }, (_, n) => see(baselines, night + n * 1000, 'v')).flat()).toHaveLength(1);
  });
});

describe('a restart', () => {
  const shapes: readonly [string, object, (n: number) => readonly [string, string]][] = [
    ['new terms', { ...TERMS, learn: '1d' }, (n) => [`u${n % 7}`, `c${n % (11 + (n >> 9))}`]],
    [
      'rare values',
      { type: 'rare_value', field: 'x', 'group-by': ['u'], learn: '1d', share: 0.02, minimum: 50 },
      (n) => [`u${n % 3}`, n % 97 === 0 ? `odd${n}` : 'usual'],
    ],
    [
      'rates',
      { ...RATE, learn: '1d', bucket: '5m', lateness: '1m', mute: '0s', minimum: 5, threshold: 3 },
      (n) => [`v${n % 400 > 380 ? 1 : n % 20}`, ''],
    ],
    ['beacons', { type: 'beaconing', field: 'dst', 'group-by': ['src'] }, (n) => [`s${n % 9}`, `203.0.113.${n % 9}`]],
    [
      'tunnels',
      { type: 'dns_tunnel', field: 'q', 'group-by': ['src'], limits: { subNamesCount: 10 } },
      (n) => [`s${n % 2}`, `${(n * 7919).toString(36)}q8z7x6w5v4u3t2s1${n}.evil.example`],
    ],
    [
      'generated names',
      { type: 'dga', field: 'q', 'group-by': ['src'] },
      (n) => [`s${n % 2}`, `xq${(n * 104_729).toString(36)}zkvwq.com`],
    ],
  ];
  test.each(shapes)('goes on exactly where the state was written down: %s', (_, block, shape) => {
    const play = (baselines: Baselines, from: number, to: number) => {
      const verdicts = [];
      for (let n = from; n < to; n += 1) {
        const [entity, value] = shape(n);
        verdicts.push(...see(baselines, MONDAY + n * 30_000, entity, value, { answer: n % 2 === 0 ? 'NXDOMAIN' : '' }));
      }
      return verdicts;
    };
    const through = openOne(block);
    play(through, 0, 6000);
    const expected = play(through, 6000, 12_000);
    const before = openOne(block);
    play(before, 0, 3000);
    const parts = new Map(before.takeDirty().map((part) => [part.part, part]));
    play(before, 3000, 6000);
    for (const part of before.takeDirty()) parts.set(part.part, part);
    const after = openOne(block);
    after.restore([...parts.values()]);
    expect(play(after, 6000, 12_000)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    expect(after.takeDirty().length).toBeGreaterThan(0);
    expect(after.takeDirty()).toEqual([]);
  });

  test('other limits keep what was learnt, another field does not', () => {
    const baselines = openOne(TERMS);
    see(baselines, MONDAY, 'li', 'CN');
    const tuned = ruleFrom({ ...TERMS, learn: '1d' });
    expect(baselines.replace([{ id: 'r', digest: learntFrom(tuned), rule: tuned }])).toEqual([]);
    expect(see(baselines, MONDAY + 2 * DAY, 'li', 'RU')).toHaveLength(1);
    const other = ruleFrom({ ...TERMS, field: 'city' });
    expect(baselines.replace([{ id: 'r', digest: learntFrom(other), rule: other }])).toEqual(['r']);
    expect(baselines.stats('r')?.entities).toBe(0);
    expect(baselines.bytes).toBe(0);
  });
});
