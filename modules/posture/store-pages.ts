import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { PostureTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

/** Versions of a page that are kept. */
const DEPTH = 10;

/** Verdicts of a page of assets for one obligation. */
export interface VerdictPage {
  readonly obligation: string;
  readonly page: number;
  readonly cells: Uint8Array;
}

/** Numbers of assets of a kind, by id. */
export const numbersOf = async (records: Reader, kind: string): Promise<Map<string, number>> => {
  const rows = await records
    .read<PostureTables>()
    .selectFrom('posture.judged_assets')
    .select(['number', 'id'])
    .where('kind', '=', kind)
    .execute();
  return new Map(rows.map(({ id, number }) => [id, number]));
};

/** Gives new assets the next numbers, in the order given. */
export const numberAssets = async (tx: Tx, kind: string, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await sql`lock table posture.judged_assets in exclusive mode`.execute(tx.as<PostureTables>());
  await sql`
    insert into posture.judged_assets (number, kind, id)
    select coalesce((select max(number) + 1 from posture.judged_assets), 0) + new.place - 1, ${kind}, new.id
    from unnest(${[...ids]}::text[]) with ordinality as new(id, place)
    on conflict (kind, id) do nothing`.execute(tx.as<PostureTables>());
};

/** The newest cells of every page, or of those of one obligation, by `obligation/page`. */
export const newestPages = async (records: Reader, obligation?: string): Promise<Map<string, Buffer>> => {
  const which = obligation === undefined ? sql`true` : sql`obligation = ${obligation}`;
  const { rows } = await sql<{ obligation: string; page: number; cells: Buffer }>`
    select distinct on (obligation, page) obligation, page, cells from posture.verdict_pages
    where ${which} order by obligation, page, since desc`.execute(records.read<PostureTables>());
  return new Map(rows.map((row) => [`${row.obligation}/${row.page}`, row.cells]));
};

/** Adds versions of pages, and removes what is deeper than the newest ten. */
export const addPages = async (tx: Tx, pages: readonly VerdictPage[], since: Date): Promise<void> => {
  if (pages.length === 0) return;
  const db = tx.as<PostureTables>();
  const columns = {
    obligations: pages.map(({ obligation }) => obligation),
    numbers: pages.map(({ page }) => page),
    cells: pages.map(({ cells }) => Buffer.from(cells).toString('hex')),
  };
  await sql`
    insert into posture.verdict_pages (obligation, page, since, cells)
    select o, p, ${since}, decode(c, 'hex')
    from unnest(${columns.obligations}::text[], ${columns.numbers}::int[], ${columns.cells}::text[]) as new(o, p, c)
    on conflict (obligation, page, since) do update set cells = excluded.cells`.execute(db);
  await sql`
    delete from posture.verdict_pages old using (
      select obligation, page, since, row_number() over (partition by obligation, page order by since desc) as depth
      from posture.verdict_pages) ranked
    where ranked.depth > ${DEPTH} and old.obligation = ranked.obligation and old.page = ranked.page
      and old.since = ranked.since`.execute(db);
};

/** One asset in every page that holds it: byte by obligation and time, newest first. */
export const cellsOfAsset = async (
  records: Reader,
  page: number,
  place: number,
): Promise<readonly { obligation: string; since: Date; cell: number }[]> => {
  const { rows } = await sql<{ obligation: string; since: Date; cell: number }>`
    select obligation, since, get_byte(cells, ${place}) as cell from posture.verdict_pages
    where page = ${page} and length(cells) > ${place}
    order by obligation, since desc`.execute(records.read<PostureTables>());
  return rows;
};

/** Numbers and names of assets. */
export const assetsByNumber = async (
  records: Reader,
  numbers: readonly number[],
): Promise<readonly { number: number; kind: string; id: string }[]> => {
  if (numbers.length === 0) return [];
  return records
    .read<PostureTables>()
    .selectFrom('posture.judged_assets')
    .selectAll()
    .where('number', 'in', [...numbers])
    .orderBy('number')
    .execute();
};
