import type { Actor } from '@chedun/http';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { readAudit } from '@chedun/records';
import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditing } from './auditing.ts';

describe('the audit entry that a route declares', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  const actor: Actor = { kind: 'user', id: 'u1', name: 'lilei', roles: [], permissions: new Set() };
  const call = {
    audit: 'things.exported',
    method: 'GET',
    path: '/things',
    actor,
    params: undefined,
    query: { format: 'csv' },
  };
  const lines = async () => (await readAudit(database.records, { limit: 10 })).lines.map(({ action }) => action);

  it('is left by the server when the use case wrote none, with what was asked for', async () => {
    expect(await auditing(database.records)(call, async () => 7)).toBe(7);
    const [line] = (await readAudit(database.records, { limit: 1 })).lines;
    expect(line).toMatchObject({
      action: 'things.exported',
      actor: { name: 'lilei' },
      target: { kind: 'route', id: 'GET /things' },
      after: { query: { format: 'csv' } },
    });
  });

  it('is not written twice, not for reads, and not for a call that failed', async () => {
    const before = await lines();
    const write = () =>
      database.records.transaction((tx) =>
        tx.audit({
          actor: SYSTEM_ACTOR,
          action: 'things.changed',
          target: { kind: 'thing', id: '1' },
          outcome: 'done',
        }),
      );
    await auditing(database.records)(call, write);
    await auditing(database.records)({ ...call, audit: 'none' }, async () => undefined);
    const failing = auditing(database.records)(call, () => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    expect(await lines()).toEqual(['things.changed', ...before]);
  });

  it('counts what is written by work that runs at the same time to whom it belongs', async () => {
    const slow = database.records.watchAudits(() => new Promise((done) => setTimeout(done, 50)));
    const other = await database.records.watchAudits(() =>
      database.records.transaction((tx) =>
        tx.audit({
          actor: SYSTEM_ACTOR,
          action: 'things.changed',
          target: { kind: 'thing', id: '2' },
          outcome: 'done',
        }),
      ),
    );
    expect([(await slow).written, other.written]).toEqual([0, 1]);
  });
});
