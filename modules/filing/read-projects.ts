import { gatesOf } from '@chedun/regulations';
import type { GateViolationName, Project, ProjectList } from './contract.ts';
import { readInventory } from './inventory.ts';
import type { Base } from './store.ts';
import type { FilingTables } from './tables.ts';

type Needs = Pick<Base, 'records' | 'assets' | 'content'>;

/** Projects with the gates that they broke. */
export const readProjects = async ({ records }: Pick<Base, 'records'>): Promise<Project[]> => {
  const rows = await records
    .read<FilingTables>()
    .selectFrom('filing.projects as p')
    .leftJoin('filing.units as u', 'u.id', 'p.unit')
    .selectAll('p')
    .select(['u.name as unitName', 'u.level_fixed_on as levelFixed', 'u.filed_on as filed'])
    .orderBy('p.name')
    .limit(2000)
    .execute();
  return rows.map((row) => {
    const dates = {
      levelFixed: row.levelFixed,
      designApproved: row.design_approved,
      build: row.build,
      filed: row.filed,
      goLive: row.go_live,
    };
    return {
      id: row.id,
      name: row.name,
      unit: row.unit,
      unitName: row.unitName ?? '',
      team: row.team,
      assets: row.assets,
      ...dates,
      violations: [...gatesOf(dates)] as GateViolationName[],
    };
  });
};

/** Hosts and services that were discovered, not registered, and that neither a unit nor a project names. */
export const straysOf = async (needs: Needs, projects: readonly Project[]): Promise<string[]> => {
  const [{ hosts, services }, members] = await Promise.all([
    readInventory(needs.assets),
    needs.records.read<FilingTables>().selectFrom('filing.members').select('asset').execute(),
  ]);
  const named = new Set([...members.map(({ asset }) => asset), ...projects.flatMap(({ assets }) => assets)]);
  return [...services.values(), ...hosts.values()]
    .filter(({ name, status }) => status === 'discovered' && !named.has(name))
    .map(({ name }) => name)
    .slice(0, 200);
};

/** GET /filing/projects */
export const listProjects = (needs: Needs) => async (): Promise<ProjectList> => {
  const [items, gates] = await Promise.all([readProjects(needs), needs.content.gates()]);
  return {
    items,
    gates: gates.map(({ id, zh, en }) => ({ id, title: { zh, en } })),
    strays: await straysOf(needs, items),
  };
};
