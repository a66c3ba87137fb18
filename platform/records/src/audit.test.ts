import type { ActorRef, Json } from '@chedun/kernel';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readAudit, verifyAudit } from './index.ts';
import type { AuditEntry, AuditQuery } from './index.ts';
import { testDatabase } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const alice: ActorRef = { kind: 'user', id: 'u1', name: 'Alice', ip: '10.0.0.1' };
const robot: ActorRef = { kind: 'token', id: 't1', name: 'robot' };
const entry = (id: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: alice,
  action: 'assets.vehicle-added',
  target: { kind: 'vehicle', id },
  outcome: 'done',
  ...more,
});
const audit = (...entries: readonly AuditEntry[]) =>
  database.records.transaction(async (tx) => {
    for (const each of entries) await tx.audit(each);
  });
const run = (statement: string) => sql.raw(statement).execute(database.records.read());

/** What only somebody with the database itself can do: switch the guard off. */
const tamper = async (statement: string): Promise<void> => {
  await run(
    `alter table platform.audit disable trigger all; ${statement}; alter table platform.audit enable trigger all`,
  );
};

beforeEach(async () => {
  await tamper(
    `delete from platform.audit; update platform.audit_head set seq = 0, hash = decode(repeat('00', 32), 'hex')`,
  );
});

describe('writing', () => {
  test('lines keep who, what, when and before/after, in the order of commits and without gaps', async () => {
    await audit(
      entry('v1', { before: null, after: { vin: 'A', n: 1 } }),
      entry('v2', { actor: robot, outcome: 'refused' }),
    );
    const { lines } = await readAudit(database.records, { limit: 10 });
    expect(lines.map(({ seq }) => seq)).toEqual([2, 1]);
    expect(lines[1]).toMatchObject({
      at: database.clock.now(),
      actor: alice,
      outcome: 'done',
      before: null,
      after: { vin: 'A', n: 1 },
    });
    expect(lines[0]).toMatchObject({ actor: robot, outcome: 'refused', before: null, after: null });
    expect(lines[0]?.previous).toBe(lines[1]?.hash);
  });

  test('forty transactions at the same time make one chain', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, at) => audit(entry(`v${at}`), entry(`w${at}`))));
    expect(await verifyAudit(database.records)).toMatchObject({ kind: 'intact', lines: 80 });
  });

  test('transactions that audit first and lock the same row later do not deadlock', async () => {
    await run(
      'create table if not exists public.contended (id int primary key, n int); insert into public.contended values (1, 0) on conflict do nothing',
    );
    const bump = () =>
      database.records.transaction(async (tx) => {
        await tx.audit(entry('v'));
        await sql`update public.contended set n = n + 1 where id = 1`.execute(tx.as());
        await tx.audit(entry('w'));
      });
    await Promise.all(Array.from({ length: 20 }, bump));
    expect(await verifyAudit(database.records)).toMatchObject({ kind: 'intact', lines: 40 });
  });

  test('a name that PostgreSQL refuses does not lose the line', async () => {
    await audit(entry('v', { before: { '\0': 0 }, after: { a: { '\uD800': null } } }));
    const { lines } = await readAudit(database.records, { limit: 1 });
    expect(lines[0]).toMatchObject({ before: { '\uFFFD': 0 }, after: { a: { '\uFFFD': null } } });
    expect(await verifyAudit(database.records)).toMatchObject({ kind: 'intact', lines: 1 });
  });

  test('any JSON and any text verify after the way through the database', async () => {
    const json = fc.jsonValue({ noUnicodeString: false }).map((value) => value as Json);
    await fc.assert(
      fc.asyncProperty(json, fc.string({ unit: 'binary' }), async (value, text) => {
        await audit(entry(text, { before: value, after: { [text]: value }, actor: { ...alice, name: text } }));
      }),
      { numRuns: 60 },
    );
    expect(await verifyAudit(database.records)).toMatchObject({ kind: 'intact', lines: 60 });
  });
});

describe('the guard', () => {
  test.each([
    `update platform.audit set actor_name = 'Mallory'`,
    'delete from platform.audit',
    'truncate platform.audit',
    `update platform.outbox set type = 'x'`,
    'delete from platform.outbox',
  ])('%s is refused', async (statement) => {
    await audit(entry('v1'));
    await database.records.transaction((tx) => tx.tell({ type: 'a.b@1', aggregate: 'x', payload: null }, alice));
    await expect(run(statement)).rejects.toThrow('append-only');
  });
});

describe('the chain shows tampering around the guard', () => {
  beforeEach(() => audit(...['a', 'b', 'c', 'd'].map((id) => entry(id, { after: { id } }))));

  test.each<readonly [string, unknown]>([
    [`update platform.audit set actor_name = 'Mallory' where seq = 2`, { kind: 'broken', seq: 2, reason: 'changed' }],
    [`update platform.audit set after = '{"id":"z"}' where seq = 3`, { kind: 'broken', seq: 3, reason: 'changed' }],
    [
      `update platform.audit set at = at + interval '1 ms' where seq = 1`,
      { kind: 'broken', seq: 1, reason: 'changed' },
    ],
    [`update platform.audit set hash = previous where seq = 2`, { kind: 'broken', seq: 2, reason: 'changed' }],
    ['delete from platform.audit where seq = 2', { kind: 'broken', seq: 2, reason: 'missing' }],
    ['delete from platform.audit where seq = 4', { kind: 'broken', seq: 4, reason: 'cut-off' }],
    ['delete from platform.audit', { kind: 'broken', seq: 1, reason: 'cut-off' }],
  ])('%s', async (statement, verdict) => {
    expect(await verifyAudit(database.records)).toMatchObject({ kind: 'intact', lines: 4 });
    await tamper(statement);
    expect(await verifyAudit(database.records)).toEqual(verdict);
  });
});

describe('reading', () => {
  beforeEach(async () => {
    await audit(entry('v1'), entry('v2', { actor: robot }), entry('v3', { outcome: 'refused' }));
    database.clock.advance(1_000);
    await audit(entry('h1', { action: 'assets.host-added', target: { kind: 'host', id: 'h1' } }));
  });
  const ids = async (query: Partial<AuditQuery>) =>
    (await readAudit(database.records, { limit: 10, ...query })).lines.map(({ target }) => target.id);

  test('filters by actor, action, target, outcome and time', async () => {
    const now = database.clock.now();
    expect(await ids({ actorId: 't1' })).toEqual(['v2']);
    expect(await ids({ action: 'assets.host-added' })).toEqual(['h1']);
    expect(await ids({ targetKind: 'vehicle' })).toEqual(['v3', 'v2', 'v1']);
    expect(await ids({ targetKind: 'vehicle', targetId: 'v2' })).toEqual(['v2']);
    expect(await ids({ outcome: 'refused' })).toEqual(['v3']);
    expect(await ids({ from: now })).toEqual(['h1']);
    expect(await ids({ to: now })).toEqual(['v3', 'v2', 'v1']);
  });

  test('pages by cursor to the end', async () => {
    const first = await readAudit(database.records, { limit: 3 });
    expect(first.next).toBe(2);
    const second = await readAudit(database.records, { limit: 3, ...(first.next && { before: first.next }) });
    expect([...first.lines, ...second.lines].map(({ seq }) => seq)).toEqual([4, 3, 2, 1]);
    expect(second.next).toBeUndefined();
  });

  test.each([0, -1, 501, 1.5, Number.NaN])('a page of %d lines is refused', async (limit) => {
    await expect(readAudit(database.records, { limit })).rejects.toMatchObject({ code: 'records.bad-page' });
  });
});
