import type { ActorRef } from '@chedun/kernel';
import { sql } from 'kysely';
import { type AssetKind, type ImportReport, SaveHost, SaveService, SaveVehicle, assetsEvents } from '../contract.ts';
import { decodeText, parseCsv, type TableRow } from '../domain/csv.ts';
import { type ImportedAsset, readRows } from '../domain/read-rows.ts';
import { presentHost, presentService, presentVehicle } from '../present.ts';
import { readXlsx } from '../sheet.ts';
import { type Save, saveAssets } from '../store.ts';
import type { AssetsTables } from '../tables.ts';
import type { World } from './save-asset.ts';

const PROBLEMS_SHOWN = 500;
const SAMPLE = 20;
const CHUNK = 5_000;

/** What to import and how. */
export interface ImportCommand {
  readonly kind: AssetKind;
  readonly mode: 'preview' | 'apply';
  readonly onError: 'stop' | 'skip';
  readonly bytes: Uint8Array;
}

interface Planned {
  readonly save: Save;
  readonly change: 'create' | 'update' | 'none';
}

type Known = ReadonlyMap<string, object>;

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

const loadChunk = async (
  { records }: World,
  kind: AssetKind,
  keys: readonly string[],
): Promise<readonly [string, object][]> => {
  const db = records.read<AssetsTables>();
  const among = (column: string) => sql<boolean>`${sql.ref(column)} = any(${keys}::text[])`;
  switch (kind) {
    case 'vehicle':
      return (await db.selectFrom('assets.vehicles').selectAll().where(among('vin')).execute()).map((row) => [
        row.vin,
        presentVehicle(row),
      ]);
    case 'host':
      return (await db.selectFrom('assets.hosts').selectAll().where(among('name')).execute()).map((row) => [
        row.name,
        presentHost(row),
      ]);
    case 'service':
      return (await db.selectFrom('assets.services').selectAll().where(among('name')).execute()).map((row) => [
        row.name,
        presentService(row),
      ]);
  }
};

const loadKnown = async (world: World, kind: AssetKind, keys: readonly string[]): Promise<Known> => {
  const known = new Map<string, object>();
  for (let at = 0; at < keys.length; at += CHUNK) {
    for (const [key, value] of await loadChunk(world, kind, keys.slice(at, at + CHUNK))) known.set(key, value);
  }
  return known;
};

/** Fields of the file over what is stored: a column that the file lacks keeps its value, an empty cell clears it. */
const saveOf = (kind: AssetKind, { key, fields, ecus }: ImportedAsset, before: object | undefined): Save => {
  const merged = { ...before, ...fields, ...(ecus === undefined ? {} : { ecus }) };
  switch (kind) {
    case 'vehicle':
      return { kind, key, fields: SaveVehicle.parse(merged) };
    case 'host':
      return { kind, key, fields: SaveHost.parse(merged) };
    case 'service':
      return { kind, key, fields: SaveService.parse(merged) };
  }
};

const changeOf = (save: Save, before: object | undefined): Planned['change'] => {
  if (before === undefined) return 'create';
  const stored = before as Readonly<Record<string, unknown>>;
  const same = Object.entries(save.fields).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(stored[name]),
  );
  return same && stored['status'] === 'registered' ? 'none' : 'update';
};

const shown = (value: unknown): string => {
  if (Array.isArray(value))
    return value
      .map((item: unknown) => (typeof item === 'string' ? item : String((item as { name: string }).name)))
      .join('; ');
  return value === null ? '' : String(value);
};

const sampleOf = ({ save, change }: Planned): ImportReport['sample'][number] => ({
  key: save.key,
  change,
  fields: Object.fromEntries(Object.entries(save.fields).map(([name, value]) => [name, shown(value)])),
});

const apply = (
  { records, clock }: World,
  kind: AssetKind,
  planned: readonly Planned[],
  actor: ActorRef,
): Promise<void> =>
  records.transaction(async (tx) => {
    const changed = planned.filter(({ change }) => change !== 'none');
    await saveAssets(
      tx,
      changed.map(({ save }) => save),
      new Date(clock.now()),
    );
    const created = planned.filter(({ change }) => change === 'create').length;
    const after = { created, updated: changed.length - created };
    await tx.audit({ actor, action: 'assets.imported', target: { kind: 'assets', id: kind }, outcome: 'done', after });
    await tx.tell({ type: assetsEvents.imported, aggregate: kind, payload: { kind, ...after } }, actor);
  });

/** Reads a table that is CSV or XLSX, recognised by its bytes. */
export const readTable = async (bytes: Uint8Array): Promise<readonly TableRow[]> =>
  isZip(bytes) ? readXlsx(bytes) : parseCsv(decodeText(bytes));

/**
 * Imports CSV or XLSX (recognised by their bytes). A preview and a refused import change nothing and say, row by row, what is
 * wrong; an applied one is one transaction.
 */
export const importAssets =
  (world: World) =>
  async (command: ImportCommand, actor: ActorRef): Promise<ImportReport> => {
    const { kind, mode, onError, bytes } = command;
    const format = isZip(bytes) ? 'xlsx' : 'csv';
    const table = await readTable(bytes);
    const { assets, problems, rows, errorRows } = readRows(kind, table);
    const known = await loadKnown(
      world,
      kind,
      assets.map(({ key }) => key),
    );
    const planned = assets.map((asset): Planned => {
      const before = known.get(asset.key);
      const save = saveOf(kind, asset, before);
      return { save, change: changeOf(save, before) };
    });
    const applied = mode === 'apply' && planned.length > 0 && (errorRows === 0 || onError === 'skip');
    if (applied) await apply(world, kind, planned, actor);
    const count = (change: Planned['change']): number => planned.filter((plan) => plan.change === change).length;
    return {
      kind,
      format,
      applied,
      rows,
      created: count('create'),
      updated: count('update'),
      unchanged: count('none'),
      errorRows,
      problems: problems.slice(0, PROBLEMS_SHOWN),
      sample: planned.slice(0, SAMPLE).map(sampleOf),
    };
  };
