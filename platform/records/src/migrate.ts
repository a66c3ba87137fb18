import { DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type pg from 'pg';
import type { MigrationSet } from './types.ts';

/** Advisory lock that lets one process migrate at a time. */
const MIGRATION_LOCK = 4_733_002;
const FILE_NAME = /^(\d{4})_[a-z0-9][a-z0-9_-]*\.sql$/;
const MODULE_NAME = /^[a-z][a-z0-9-]{0,40}$/;

/** The migrations of the platform itself. */
export const platformMigrations: MigrationSet = {
  module: 'platform',
  folder: new URL('../migrations/', import.meta.url),
};

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** Name of the PostgreSQL schema of a module; it is made before the first file runs and is the search path of all. */
export const schemaOf = (module: string): string => module.replaceAll('-', '_');

/** Applies the missing files of all sets, in the order given, each file in a transaction of its own. */
export const applyMigrations = async (pool: pg.Pool, sets: readonly MigrationSet[], log: Logger): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`
      create schema if not exists platform;
      create table if not exists platform.migrations (
        module text not null, file text not null, sha256 text not null, applied_at timestamptz not null default now(),
        primary key (module, file))`);
    for (const set of sets) await applySet(client, set, log);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
};

const applySet = async (client: pg.PoolClient, set: MigrationSet, log: Logger): Promise<void> => {
  const files = await readSet(set);
  const { rows: applied } = await client.query<{ file: string; sha256: string }>(
    'select file, sha256 from platform.migrations where module = $1 order by file',
    [set.module],
  );
  for (const [index, old] of applied.entries()) {
    const file = files[index];
    if (file?.name === old.file && file.sha256 === old.sha256) continue;
    throw new DomainError('records.migration-changed', { file: old.file, field: set.module });
  }
  for (const file of files.slice(applied.length)) {
    await applyFile(client, set.module, file);
    log.info('migration applied', { module: set.module, file: file.name });
  }
};

const applyFile = async (client: pg.PoolClient, module: string, file: MigrationFile): Promise<void> => {
  const schema = schemaOf(module);
  await client.query('begin');
  try {
    await client.query(`create schema if not exists ${schema}; set local search_path to ${schema}`);
    await client.query(file.sql);
    await client.query('insert into platform.migrations (module, file, sha256) values ($1, $2, $3)', [
      module,
      file.name,
      file.sha256,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      'records.migration-invalid',
      { file: file.name, field: module, reason, ...lineOf(file.sql, cause) },
      cause,
    );
  }
};

/** PostgreSQL names the place as a 1-based character position. */
const lineOf = (sql: string, cause: unknown): { readonly line?: number } => {
  const position = cause instanceof Error && 'position' in cause ? Number(cause.position) : Number.NaN;
  return Number.isInteger(position) ? { line: sql.slice(0, position).split('\n').length } : {};
};

const readSet = async (set: MigrationSet): Promise<readonly MigrationFile[]> => {
  if (!MODULE_NAME.test(set.module)) throw new DomainError('records.migration-invalid', { field: set.module });
  const names = (await readdir(set.folder)).filter((name) => name.endsWith('.sql')).toSorted();
  const folder = set.folder.href.endsWith('/') ? set.folder : new URL(`${set.folder.href}/`);
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(FILE_NAME.exec(name)?.[1]);
      if (number !== index + 1) {
        const reason = `expected number ${String(index + 1).padStart(4, '0')}`;
        throw new DomainError('records.migration-invalid', { file: name, field: set.module, reason });
      }
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
};
