import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { AssetRef, GovernanceAsks } from './contract.ts';
import { severityOf } from './domain/severity.ts';
import type { GovernanceTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

/** An open finding that names obligations. */
interface OpenRow {
  readonly id: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly severity: number;
  readonly status: string;
  readonly assets: readonly AssetRef[];
  readonly obligations: readonly string[];
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly owner: string | null;
}

const openRows = async (records: Reader, obligation: string | undefined, limit: number): Promise<OpenRow[]> => {
  const named = obligation === undefined ? sql`obligations <> '{}'` : sql`${obligation} = any(obligations)`;
  const { rows } = await sql<OpenRow>`
    select id, fingerprint, title, title_zh as "titleZh", severity, status, assets, obligations,
      opened_at as "openedAt", due_at as "dueAt", owner_name as owner
    from governance.findings where status in ('open', 'triaging', 'in-progress') and ${named}
    order by severity desc, last_seen desc, id limit ${limit}`.execute(records.read<GovernanceTables>());
  return rows;
};

/** What is open, by the obligations and the assets that it names. */
export const openReadModel = (records: Reader): Pick<GovernanceAsks, 'openFindings' | 'openByAsset'> => ({
  openFindings: async ({ obligation, limit }) =>
    (await openRows(records, obligation, limit)).map((row) => ({
      ...row,
      severity: severityOf(row.severity),
      openedAt: row.openedAt.toISOString(),
      dueAt: row.dueAt === null ? null : row.dueAt.toISOString(),
    })),
  openByAsset: async () => {
    const { rows } = await sql<{ asset: string; obligations: string[] }>`
      select asset, array_agg(distinct obligation) as obligations
      from governance.findings, unnest(asset_keys) as asset, unnest(obligations) as obligation
      where status in ('open', 'triaging', 'in-progress') group by asset`.execute(records.read<GovernanceTables>());
    return new Map(rows.map(({ asset, obligations }) => [asset, obligations]));
  },
});
