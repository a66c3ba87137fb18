import { findingsReported, FindingsReported } from '@chedun/governance/contract';
import { openJournal } from '@chedun/journal';
import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putDocuments } from './documents.ts';
import { readDocuments } from './domain/read-documents.ts';
import { STORY_TEXT, storyFrames } from './testing/crash-story.ts';
import type { CorrelationTables } from './tables.ts';

const KILLS = 20;
const FRAMES = 6_000;
const CHILD = fileURLToPath(new URL('./testing/crash-child.ts', import.meta.url));
const migrations = [{ module: 'correlation', folder: new URL('./migrations/', import.meta.url) }];

const without = (all: readonly string[], taken: readonly string[]): string[] => {
  const there = new Set(taken);
  return all.filter((each) => !there.has(each));
};

interface Outbox {
  readonly 'platform.outbox': { readonly type: string; readonly payload: unknown };
}

describe('correlations and kill -9', () => {
  let folder: string;
  const databases: TestDatabase[] = [];

  const prepared = async (): Promise<TestDatabase> => {
    const database = await testDatabase({ migrations });
    databases.push(database);
    const place = { ruleset: 'story', path: 'story.yml', yaml: STORY_TEXT, license: '', enabled: true, at: 0 };
    await database.records.transaction((tx) =>
      putDocuments(tx, readDocuments('story.yml', STORY_TEXT).documents, place),
    );
    return database;
  };

  /** Runs the child; kills it so many milliseconds after it began to work, or lets it come to its end. */
  const run = async ({ url }: TestDatabase, pauseMs: number, killAfterMs?: number): Promise<'killed' | 'done'> => {
    const child = spawn(process.execPath, [CHILD, JSON.stringify({ url, dir: join(folder, 'journal'), pauseMs })], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let wrong = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.stderr.on('data', (data: Buffer) => (wrong += data.toString()));
    const ended = new Promise<number | null>((end) => child.once('exit', (code) => end(code)));
    if (killAfterMs === undefined) {
      expect(await ended, wrong).toBe(0);
      return 'done';
    }
    while (!said.includes('ready') && child.exitCode === null) await sleep(10);
    await sleep(killAfterMs);
    child.kill('SIGKILL');
    await ended;
    return said.includes('done') ? 'done' : 'killed';
  };

  const told = async ({ records }: TestDatabase) => {
    const rows = await records
      .read<Outbox>()
      .selectFrom('platform.outbox')
      .select('payload')
      .where('type', '=', findingsReported)
      .execute();
    return rows
      .flatMap(({ payload }) => FindingsReported.parse(payload).findings)
      .filter(({ kind }) => kind === 'alert')
      .map(({ fingerprint, firstSeen, lastSeen, count, alert, samples }) =>
        JSON.stringify({ fingerprint, firstSeen, lastSeen, count, alert, samples }),
      )
      .toSorted();
  };

  const fired = ({ records }: TestDatabase) =>
    records
      .read<CorrelationTables>()
      .selectFrom('correlation.firings')
      .select(['rule_id', 'firing_id', 'at', 'value', 'refs', 'alone'])
      .orderBy('rule_id')
      .orderBy('firing_id')
      .execute();

  const figures = async ({ records }: TestDatabase) => {
    const row = await records
      .read<CorrelationTables>()
      .selectFrom('correlation.snapshots')
      .select(['seq', 'stats'])
      .executeTakeFirstOrThrow();
    const { hits, firings, late, incomplete, refused } = row.stats;
    return { seq: row.seq, hits, firings, late, incomplete, refused };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chedun-crash-'));
    const clock = { now: () => 0, monotonic: () => 0 };
    const journal = await openJournal({ dir: join(folder, 'journal'), stream: 'network', clock });
    for (const { receivedAt, lines } of storyFrames(FRAMES, 5))
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

  it('gives the same alerts as without a crash: none missing, none twice', { timeout: 600_000 }, async () => {
    const [calm, killed] = [await prepared(), await prepared()];
    await run(calm, 0);
    const expected = await told(calm);
    const rules = new Set((await fired(calm)).map(({ rule_id }) => rule_id));
    expect([...rules].toSorted()).toEqual(['guessed', 'many_vehicles', 'often', 'sitting']);
    expect(expected.length).toBeGreaterThan(100);
    const places: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Times that are spread over a snapshot interval and more.
      expect(await run(killed, 8, 150 + ((kill * 137) % 900))).toBe('killed');
      const row = await killed.records
        .read<CorrelationTables>()
        .selectFrom('correlation.snapshots')
        .select('seq')
        .executeTakeFirst();
      places.push(row?.seq ?? 0);
    }
    expect(places.at(-1)).toBeGreaterThan(0);
    expect(places.at(-1)).toBeLessThan(FRAMES);
    await run(killed, 0);
    const got = await told(killed);
    expect({ missing: without(expected, got), more: without(got, expected) }).toEqual({ missing: [], more: [] });
    expect(got).toHaveLength(expected.length);
    expect(await fired(killed)).toEqual(await fired(calm));
    expect(await figures(killed)).toEqual(await figures(calm));
  });
});
