import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scenario, type Inject, type TargetState } from '../contract.ts';
import { payloadOf, recordsOf } from './expand.ts';
import { milestonesOf } from './milestones.ts';
import { familiesOf, scoreOf, verdictOf } from './score.ts';

const NOW = Date.parse('2026-11-27T01:00:00Z');

describe('an inject', () => {
  const inject: Extract<Inject, { kind: 'technical' }> = {
    kind: 'technical',
    id: 'a-a',
    at: 0,
    title: { zh: '一', en: 'one' },
    frames: [],
    events: [
      { before: 0, of: 'x', set: { account: 'late' }, times: 1, every: 0 },
      { before: 100, of: 'x', set: { account: 'owner_{n}', vin: 'V{n6}' }, times: 3, every: 40 },
    ],
  };

  it('is spread over the time before it, in order', () => {
    const records = recordsOf({ x: { type: 'login' } }, inject, NOW);
    expect(records.map(({ at }) => (at - NOW) / 1000)).toEqual([-100, -60, -20, 0]);
    expect(records[1]?.record).toEqual({
      type: 'login',
      account: 'owner_2',
      vin: 'V000002',
      ts: '2026-11-27T00:59:00.000Z',
      time: '2026-11-27T00:59:00.000Z',
      timestamp: '2026-11-27T00:59:00.000Z',
    });
    expect(recordsOf({}, inject, NOW)).toEqual([]);
  });

  it('never says a time behind its moment, and says the same twice', () => {
    const event = fc.record({
      before: fc.integer({ min: 0, max: 86_400 }),
      of: fc.constantFrom('x', 'y'),
      set: fc.constant({}),
      times: fc.integer({ min: 1, max: 20 }),
      every: fc.integer({ min: 0, max: 3600 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (events) => {
        const records = recordsOf({ x: {}, y: {} }, { ...inject, events }, NOW);
        expect(records).toHaveLength(events.reduce((sum, { times }) => sum + times, 0));
        expect(records.every(({ at }, n) => at <= NOW && at >= (records[n - 1]?.at ?? 0))).toBe(true);
        expect(recordsOf({ x: {}, y: {} }, { ...inject, events }, NOW)).toEqual(records);
      }),
    );
  });

  it('is written as a frame that gives the same records back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (records) => {
        const payload = payloadOf(records);
        const view = new DataView(payload.buffer);
        const back: Uint8Array[] = [];
        for (let at = 0; at < payload.length; at += 4 + view.getUint32(at))
          back.push(payload.slice(at + 4, at + 4 + view.getUint32(at)));
        expect(back).toEqual(records);
      }),
    );
  });
});

describe('a score', () => {
  it('asks for all targets, or for one', () => {
    expect(verdictOf('all', ['met', 'open'])).toBe('open');
    expect(verdictOf('all', ['met', 'met'])).toBe('met');
    expect(verdictOf('all', ['open', 'missed'])).toBe('missed');
    expect(verdictOf('any', ['missed', 'answered'])).toBe('open');
    expect(verdictOf('any', ['missed', 'met'])).toBe('met');
    expect(verdictOf('any', ['missed', 'missed'])).toBe('missed');
  });

  it('is weighted, by family and in all', () => {
    const judged = [
      { weight: 30, family: 'detection', verdict: 'met' },
      { weight: 10, family: 'response', verdict: 'missed' },
      { weight: 20, family: 'response', verdict: 'met' },
    ] as const;
    expect(scoreOf(judged)).toBe(83.3);
    expect(familiesOf(judged)).toEqual([
      { family: 'detection', score: 100, met: 1, of: 1 },
      { family: 'response', score: 66.7, met: 1, of: 2 },
    ]);
    expect(scoreOf([])).toBe(0);
  });

  it('comes to an end whatever the targets say', () => {
    const states = fc.array(fc.constantFrom<TargetState>('met', 'missed'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom('all' as const, 'any' as const), states, (mode, all) => {
        expect(verdictOf(mode, all)).not.toBe('open');
      }),
    );
  });
});

it('milestones count from the first', () => {
  expect(
    milestonesOf([
      ['injected', NOW],
      ['detected', NOW + 90_000],
      ['reported', null],
    ]).map(({ minutes }) => minutes),
  ).toEqual([0, 1.5, null]);
  expect(milestonesOf([['known', null]])).toEqual([{ key: 'known', at: null, minutes: null }]);
});

it('a scenario with an unknown field is refused with its place', () => {
  const broken = Scenario.safeParse({ id: 'x', injects: [{ kind: 'technical', id: 'a', at: -1 }] });
  expect(broken.success).toBe(false);
  expect(broken.error?.issues.map(({ path }) => path.join('.'))).toContain('injects.0.at');
});

describe('the scenarios of the product', () => {
  const folder = new URL('../../../content/drills/', import.meta.url);
  const scenarios = readdirSync(folder).map((name) => ({
    name,
    scenario: Scenario.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
  }));
  const clocks = JSON.parse(readFileSync(new URL('../../../content/notice/clocks.json', import.meta.url), 'utf8')) as {
    id: string;
    terms: { n: number; unit: string }[];
  }[];

  it('are well formed: files named as they are, every reference there, ids once', () => {
    for (const { name, scenario } of scenarios) {
      const { id, injects, expectations, templates } = scenario;
      expect(name).toBe(`${id}.json`);
      const known = injects.map((inject) => inject.id);
      expect(new Set(known).size, name).toBe(known.length);
      expect(new Set(expectations.map((each) => each.id)).size, name).toBe(expectations.length);
      for (const each of expectations) {
        expect(known, name).toContain(each.inject);
        const inject = injects.find((one) => one.id === each.inject);
        if (each.kind === 'detect') expect(inject?.kind, `${name} ${each.id}`).toBe('technical');
      }
      for (const inject of injects)
        if (inject.kind === 'technical')
          expect(Object.keys(templates)).toEqual(expect.arrayContaining(inject.events.map(({ of }) => of)));
    }
    expect(scenarios.length).toBeGreaterThanOrEqual(4);
  });

  it('run legal deadlines in drill time by the terms of the catalogue', () => {
    const timed = scenarios.flatMap(({ scenario }) =>
      scenario.expectations.flatMap((each) =>
        each.kind === 'human' && each.clock !== undefined ? [{ ...each.clock, each, speed: scenario.speed }] : [],
      ),
    );
    expect(timed.length).toBeGreaterThan(0);
    for (const { rule, minutes, each, speed } of timed) {
      const [term] = clocks.find(({ id }) => id === rule)?.terms ?? [];
      expect([rule, term?.unit, (term?.n ?? 0) * 60]).toEqual([rule, 'h', minutes]);
      expect(each.withinMinutes).toBe(minutes / speed);
    }
  });
});
