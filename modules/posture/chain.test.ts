import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEvidence, evidenceOf } from './store.ts';
import { linkMissing, verifyChain } from './store-chain.ts';
import type { PostureTables } from './tables.ts';

const result = {
  outcome: 'pass',
  summary: { zh: '通过', en: 'passed' },
  facts: { b: [1, null], a: { x: 'ü' } },
} as const;

describe('the chain of evidence', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({ migrations: [{ module: 'posture', folder: new URL('./migrations/', import.meta.url) }] });
  });
  afterAll(() => db.close());

  const add = (checkId: string) => {
    const at = new Date(db.clock.now());
    return db.records.transaction((tx) => addEvidence(tx, { id: randomUUID(), checkId, result, at, expiresAt: at }));
  };
  /** Changes rows as somebody would who owns the database. */
  const tamper = (statement: string) =>
    db.records.transaction(async (tx) => {
      const run = (text: string) => sql.raw(text).execute(tx.as<PostureTables>());
      await run(
        'alter table posture.evidence disable trigger all; alter table posture.evidence_chain disable trigger all',
      );
      await run(statement);
      await run(
        'alter table posture.evidence enable trigger all; alter table posture.evidence_chain enable trigger all',
      );
    });

  it('holds over rows that were added at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => add(`c.${n}`)));
    const report = await verifyChain(db.records);
    expect(report).toMatchObject({ rows: 20, unlinked: 0, brokenAt: null });
    const [newest] = await evidenceOf(db.records, 'c.1', 1);
    expect(newest?.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes in what was kept before there was a chain, oldest first', async () => {
    await tamper(`insert into posture.evidence (id, check_id, outcome, summary_zh, summary_en, facts, at, expires_at)
      select gen_random_uuid(), 'old', 'pass', 'x', 'x', '{}', now() - n * interval '1 hour', now() from generate_series(1, 3) n`);
    expect(await verifyChain(db.records)).toMatchObject({ rows: 20, unlinked: 3 });
    expect([
      await linkMissing(db.records, 2),
      await linkMissing(db.records, 2),
      await linkMissing(db.records, 2),
    ]).toEqual([2, 1, 0]);
    expect(await verifyChain(db.records)).toMatchObject({ rows: 23, unlinked: 0, brokenAt: null });
  });

  it('names the row that was changed, and the place of one that was taken out', async () => {
    await tamper(
      `update posture.evidence set outcome = 'fail' where id = (select evidence_id from posture.evidence_chain where seq = 7)`,
    );
    expect(await verifyChain(db.records)).toMatchObject({ rows: 6, brokenAt: 7 });
    await tamper(
      `update posture.evidence set outcome = 'pass' where id = (select evidence_id from posture.evidence_chain where seq = 7)`,
    );
    expect((await verifyChain(db.records)).brokenAt).toBeNull();
    await tamper('delete from posture.evidence_chain where seq = 11');
    expect(await verifyChain(db.records)).toMatchObject({ rows: 10, unlinked: 1, brokenAt: 11 });
  });

  it('cannot be changed through the product', async () => {
    const change = db.records.transaction((tx) =>
      sql`update posture.evidence_chain set digest = 'x'`.execute(tx.as<PostureTables>()),
    );
    await expect(change).rejects.toThrow('append-only');
  });
});
