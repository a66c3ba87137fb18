import { DomainError } from '@chedun/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toFault, withFaults } from './faults.ts';
import { testDatabase } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

const failure = (message: string, code?: string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('what the server says about itself becomes an error of ours', () => {
  test.each<readonly [string, string | undefined, string]>([
    ['could not extend file', '53100', 'records.full'],
    ['terminating connection due to administrator command', '57P01', 'records.unreachable'],
    ['the database system is starting up', '57P03', 'records.unreachable'],
    ['sorry, too many clients already', '53300', 'records.unreachable'],
    ['connection failure', '08006', 'records.unreachable'],
    ['connect ENOENT /x/.s.PGSQL.5432', 'ENOENT', 'records.unreachable'],
    ['Connection terminated unexpectedly', undefined, 'records.unreachable'],
    ['timeout exceeded when trying to connect', undefined, 'records.unreachable'],
  ])('%s (%s)', (message, code, expected) => {
    expect(toFault(failure(message, code))).toMatchObject({ code: expected, detail: { reason: message } });
  });

  test.each([
    failure('duplicate key', '23505'),
    failure('a bug'),
    new DomainError('records.bad-page'),
    'text',
    undefined,
  ])('anything else stays what it is: %s', (error) => {
    expect(toFault(error)).toBe(error);
  });

  test('work that succeeds is passed through', async () => {
    expect(await withFaults(Promise.resolve(7))).toBe(7);
  });
});

describe('on a real server', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  test('a transaction whose connection is cut says that the store is away; the next one works', async () => {
    const { records } = database;
    const cut = records.transaction(async (tx) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.as());
    });
    await expect(cut).rejects.toMatchObject({ code: 'records.unreachable' });
    expect(
      await records.transaction(async (tx) => (await sql<{ one: number }>`select 1 as one`.execute(tx.as())).rows),
    ).toEqual([{ one: 1 }]);
  });

  test('a violated constraint keeps its own code', async () => {
    const violated = database.records.transaction((tx) => sql`select 1 / 0`.execute(tx.as()));
    await expect(violated).rejects.toMatchObject({ code: '22012' });
  });
});
