import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolmentChecks } from './checks.ts';
import type { EnrolmentTables } from './tables.ts';

describe('the check of enrolment over CMP', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({
      migrations: [{ module: 'enrolment', folder: new URL('./migrations/', import.meta.url) }],
    });
  });
  afterAll(() => db.close());

  const run = (port: number) => enrolmentChecks({ ...db, port: () => port })[0]?.run();
  const transaction = (id: string, state: string, minutesAgo: number) => {
    const at = new Date(db.clock.now() - minutesAgo * 60_000);
    return db.records.transaction(async (tx) => {
      await sql`insert into enrolment.transactions (id, kind, authority, profile, request, state, at, changed_at)
        values (${id}, 'ir', 'vehicles', 'tbox', '\\x00', ${state}, ${at}, ${at})`.execute(tx.as<EnrolmentTables>());
    });
  };

  it('knows nothing while the listener is off, passes what is confirmed, and fails what was left', async () => {
    expect((await run(0))?.outcome).toBe('unknown');
    expect((await run(8444))?.outcome).toBe('pass');
    await transaction('one', 'confirmed', 60);
    await transaction('two', 'issued', 3);
    expect(await run(8444)).toMatchObject({ outcome: 'pass', facts: { enrolledByCmp30d: 1, unconfirmedLeft: 0 } });
    await transaction('three', 'issued', 16);
    expect(await run(8444)).toMatchObject({ outcome: 'fail', facts: { unconfirmedLeft: 1 } });
  });
});
