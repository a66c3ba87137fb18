import { openJournal } from '@chedun/journal';
import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putRule } from './documents.ts';
import { readRule } from './domain/read-rule.ts';
import type { BaselineTables } from './tables.ts';
import { BEGIN, STORY_RULES, storyFrames } from './testing/crash-story.ts';

const KILLS = 6;
const FRAMES = 2_500;
const CHILD = fileURLToPath(new URL('./testing/crash-child.ts', import.meta.url));
const migrations = [{ module: 'baselines', folder: new URL('./migrations/', import.meta.url) }];
const clock = { now: () => 0, monotonic: () => 0 };

/** A state as text with its rows in order of their names. */
const inOrder = (state: unknown): string => {
  if (Array.isArray(state))
    return state
      .map((row) => JSON.stringify(row))
      .toSorted()
      .join('\n');
  return Object.values(state as object)
    .map(inOrder)
    .join('\n\n');
};

interface Side {
  readonly database: TestDatabase;
  readonly dir: string;
}

describe('behaviour rules and kill -9', () => {
  let folder: string;
  const origin = Date.now();
  const databases: TestDatabase[] = [];

  const prepared = async (name: string, enabled: 'on' | 'off' = 'on'): Promise<Side> => {
    const database = await testDatabase({ migrations });
    databases.push(database);
    await database.records.transaction(async (tx) => {
      for (const [id, yaml] of STORY_RULES) {
        const { read, lint } = readRule(yaml, `${id}.yml`);
        if (!read) throw new Error(lint[0]?.message);
        await putRule(tx, read, { id, ruleset: 'story', path: `${id}.yml`, yaml, enabled: enabled === 'on', at: 0 });
      }
    });
    const dir = join(folder, name);
    await cp(join(folder, 'journal'), dir, { recursive: true });
    return { database, dir };
  };

  interface Run {
    readonly pauseMs: number;
    readonly killAfterMs?: number;
    readonly lateAt?: number;
    /** The time to the kill counts from this word of the process on. */
    readonly from?: 'ready' | 'moved' | 'late';
  }
  const run = async (
    { database, dir }: Side,
    { killAfterMs, from = 'ready', ...more }: Run,
  ): Promise<'killed' | 'done'> => {
    const options = JSON.stringify({ url: database.url, dir, until: FRAMES, origin, ...more });
    const child = spawn(process.execPath, [CHILD, options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let wrong = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => (wrong += data.toString()));
    const ended = new Promise<number | null>((end) => child.once('exit', (code) => end(code)));
    if (killAfterMs === undefined) {
      expect(await ended, wrong).toBe(0);
      return 'done';
    }
    while (!said.includes(from) && child.exitCode === null) await sleep(10);
    await sleep(killAfterMs);
    child.kill('SIGKILL');
    await ended;
    return said.includes('done') ? 'done' : 'killed';
  };

  /** Ids of verdicts whose records stand in the journal, as often as they stand there. */
  const recorded = async ({ dir }: Side): Promise<string[]> => {
    const journal = await openJournal({ dir, stream: 'network', clock });
    const ids: string[] = [];
    let from = 1;
    for (;;) {
      const frames = from > journal.head().seq ? [] : await journal.read({ from });
      if (frames.length === 0) break;
      for (const { source, payload, seq } of frames) {
        from = seq + 1;
        if (source !== 'baselines') continue;
        for (const line of Buffer.from(payload).toString('utf8').split('\n'))
          ids.push(String((JSON.parse(line) as Record<string, unknown>)['baseline.verdict']));
      }
    }
    await journal.close();
    return ids.toSorted();
  };

  const kept = ({ database }: Side) =>
    database.records
      .read<BaselineTables>()
      .selectFrom('baselines.verdicts')
      .select(['id', 'rule_id', 'at', 'value', 'fields', 'figures'])
      .orderBy('id')
      .execute();

  /** What was learnt; the order of the entities means nothing. */
  const learnt = async ({ database }: Side) => {
    const rows = await database.records
      .read<BaselineTables>()
      .selectFrom('baselines.state')
      .select(['rule_id', 'part', 'text'])
      .where('part', '!=', 'clock')
      .orderBy('rule_id')
      .orderBy('part')
      .execute();
    return rows.map(({ rule_id, part, text }) => `${rule_id} ${part} ${inOrder(JSON.parse(text.toString('utf8')))}`);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chedun-baselines-'));
    const journal = await openJournal({ dir: join(folder, 'journal'), stream: 'network', clock });
    for (const { receivedAt, lines } of storyFrames(FRAMES, 6))
      void journal.append({
        source: 'tsp',
        format: 'ndjson',
        count: lines.length,
        flags: 0,
        payload: Buffer.from(lines.join('\n')),
        receivedAt,
      });
    await journal.close();
  }, 60_000);
  afterAll(async () => {
    for (const database of databases) await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('tells every deviation once and learns the same as without a crash', { timeout: 600_000 }, async () => {
    const [calm, killed] = [await prepared('calm'), await prepared('killed')];
    await run(calm, { pauseMs: 0 });
    const expected = await kept(calm);
    expect([...new Set(expected.map(({ rule_id }) => rule_id))].toSorted()).toEqual(['calls', 'rare', 'rate', 'terms']);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const from = kill % 2 === 0 ? 'ready' : 'moved';
      expect(await run(killed, { pauseMs: 8, killAfterMs: 20 + ((kill * 137) % 500), from })).toBe('killed');
    }
    const places = await killed.database.records
      .read<BaselineTables>()
      .selectFrom('baselines.positions')
      .select('seq')
      .execute();
    expect(places[0]?.seq).toBeGreaterThan(0);
    expect(places[0]?.seq).toBeLessThan(FRAMES);
    await run(killed, { pauseMs: 0 });
    expect(await kept(killed)).toEqual(expected);
    expect(await recorded(calm)).toEqual(expected.map(({ id }) => id));
    expect(await recorded(killed)).toEqual(expected.map(({ id }) => id));
    expect(await learnt(killed)).toEqual(await learnt(calm));
  });

  it(
    'a rule that is switched on late learns the same from older frames, whenever it is killed',
    { timeout: 600_000 },
    async () => {
      const [always, late] = [await prepared('always'), await prepared('late', 'off')];
      await run(always, { pauseMs: 0 });
      const lateAt = 1_500;
      for (const killAfterMs of [5, 150, 400, 700])
        expect(await run(late, { pauseMs: 3, killAfterMs, lateAt, from: 'late' })).toBe('killed');
      await run(late, { pauseMs: 0, lateAt });
      expect(await learnt(late)).toEqual(await learnt(always));
      const marks = await late.database.records
        .read<BaselineTables>()
        .selectFrom('baselines.learning')
        .select(['rule_id', 'frames', 'selected'])
        .orderBy('rule_id')
        .execute();
      expect(marks.map(({ rule_id }) => rule_id)).toEqual(['calls', 'rare', 'rate', 'terms']);
      for (const { frames, selected } of marks) {
        expect(frames).toBeGreaterThanOrEqual(lateAt);
        expect(selected).toBe(Math.min(frames, FRAMES) * 6);
      }
      const all = await kept(always);
      const told = new Set((await kept(late)).map(({ id }) => id));
      expect(all.filter(({ id }) => told.has(id))).toHaveLength(told.size);
      const border = BEGIN + Math.max(...marks.map(({ frames }) => frames)) * 60_000;
      expect(all.filter(({ id, at }) => at.getTime() > border && !told.has(id))).toEqual([]);
      expect(await recorded(late)).toEqual([...told].toSorted());
    },
  );
});
