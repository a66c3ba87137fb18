import { governance } from '@chedun/governance';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader, type Pipeline } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { detection } from './module.ts';
import { judgeAfterwards, judgedRanges, keepJudged, packedVersions } from './judged.ts';
import { readPosition } from './store.ts';
import type { LiveRule } from './rule-book.ts';
import type { DetectionTables } from './tables.ts';
import { parseRules } from '@chedun/sigma';

const RULE = '0f6b7f3a-0000-4000-8000-0000000000aa';
const YAML = `title: Mallory
id: ${RULE}
status: experimental
logsource:
  category: remote_control
detection:
  selection:
    account: mallory
  condition: selection
level: high
`;
const actor = { kind: 'user', id: 'u1', name: '李雷' } as const;

const liveRule = (id: string, version: string): LiveRule => {
  const [document] = parseRules(YAML, { file: 'rule.yml' }).documents;
  if (document?.kind !== 'rule') throw new Error('no rule');
  return { id, version, packed: { id, document, groupMinutes: 60, exceptions: [] } };
};
const LIVE_A = liveRule('a', '1');
const LIVE_B = liveRule('b', '1');

describe('frames on which a rule was evaluated', () => {
  let world: TestPlatform;
  let app: Composition;
  let journal: Journal;
  let pipeline: Pipeline;
  const open = async () => {
    pipeline = createPipeline({ workers: 2, log: silentLog });
    pipeline.decodeWith(lineDecoder, async () => undefined);
    app = await compose([governance, detection], { ...world.platform, pipeline });
    await app.start();
    await pipeline.start([journalReader('network', journal, () => undefined)]);
  };
  beforeAll(async () => {
    world = await testPlatform();
    journal = await openJournal({ dir: join(world.folder, 'journal'), stream: 'network', clock: world.clock });
    await open();
  }, 300_000);
  afterAll(async () => {
    await pipeline.stop();
    await app.stop();
    await journal.close();
    await world.close();
  });

  const send = async (...accounts: string[]): Promise<number> => {
    const lines = accounts.map((account) =>
      JSON.stringify({ ts: '2026-11-23T01:00:00Z', type: 'remote_control', account, command: 'unlock' }),
    );
    const payload = Buffer.from(lines.join('\n'));
    const { seq } = await journal.append({
      source: 'tsp',
      format: 'ndjson',
      count: lines.length,
      flags: 0,
      payload,
      receivedAt: world.clock.now(),
    });
    return seq;
  };
  const judged = async (seq: number): Promise<void> => {
    await vi.waitFor(
      async () => expect(await readPosition(world.platform.records, 'network')).toBeGreaterThanOrEqual(seq),
      20_000,
    );
  };
  const call = async (operationId: string, request: object): Promise<void> => {
    const found = app.routes.find(({ route }) => route.operationId === operationId)?.route as unknown as {
      handle: (call: object) => Promise<unknown>;
    };
    await found.handle({ query: {}, params: {}, actor, ...request });
  };
  const ranges = async (id = RULE) => (await app.asksOf(detection).judged(id)).map(({ from, to }) => [from, to]);
  const raised = async () =>
    (await app.asksOf(governance).alertsOfAsset({ kind: 'account', id: 'mallory' }, 50))
      .filter(({ ruleId }) => ruleId === RULE)
      .reduce((sum, { count }) => sum + count, 0);

  it('begin where the first frame met the rule and end where it went', async () => {
    await judged(await send('mallory', 'bob'));
    await call('createRule', { body: { yaml: YAML, enabled: true } });
    const second = await send('mallory');
    await judged(second);
    expect(await ranges()).toEqual([[second, null]]);
    await call('changeRule', { params: { id: RULE }, body: { enabled: false } });
    const third = await send('mallory');
    await judged(third);
    expect(await ranges()).toEqual([[second, third]]);
    await call('changeRule', { params: { id: RULE }, body: { enabled: true } });
    const fourth = await send('bob');
    await judged(fourth);
    expect(await ranges()).toEqual([
      [second, third],
      [fourth, null],
    ]);
    await vi.waitFor(async () => expect(await raised()).toBe(1), 20_000);
  }, 60_000);

  it('go on over a restart', async () => {
    const before = await ranges();
    await pipeline.stop();
    await app.stop();
    const { records, metrics } = world.platform;
    const jobs = openJobs({ records, log: silentLog, metrics, pollSeconds: 0.5 });
    world = { ...world, platform: { ...world.platform, jobs } };
    await open();
    await judged(await send('bob'));
    expect(await ranges()).toEqual(before);
  }, 60_000);

  it('are filled afterwards once: the same hits are never raised again', async () => {
    const later = app.asksOf(detection).evaluateLater(RULE);
    if (later === undefined) throw new Error('the rule is not at work');
    const replay = async (from: number, to: number) => {
      const kept: boolean[] = [];
      await pipeline.replay({
        stage: { worker: later.worker, init: await later.init([]) },
        reader: journalReader('network', journal, () => undefined),
        from,
        to,
        signal: new AbortController().signal,
        take: async ({ fromSeq, toSeq, newestReceivedAt, result }) => {
          const batch = { stream: 'network', from: fromSeq, to: toSeq, newestReceivedAt, result };
          kept.push(await later.keep(batch, async (_tx, { hits }) => expect(hits).toBe(1)));
        },
      });
      return kept;
    };
    expect(await replay(1, 1)).toEqual([true]);
    expect(await replay(1, 1)).toEqual([false]);
    expect(await replay(1, 2)).toEqual([false]);
    expect(await replay(3, 3)).toEqual([true]);
    expect(await ranges()).toEqual([[1, null]]);
    await vi.waitFor(async () => expect(await raised()).toBe(3), 20_000);
    expect(app.asksOf(detection).evaluateLater('nobody')).toBeUndefined();
  }, 60_000);

  it('follow workers that turn to new rules one after the other, and skip what nobody knows', async () => {
    const { records } = world.platform;
    const at = async (rule: string) =>
      (await judgedRanges(records, rule)).map(({ stream, from, to }) => ({ stream, from, to }));
    await records.transaction((tx) =>
      keepJudged(tx, 's', [
        { fromSeq: 1, rules: [LIVE_A] },
        { fromSeq: 5, rules: [LIVE_A, LIVE_B] },
        { fromSeq: 6, rules: [LIVE_A] },
        { fromSeq: 7, rules: undefined },
        { fromSeq: 8, rules: [LIVE_A, LIVE_B] },
      ]),
    );
    expect(await at('a')).toEqual([{ stream: 's', from: 1, to: null }]);
    expect(await at('b')).toEqual([
      { stream: 's', from: 5, to: 6 },
      { stream: 's', from: 8, to: null },
    ]);
    const fill = (from: number, to: number) =>
      records.transaction((tx) => judgeAfterwards(tx, LIVE_B, { stream: 's', from, to }));
    expect([await fill(6, 8), await fill(5, 5), await fill(6, 7), await fill(9, 9)]).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(await at('b')).toEqual([{ stream: 's', from: 5, to: null }]);
  });

  it('tell the versions of a rule apart, and give those without one the first that is seen', async () => {
    const { records } = world.platform;
    await records.transaction(async (tx) => {
      await tx
        .as<DetectionTables>()
        .insertInto('detection.judged')
        .values([
          { rule_id: 'c', stream: 't', version: '', from_seq: 1, to_seq: 4 },
          { rule_id: 'c', stream: 't', version: '', from_seq: 6, to_seq: null },
        ])
        .execute();
      await keepJudged(tx, 't', [
        { fromSeq: 9, rules: [liveRule('c', 'one')] },
        { fromSeq: 11, rules: [liveRule('c', 'two')] },
      ]);
    });
    expect(await judgedRanges(records, 'c')).toEqual([
      { stream: 't', version: 'one', from: 1, to: 4 },
      { stream: 't', version: 'one', from: 6, to: 11 },
      { stream: 't', version: 'two', from: 11, to: null },
    ]);
    const kept = await packedVersions(records, 'c', ['one', 'two', 'none']);
    expect(kept.map(({ version }) => version).toSorted()).toEqual(['one', 'two']);
    const two = liveRule('c', 'two');
    const fill = (from: number, to: number) =>
      records.transaction((tx) => judgeAfterwards(tx, two, { stream: 't', from, to }));
    expect([await fill(1, 10), await fill(1, 10), await fill(10, 11)]).toEqual([true, false, false]);
  });
});
