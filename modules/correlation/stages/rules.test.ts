import { findingsReported, FindingsReported } from '@chedun/governance/contract';
import type { StageBatch } from '@chedun/pipeline';
import { silentLog, testDatabase, type TestDatabase } from '@chedun/records/testing';
import { createCorrelator, type CompactHit } from '@chedun/sigma';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { correlationBook, type CorrelationBook } from '../correlation-book.ts';
import { putDocuments } from '../documents.ts';
import { readDocuments } from '../domain/read-documents.ts';
import { readSnapshot } from '../store.ts';
import type { CorrelationTables } from '../tables.ts';
import { storySources, STORY_TEXT } from '../testing/crash-story.ts';
import type { HitResult } from '../worker/hit-pack.ts';
import { openCorrelationStage, type CorrelationStage } from './rules.ts';

const T0 = Date.UTC(2026, 10, 23, 1);
const migrations = [{ module: 'correlation', folder: new URL('../migrations/', import.meta.url) }];

interface Outbox {
  readonly 'platform.outbox': { readonly type: string; readonly payload: unknown };
}

describe('the stage of correlations', () => {
  let database: TestDatabase;
  let book: CorrelationBook;
  const stages: CorrelationStage[] = [];

  const put = async (text: string): Promise<void> => {
    const place = { ruleset: 'story', path: 'story.yml', yaml: text, license: '', enabled: true, at: 0 };
    await database.records.transaction((tx) => putDocuments(tx, readDocuments('story.yml', text).documents, place));
    await book.load();
  };

  const open = (groups = 1_000): CorrelationStage => {
    const stage = openCorrelationStage({
      records: database.records,
      book,
      clock: database.clock,
      log: silentLog,
      head: () => Number.MAX_SAFE_INTEGER,
      snapshotMs: 10_000,
      open: () => createCorrelator(book.plan(), { groups, latenessMs: 0 }),
      onFailures: () => undefined,
      onEvaluated: () => undefined,
    });
    stages.push(stage);
    return stage;
  };

  const hit = (s: number, account: string, index = 0): CompactHit => {
    const values = book
      .fieldsOf(book.pack().version)('failed')
      .map((field) => (field === 'account' ? account : null));
    return ['failed', T0 + s * 1000, 1, index, values];
  };

  const batch = (seq: number, hits: readonly CompactHit[]): StageBatch<HitResult> => ({
    stream: 'network',
    fromSeq: seq,
    toSeq: seq,
    events: hits.length,
    rejects: 0,
    newestReceivedAt: T0 + seq * 1000,
    result: {
      version: book.pack().version,
      frames: hits.length === 0 ? [] : [{ seq, receivedAt: T0 + seq * 1000, hits }],
      failures: 0,
    },
  });

  const feed = async (stage: CorrelationStage, from: number, count: number, account: string): Promise<void> => {
    for (let seq = from; seq < from + count; seq += 1) stage.take(batch(seq, [hit(seq, account)]));
    await stage.settle();
  };

  const findings = async (kind: string) => {
    const rows = await database.records
      .read<Outbox>()
      .selectFrom('platform.outbox')
      .select('payload')
      .where('type', '=', findingsReported)
      .execute();
    return rows
      .flatMap(({ payload }) => FindingsReported.parse(payload).findings)
      .filter((finding) => finding.kind === kind);
  };
  const fired = () =>
    database.records.read<CorrelationTables>().selectFrom('correlation.firings').selectAll().execute();

  beforeAll(async () => {
    database = await testDatabase({ migrations });
    book = correlationBook(database.records, async (references) => storySources(references));
  }, 60_000);
  beforeEach(async () => {
    await Promise.all(stages.splice(0).map((stage) => stage.close()));
    await database.records.transaction(async (tx) => {
      await tx.as<CorrelationTables>().deleteFrom('correlation.snapshots').execute();
      await tx.as<CorrelationTables>().deleteFrom('correlation.firings').execute();
      await tx.as<CorrelationTables>().deleteFrom('correlation.documents').execute();
    });
    await put(STORY_TEXT);
  });
  afterAll(async () => {
    await Promise.all(stages.map((stage) => stage.close()));
    await database.close();
  });

  it('tells again what was told after the last snapshot only to find it there', async () => {
    // Without the chain on top of it, the count speaks for itself.
    await database.records.transaction((tx) =>
      tx.as<CorrelationTables>().deleteFrom('correlation.documents').execute(),
    );
    await put(STORY_TEXT.split('---\n').slice(0, -1).join('---\n'));
    const before = (await findings('alert')).length;
    const first = open();
    expect(await first.position('network')).toBe(0);
    await feed(first, 1, 6, 'twice');
    expect(await fired()).toHaveLength(1);
    // The process ends here: no snapshot was due yet. The next one reads from the beginning.
    const second = open();
    expect(await second.position('network')).toBe(0);
    await feed(second, 1, 6, 'twice');
    expect(await fired()).toHaveLength(1);
    expect((await findings('alert')).length - before).toBe(1);
  });

  it('goes on behind the snapshot with the windows that stood there', async () => {
    const first = open();
    await first.position('network');
    await feed(first, 1, 5, 'half');
    await first.save();
    expect((await readSnapshot(database.records, 'network'))?.seq).toBe(5);
    const second = open();
    expect(await second.position('network')).toBe(5);
    await feed(second, 6, 1, 'half');
    expect((await fired()).map(({ refs }) => refs.length)).toEqual([6]);
  });

  it('writes the state down by itself when it is time, and not before', async () => {
    const stage = open();
    await stage.position('network');
    await feed(stage, 1, 2, 'slow');
    expect(await readSnapshot(database.records, 'network')).toBeUndefined();
    database.clock.advance(10_000);
    await feed(stage, 3, 1, 'slow');
    expect((await readSnapshot(database.records, 'network'))?.seq).toBe(3);
  });

  it('looks at a batch once when its commit fails and is tried again', async () => {
    const stage = open();
    await stage.position('network');
    const failing = vi.spyOn(database.records, 'transaction').mockRejectedValueOnce(new Error('connection lost'));
    await feed(stage, 1, 6, 'retry');
    expect(failing).toHaveBeenCalled();
    failing.mockRestore();
    expect((await fired()).map(({ value }) => value)).toEqual([6]);
    expect(stage.lanes()[0]?.correlator.stats().hits).toBe(6);
  });

  it('keeps windows of correlations that read the same when rules change, and begins changed ones anew', async () => {
    const stage = open();
    await stage.position('network');
    await feed(stage, 1, 5, 'change');
    await put(STORY_TEXT.replace('gap: 20s', 'gap: 30s'));
    await stage.replace();
    expect((await readSnapshot(database.records, 'network'))?.seq).toBe(5);
    await feed(stage, 6, 1, 'change');
    expect(await fired()).toHaveLength(1);
    await feed(stage, 100, 5, 'other');
    await put(STORY_TEXT.replace('timespan: 60s', 'timespan: 61s'));
    await stage.replace();
    await feed(stage, 105, 1, 'other');
    expect(await fired()).toHaveLength(1);
  });

  it('says as a finding that a cap was reached, once', async () => {
    const stage = open(2);
    await stage.position('network');
    stage.take(
      batch(
        1,
        ['a', 'b', 'c', 'd'].map((account, index) => hit(1, account, index)),
      ),
    );
    await stage.settle();
    await stage.save();
    await stage.save();
    const told = (await findings('weakness')).filter(({ title }) => title.includes('limit'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ severity: 'high', count: 2, facts: { limits: 'groups', rules: 'often' } });
    expect((await readSnapshot(database.records, 'network'))?.stats.refused).toBe(2);
  });

  it('begins anew where a snapshot cannot be read', async () => {
    await database.records.transaction((tx) =>
      tx
        .as<CorrelationTables>()
        .insertInto('correlation.snapshots')
        .values({
          stream: 'network',
          seq: 3,
          state: Buffer.from('something else'),
          clock_at: 0,
          clock_received: 0,
          stats: JSON.stringify({ hits: 4, firings: 0, late: 0, ahead: 0, incomplete: 0, refused: 0 }) as never,
          saved_at: new Date(T0),
        })
        .execute(),
    );
    const stage = open();
    expect(await stage.position('network')).toBe(3);
    await feed(stage, 4, 6, 'anew');
    expect(await fired()).toHaveLength(1);
  });
});
