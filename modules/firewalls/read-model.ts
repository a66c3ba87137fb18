import { dayOf } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import { analysed } from './analysed.ts';
import { MOST_WEAKNESSES, type Firewall, type FirewallDetail } from './contract.ts';
import { changesOf, ruleLines, weaknessLine } from './domain/present.ts';
import { firewallsError } from './errors.ts';
import type { FirewallTables } from './tables.ts';

/** What reading stands on. */
export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly now: () => number;
}
type Row = Selectable<FirewallTables['firewalls.firewalls']>;
type ExportRow = Omit<Selectable<FirewallTables['firewalls.exports']>, 'body'>;

const MOST = 500;
const MOST_UNREAD = 1_000;

const present = (row: Row, last: ExportRow | undefined): Firewall => ({
  id: row.id,
  name: row.name,
  place: row.place,
  owner: row.owner,
  format: last?.format ?? null,
  version: last?.version ?? 0,
  uploadedAt: last?.uploaded_at.toISOString() ?? null,
  uploadedBy: last?.uploaded_by ?? '',
  sm3: last?.sm3 ?? '',
  rules: last?.rules ?? 0,
  unread: last?.unread ?? 0,
  counts: last?.counts ?? [],
});

const HEAD = [
  'firewall',
  'version',
  'sm3',
  'format',
  'rules',
  'unread',
  'counts',
  'analysed_on',
  'uploaded_at',
  'uploaded_by',
] as const;

/** All firewalls by name, with what their newest exports say. */
export const listFirewalls =
  ({ records }: ReadNeeds) =>
  async (): Promise<Firewall[]> => {
    const tables = records.read<FirewallTables>();
    const [rows, exports] = await Promise.all([
      tables.selectFrom('firewalls.firewalls').selectAll().orderBy('name').limit(MOST).execute(),
      tables
        .selectFrom('firewalls.exports')
        .select(HEAD)
        .distinctOn('firewall')
        .orderBy('firewall')
        .orderBy('version', 'desc')
        .execute(),
    ]);
    const newest = new Map(exports.map((each) => [each.firewall, each]));
    return rows.map((row) => present(row, newest.get(row.id)));
  };

/** One firewall with its rules, weaknesses and versions. Throws `firewalls.unknown`. */
export const readFirewallDetail =
  ({ records, now }: ReadNeeds) =>
  async (id: string): Promise<FirewallDetail> => {
    const tables = records.read<FirewallTables>();
    const row = await tables.selectFrom('firewalls.firewalls').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw firewallsError('firewalls.unknown');
    const versions = await tables
      .selectFrom('firewalls.exports')
      .select(HEAD)
      .where('firewall', '=', id)
      .orderBy('version', 'desc')
      .limit(100)
      .execute();
    const bodies = await tables
      .selectFrom('firewalls.exports')
      .select('body')
      .where('firewall', '=', id)
      .orderBy('version', 'desc')
      .limit(2)
      .execute();
    const [newest, before] = await Promise.all(bodies.map(({ body }) => analysed({ text: body, today: dayOf(now()) })));
    const textsOf = (found: typeof newest): string[] => (found?.set.rules ?? []).map(({ text }) => text);
    return {
      firewall: present(row, versions[0]),
      rules: newest === undefined ? [] : ruleLines(newest.set, newest.weaknesses),
      weaknesses: newest?.weaknesses.slice(0, MOST_WEAKNESSES).map(weaknessLine) ?? [],
      unread: newest?.set.unread.slice(0, MOST_UNREAD).map((each) => ({ ...each })) ?? [],
      changes: before === undefined ? [] : changesOf(textsOf(before), textsOf(newest)).slice(0, MOST_UNREAD),
      versions: versions.map((each) => ({
        version: each.version,
        at: each.uploaded_at.toISOString(),
        by: each.uploaded_by,
        sm3: each.sm3,
        rules: each.rules,
      })),
    };
  };
