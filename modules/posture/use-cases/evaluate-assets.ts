import type { AssetsAsks } from '@chedun/assets/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { Clock } from '@chedun/kernel';
import { jsonb, type Records } from '@chedun/records';
import { sql } from 'kysely';
import type { AssetRun, Light } from '../contract.ts';
import { cellOf, judgeAsset, PAGE_ASSETS, readCell } from '../domain/asset-verdict.ts';
import type { NoticeContent } from '../domain/content.ts';
import { addPages, newestPages, numberAssets, numbersOf, type VerdictPage } from '../store-pages.ts';
import type { PostureTables } from '../tables.ts';

const KINDS = ['vehicle', 'host', 'service'] as const;
const BATCH = 5_000;
const RUNS_KEPT = 100;
/** A vehicle that was not heard of for this long is silent. */
const SILENT_AFTER = 7 * 86_400_000;

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly assets: Pick<AssetsAsks, 'assetsAfter'>;
  readonly governance: Pick<GovernanceAsks, 'openByAsset'>;
  readonly notice: () => Promise<NoticeContent>;
  /** Lights of all obligations now. */
  readonly lights: () => Promise<ReadonlyMap<string, Light>>;
}

type Kind = (typeof KINDS)[number];
interface Asset {
  readonly number: number;
  readonly kind: Kind;
  readonly key: string;
  readonly isSilent: boolean;
}

/** Assets of a kind with their numbers; new ones are given the next. */
const readKind = async ({ records, assets, clock }: Needs, kind: Kind): Promise<Asset[]> => {
  const found: { readonly id: string; readonly seenAt: number | null }[] = [];
  for (let after = ''; ;) {
    const batch = await assets.assetsAfter(kind, after, BATCH);
    found.push(...batch);
    const last = batch.at(-1);
    if (batch.length < BATCH || last === undefined) break;
    after = last.id;
  }
  const known = await numbersOf(records, kind);
  const fresh = found.flatMap(({ id }) => (known.has(id) ? [] : [id]));
  await records.transaction((tx) => numberAssets(tx, kind, fresh));
  const numbers = fresh.length === 0 ? known : await numbersOf(records, kind);
  const silentBefore = clock.now() - SILENT_AFTER;
  return found.flatMap(({ id, seenAt }) => {
    const number = numbers.get(id);
    // Only vehicles report; whether a host was heard of is known from its log sources, not from the register.
    const isSilent = kind === 'vehicle' && (seenAt === null || seenAt < silentBefore);
    return number === undefined ? [] : [{ number, kind, key: `${kind}:${id}`, isSilent }];
  });
};

interface Rules {
  readonly obligations: readonly { readonly id: string; readonly checks: 'met' | 'not-met' | 'none' }[];
  readonly scope: NoticeContent['scope'];
  readonly open: ReadonlyMap<string, readonly string[]>;
}

const checksOf = (light: Light | undefined): 'met' | 'not-met' | 'none' =>
  light === undefined || light === 'none' ? 'none' : light === 'green' ? 'met' : 'not-met';

/** Cells of all assets for one obligation, by number. */
const cellsFor = (
  obligation: Rules['obligations'][number],
  { scope, open }: Rules,
  assets: readonly Asset[],
  size: number,
): Uint8Array => {
  const cells = new Uint8Array(size);
  const kinds = scope.get(obligation.id);
  for (const { number, kind, key, isSilent } of assets) {
    const hasFinding = open.get(key)?.includes(obligation.id) ?? false;
    const inScope = kinds?.has(kind) ?? false;
    cells[number] = cellOf(judgeAsset({ inScope, hasFinding, checks: obligation.checks, isSilent }).reason);
  }
  return cells;
};

const countsOf = (obligation: string, cells: Uint8Array): AssetRun['counts'][number] => {
  const by = { pass: 0, fail: 0, unknown: 0 };
  for (const byte of cells) {
    const { verdict, reason } = readCell(byte);
    if (verdict !== 'n-a' && reason !== 'not-judged') by[verdict] += 1;
  }
  return { obligation, ...by };
};

/** Pages of `cells` that differ from what is stored. */
const changedPages = (obligation: string, cells: Uint8Array, stored: ReadonlyMap<string, Buffer>): VerdictPage[] => {
  const changed: VerdictPage[] = [];
  for (let page = 0; page * PAGE_ASSETS < cells.length; page += 1) {
    const now = cells.subarray(page * PAGE_ASSETS, (page + 1) * PAGE_ASSETS);
    const before = stored.get(`${obligation}/${page}`);
    if (before === undefined || !before.equals(now)) changed.push({ obligation, page, cells: now });
  }
  return changed;
};

const keepRun = async (records: Records, id: string, run: AssetRun): Promise<void> => {
  await records.transaction(async (tx) => {
    const db = tx.as<PostureTables>();
    await db
      .insertInto('posture.asset_runs')
      .values({
        id,
        at: new Date(run.at),
        assets: run.assets,
        milliseconds: run.milliseconds,
        changed_pages: run.changedPages,
        counts: jsonb(run.counts),
      })
      .execute();
    await sql`delete from posture.asset_runs where id not in (
      select id from posture.asset_runs order by at desc limit ${RUNS_KEPT})`.execute(db);
  });
};

/** Judges every asset for each of the 113 obligations, and keeps what changed. */
export const evaluateAssets = (needs: Needs) => async (): Promise<AssetRun> => {
  const { records, clock, newId } = needs;
  const began = clock.now();
  const assets: Asset[] = [];
  for (const kind of KINDS) assets.push(...(await readKind(needs, kind)));
  const [{ obligations, scope }, lights, open] = await Promise.all([
    needs.notice(),
    needs.lights(),
    needs.governance.openByAsset(),
  ]);
  const rules: Rules = {
    obligations: obligations.map(({ id }) => ({ id, checks: checksOf(lights.get(id)) })),
    scope,
    open,
  };
  const size = assets.reduce((most, { number }) => Math.max(most, number + 1), 0);
  const stored = await newestPages(records);
  const counts: AssetRun['counts'] = [];
  const changed: VerdictPage[] = [];
  for (const obligation of rules.obligations) {
    const cells = cellsFor(obligation, rules, assets, size);
    changed.push(...changedPages(obligation.id, cells, stored));
    counts.push(countsOf(obligation.id, cells));
    // The server answers others in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await records.transaction((tx) => addPages(tx, changed, new Date(began)));
  const run: AssetRun = {
    at: new Date(began).toISOString(),
    assets: assets.length,
    milliseconds: clock.now() - began,
    changedPages: changed.length,
    counts: counts.filter(({ pass, fail, unknown }) => pass + fail + unknown > 0),
  };
  await keepRun(records, newId(), run);
  return run;
};
