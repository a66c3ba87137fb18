import { sql } from 'kysely';
import type { Member, Proposal, UnitDetail, UnitLine, UnitList } from './contract.ts';
import { differencesOf, equipmentOf, factsOf, type UnitAssets } from './domain/facts.ts';
import { proposalsOf } from './domain/partition.ts';
import { readInventory, type Inventory } from './inventory.ts';
import { unitRow, type Base, type UnitRow } from './store.ts';
import type { FilingTables } from './tables.ts';

type Needs = Pick<Base, 'records' | 'assets' | 'content'>;
type MemberRow = { readonly kind: 'host' | 'service'; readonly asset: string; readonly unit: string };

const allMembers = ({ records }: Pick<Base, 'records'>): Promise<MemberRow[]> =>
  records.read<FilingTables>().selectFrom('filing.members').selectAll().orderBy('asset').limit(100_000).execute();

/** Hosts of the zones of a unit that no unit has claimed. */
const unclaimedOf = (row: UnitRow, { hosts }: Inventory, claimed: ReadonlySet<string>): string[] =>
  row.zones.length === 0
    ? []
    : [...hosts.values()]
        .filter(({ name, zone }) => row.zones.includes(zone) && !claimed.has(name))
        .map(({ name }) => name);

/** The assets of a unit that the inventory holds now; `observed` counts hosts of its zones that nobody claimed, too. */
const assetsOf = (
  row: UnitRow,
  own: readonly Member[],
  { hosts, services }: Inventory,
  observed: readonly string[],
): UnitAssets => {
  const names = [...own.filter(({ kind }) => kind === 'host').map(({ asset }) => asset), ...observed];
  return {
    hosts: names.flatMap((name) => hosts.get(name) ?? []),
    services: own.flatMap(({ kind, asset }) => (kind === 'service' ? (services.get(asset) ?? []) : [])),
    models: row.models,
    sites: row.sites,
  };
};

/** Everything about one unit as it is now. */
export const unitNow = async (needs: Needs, id: string) => {
  const [row, members, inventory] = await Promise.all([
    unitRow(needs.records, id),
    allMembers(needs),
    readInventory(needs.assets),
  ]);
  const claimed = new Set(members.filter(({ kind }) => kind === 'host').map(({ asset }) => asset));
  const own = members.filter(({ unit }) => unit === id);
  const unclaimed = unclaimedOf(row, inventory, claimed);
  const assets = assetsOf(row, own, inventory, []);
  const observed = factsOf(assetsOf(row, own, inventory, unclaimed));
  return {
    row,
    own,
    unclaimed,
    equipment: equipmentOf(assets),
    facts: factsOf(assets),
    observed,
    differences: row.filed_facts === null ? [] : differencesOf(row.filed_facts, observed),
  };
};
export type UnitNow = Awaited<ReturnType<typeof unitNow>>;

interface Counted extends UnitRow {
  readonly hosts: number;
  readonly services: number;
  readonly proposed: number | null;
}

const lineOf = (row: Counted, title: UnitLine['typeTitle']): UnitLine => ({
  id: row.id,
  name: row.name,
  type: row.type,
  typeTitle: title,
  level: row.level,
  levelFixedOn: row.level_fixed_on,
  proposed: row.proposed,
  filingNumber: row.filing_number,
  filedOn: row.filed_on,
  hosts: row.hosts,
  services: row.services,
  models: row.models.length,
  drift: row.differences.length,
  updatedAt: row.updated_at.toISOString(),
});

/** All units as lists show them. */
export const unitLines = async ({ records, content }: Pick<Base, 'records' | 'content'>): Promise<UnitLine[]> => {
  const types = new Map((await content.types()).map(({ id, title }) => [id, title]));
  const rows = await records
    .read<FilingTables>()
    .selectFrom('filing.units as u')
    .selectAll('u')
    .select([
      sql<number>`(select count(*) from filing.members m where m.unit = u.id and m.kind = 'host')`.as('hosts'),
      sql<number>`(select count(*) from filing.members m where m.unit = u.id and m.kind = 'service')`.as('services'),
      sql<number | null>`(select (l.result->>'level')::int from filing.levels l where l.unit = u.id
        order by l.version desc limit 1)`.as('proposed'),
    ])
    .orderBy('u.name')
    .limit(2000)
    .execute();
  return rows.map((row) => lineOf(row, types.get(row.type) ?? { zh: row.type, en: row.type }));
};

/** GET /filing/units */
export const listUnits = (needs: Needs) => async (): Promise<UnitList> => {
  const [items, types, members, inventory] = await Promise.all([
    unitLines(needs),
    needs.content.types(),
    allMembers(needs),
    readInventory(needs.assets),
  ]);
  const placed = (kind: Member['kind'], known: ReadonlyMap<string, unknown>): number =>
    members.filter((each) => each.kind === kind && known.has(each.asset)).length;
  return {
    items,
    types: [...types],
    coverage: {
      hosts: inventory.hosts.size,
      hostsInUnits: placed('host', inventory.hosts),
      services: inventory.services.size,
      servicesInUnits: placed('service', inventory.services),
    },
  };
};

/** GET /filing/units/:id */
export const readUnit =
  (needs: Needs) =>
  async (id: string): Promise<UnitDetail> => {
    const [{ row, own, unclaimed, equipment, differences }, lines] = await Promise.all([
      unitNow(needs, id),
      unitLines(needs),
    ]);
    const line = lines.find((each) => each.id === id);
    return {
      unit: {
        ...(line ?? lineOf({ ...row, hosts: 0, services: 0, proposed: null }, { zh: row.type, en: row.type })),
        drift: differences.length,
      },
      input: {
        name: row.name,
        type: row.type,
        functions: row.functions,
        boundary: row.boundary,
        sites: row.sites,
        topologyNote: row.topology_note,
        topology: row.topology,
        zones: row.zones,
        members: own.map(({ kind, asset }) => ({ kind, asset })),
        models: row.models,
      },
      equipment,
      unclaimed: unclaimed.slice(0, 500),
      differences,
    };
  };

/** GET /filing/partition: units for what is in none yet. */
export const proposeUnits = (needs: Needs) => async (): Promise<{ items: Proposal[]; unplaced: number }> => {
  const [types, members, { hosts, services }] = await Promise.all([
    needs.content.types(),
    allMembers(needs),
    readInventory(needs.assets),
  ]);
  const taken = new Set(members.map(({ kind, asset }) => `${kind}:${asset}`));
  const free = {
    hosts: [...hosts.values()].filter(({ name }) => !taken.has(`host:${name}`)),
    services: [...services.values()].filter(({ name }) => !taken.has(`service:${name}`)),
  };
  const items = proposalsOf(types, free).slice(0, 500);
  const proposed = items.reduce((sum, each) => sum + each.members.length, 0);
  return { items, unplaced: free.hosts.length + free.services.length - proposed };
};
