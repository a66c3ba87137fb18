import { sql } from 'kysely';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const value = async (expression: string): Promise<unknown> => {
  const { rows } = await sql<{ v: unknown }>`select ${sql.raw(expression)} as v`.execute(database.records.read());
  return rows[0]?.v;
};

describe('types of columns', () => {
  test.each<readonly [string, unknown]>([
    ['9007199254740991::int8', Number.MAX_SAFE_INTEGER],
    ['-9007199254740991::int8', Number.MIN_SAFE_INTEGER],
    ['count(*)', 1],
    ["'{1,NULL,3}'::int8[]", [1, null, 3]],
    ["'{}'::int8[]", []],
    ["date '2026-11-23'", '2026-11-23'],
    ["'{2026-11-23,NULL}'::date[]", ['2026-11-23', null]],
    ["timestamptz '2026-11-23 00:00:00+08'", new Date('2026-11-22T16:00:00Z')],
    ['12345678901234567890.10::numeric', '12345678901234567890.10'],
    ["'\\x00ff'::bytea", Buffer.from([0, 255])],
    [`'{"a":[1]}'::jsonb`, { a: [1] }],
    ["'{a,b}'::text[]", ['a', 'b']],
  ])('%s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test('an int8 that a number cannot hold is an error, not a near number', async () => {
    await expect(value('9007199254740992::int8')).rejects.toThrow('does not fit');
  });

  test.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'])(
    'dates and times are the same in a process in %s',
    async (zone) => {
      const script = `
      const { openPool } = await import(${JSON.stringify(new URL('./connection.ts', import.meta.url).href)});
      const { silentLog } = await import(${JSON.stringify(new URL('./testing/database.ts', import.meta.url).href)});
      const pool = openPool({ connectionString: ${JSON.stringify(database.url)} }, silentLog, 1);
      const { rows } = await pool.query("select date '2026-11-23' as d, timestamptz '2026-11-23 00:00+08' as t, $1::date as p", ['2026-11-23']);
      console.log(JSON.stringify(rows[0]));
      await pool.end();`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        env: { TZ: zone },
      });
      expect(JSON.parse(stdout)).toEqual({ d: '2026-11-23', t: '2026-11-22T16:00:00.000Z', p: '2026-11-23' });
    },
  );
});

test('text sorts by code point, whatever the machine', async () => {
  expect(await value("array(select x from unnest(array['b','A','a','车','Z']) x order by x)")).toEqual([
    'A',
    'Z',
    'a',
    'b',
    '车',
  ]);
  expect(await value('(select datlocprovider::text from pg_database where datname = current_database())')).toBe('b');
});

test('a lost connection is not the end: the next query gets another one', async () => {
  const { records } = database;
  const kill = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(records.read())));
  await kill.execute(records.read());
  await expect.poll(() => records.health()).toEqual({ ok: true });
});
