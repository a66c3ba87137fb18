import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleTest } from '../contract.ts';
import { testRule } from './test-rule.ts';

const DAY = Date.UTC(2026, 10, 23);
const rows: EventRow[] = Array.from({ length: 1_200 }, (_, at) => ({
  ...blankEvent,
  journal: 'network',
  seq: Math.floor(at / 10) + 1,
  idx: at % 10,
  received: DAY + at * 1000,
  time: DAY + at * 1000,
  source: 'tsp',
  format: 'ndjson',
  message: `command ${at}`,
  body: JSON.stringify({ type: 'remote_control', account: at % 100 === 7 ? 'mallory' : 'alice', n: at }),
}));
const yaml = (item: string) =>
  `title: t\nlogsource:\n  category: remote_control\ndetection:\n  sel:\n    ${item}\n  condition: sel\n`;
const iso = (ms: number) => new Date(ms).toISOString();
const ref = (at: number) => ({ journal: 'network', seq: Math.floor(at / 10) + 1, index: at % 10 });

describe('a rule on events of the real store', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
    const block = eventBlock();
    for (const row of rows) block.add(row);
    await store.events.insertBlocks(eventsTable, [block.finish()], { token: 'test' });
  }, 60_000);
  afterAll(() => store.stop());
  const run = (on: object, item = 'account: mallory') =>
    testRule(store.events)(RuleTest.parse({ yaml: yaml(item), ...on }));

  it('is tried on the newest of a range of time, beyond one page of the store', async () => {
    const all = { from: iso(DAY), to: iso(DAY + 10_000_000), limit: 10_000 };
    expect(await run({ stored: all })).toMatchObject({ loads: true, tested: 1_200, matched: 12 });
    expect(await run({ stored: { ...all, limit: 1_100 } })).toMatchObject({ tested: 1_100, matched: 11 });
    expect(await run({ stored: { ...all, to: iso(DAY) } })).toMatchObject({ tested: 0, matched: 0, samples: [] });
  });

  it('is tried on just the events that a search found, newest first', async () => {
    const told = await run({ records: { from: iso(DAY), to: iso(DAY + 207_000), refs: [ref(8), ref(207), ref(107)] } });
    expect(told).toMatchObject({ tested: 3, matched: 2 });
    expect(told.samples.map((sample) => [sample.ref, sample.matched])).toEqual([
      [ref(207), true],
      [ref(107), true],
      [ref(8), false],
    ]);
  });

  it('leaves out what is not stored or outside of the range, and takes names as values only', async () => {
    const hostile = { journal: "x') OR 1=1 --", seq: 1, index: 0 };
    const range = { from: iso(DAY), to: iso(DAY + 100_000) };
    expect(await run({ records: { ...range, refs: [hostile, ref(107), ref(7)] } })).toMatchObject({ tested: 1 });
  });

  it('is not tried when it does not load; the lint says why in both languages', async () => {
    const told = await run({ stored: { from: iso(DAY), to: iso(DAY + 1), limit: 5 } }, 'account|nope: x');
    expect(told).toMatchObject({ loads: false, tested: 0, samples: [] });
    expect(told.lint).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'modifier-unknown',
        text: { zh: '未知的修饰符“nope”', en: 'unknown modifier "nope"' },
      }),
    );
    const unknown = await run({ events: '{}' }, "account|expand: '%nobody_knows%'");
    expect(unknown.lint[0]).toMatchObject({ code: 'placeholder-unknown', severity: 'error' });
  });

  it('refuses a query instead of ignoring it: searching is the business of the search', () => {
    const stored = { query: 'host:a', from: iso(DAY), to: iso(DAY + 1), limit: 5 };
    expect(RuleTest.safeParse({ yaml: 'x', stored }).success).toBe(false);
  });
});
