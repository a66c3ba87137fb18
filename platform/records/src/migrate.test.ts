import { sql } from 'kysely';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MigrationSet } from './index.ts';
import { testDatabase } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

let database: TestDatabase;
let base: string;
beforeAll(async () => {
  database = await testDatabase();
  base = await mkdtemp(path.join(tmpdir(), 'chedun-migrations-'));
});
afterAll(async () => {
  await database.close();
  await rm(base, { recursive: true });
});

const folderOf = async (files: Readonly<Record<string, string>>): Promise<URL> => {
  const folder = await mkdtemp(path.join(base, 'm-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return pathToFileURL(folder);
};
const set = async (module: string, files: Readonly<Record<string, string>>): Promise<MigrationSet> => ({
  module,
  folder: await folderOf(files),
});
const migrate = (...sets: readonly MigrationSet[]) => database.records.migrate(sets);
const rows = async (statement: string) => (await sql.raw(statement).execute(database.records.read())).rows;

const first = 'create table thing (id int primary key)';
const second = "alter table thing add column name text; insert into thing values (1, 'one')";

test('files run once, in order, in the schema of the module; a second run does nothing', async () => {
  const files = { '0001_thing.sql': first, '0002_name.sql': second, 'README.md': 'not SQL' };
  const parts = await set('platform-security', files);
  await migrate(parts);
  await migrate(parts);
  expect(await rows('select id, name from platform_security.thing')).toEqual([{ id: 1, name: 'one' }]);
});

test('sets run in the order given, so that a later module may look at an earlier one', async () => {
  const a = await set('order-a', { '0001_a.sql': 'create table base (id int primary key)' });
  const b = await set('order-b', { '0001_b.sql': 'create table child (id int references order_a.base (id))' });
  await expect(migrate(b, a)).rejects.toMatchObject({ code: 'records.migration-invalid' });
  await migrate(a, b);
  expect(await rows('select count(*) as n from order_b.child')).toEqual([{ n: 0 }]);
});

test('ten processes at the same time apply each file once', async () => {
  const many = await set('race', { '0001_a.sql': first, '0002_b.sql': second });
  await Promise.all(Array.from({ length: 10 }, () => migrate(many)));
  expect(await rows("select count(*) as n from platform.migrations where module = 'race'")).toEqual([{ n: 2 }]);
});

test('a file that fails leaves nothing of itself, keeps those before it and is named with its line', async () => {
  const broken = { '0001_thing.sql': first, '0002_bad.sql': 'create table half (id int);\n\nselect frm nowhere' };
  const failed = migrate(await set('broken', broken));
  await expect(failed).rejects.toMatchObject({
    code: 'records.migration-invalid',
    detail: { file: '0002_bad.sql', field: 'broken', line: 3 },
  });
  expect(
    await rows("select to_regclass('broken.half')::text as half, to_regclass('broken.thing')::text as thing"),
  ).toEqual([{ half: null, thing: 'broken.thing' }]);
  await migrate(await set('broken', { '0001_thing.sql': first, '0002_bad.sql': 'create table half (id int)' }));
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['changed', { '0001_a.sql': `${first} -- changed`, '0002_b.sql': second }],
  ['renamed', { '0001_z.sql': first, '0002_b.sql': second }],
  ['removed', { '0001_a.sql': first }],
])('an applied file that was %s is refused', async (how, files) => {
  const module = `once-${how}`;
  await migrate(await set(module, { '0001_a.sql': first, '0002_b.sql': second }));
  await expect(migrate(await set(module, files))).rejects.toMatchObject({ code: 'records.migration-changed' });
});

test.each(['2_a.sql', '0002_a.sql', '0001_A.sql', '0001.sql', '0000_a.sql'])(
  'the file name %s is refused',
  async (name) => {
    const failed = migrate(await set('names', { [name]: first }));
    await expect(failed).rejects.toMatchObject({ code: 'records.migration-invalid', detail: { file: name } });
  },
);

test('a module name that is no schema name is refused', async () => {
  await expect(migrate(await set('a; drop', {}))).rejects.toMatchObject({ code: 'records.migration-invalid' });
});
