import type { FilingAsks } from '@chedun/filing/contract';
import { inspectionKind, type InspectionKind, type InspectionOrder } from '@chedun/inspection';
import type { Mine } from './contract.ts';
import { stateOf } from './domain/state.ts';
import { evidenceOf, scopeOf, type ReadNeeds } from './read-model.ts';
import { visitsOf, type Visit } from './store.ts';
import type { AccessTables } from './tables.ts';

export interface MineNeeds extends ReadNeeds {
  readonly filing: Pick<FilingAsks, 'units'>;
}
type Page = Mine['pages'][number];

/** Page of one obligation; without the dot of its id, which an address of a file would have. */
const obligationPage = (id: string): string => `/my-inspection/obligations/${id.replace('.', '-')}`;

/** Pages and paths of a kind under what was opened: all of it, or only what is named. */
const pageOf = async ({ filing }: MineNeeds, kind: InspectionKind, order: InspectionOrder): Promise<Page> => {
  const base = { kind: kind.id, title: kind.title };
  const narrowing = kind.narrowedBy === 'nothing' ? [] : order[kind.narrowedBy];
  if (narrowing.length === 0)
    return { ...base, links: [{ to: kind.page, label: '' }], paths: kind.paths.filter((path) => !path.includes(':')) };
  if (kind.narrowedBy === 'obligations')
    return {
      ...base,
      links: narrowing.map((id) => ({ to: obligationPage(id), label: id })),
      paths: narrowing.map((id) => `/posture/obligations/${id}`),
    };
  const units = (await filing.units()).filter(({ name }) => narrowing.includes(name));
  return {
    ...base,
    links: units.map(({ id, name }) => ({ to: `/filing/units/${id}`, label: name })),
    paths: units.map(({ id }) => `/filing/units/${id}`),
  };
};

const mineOf = async (needs: MineNeeds, visit: Visit, account: string): Promise<Mine> => {
  const { order, opened, number, inspector } = visit;
  const shownOut = visit.shown_out_at !== null;
  const state = stateOf(visit, needs.now());
  const isOpen = state === 'running' && !shownOut && opened !== null;
  const pages = isOpen ? await Promise.all(opened.kinds.map((id) => pageOf(needs, inspectionKind(id), opened))) : [];
  return {
    id: visit.id,
    number,
    authority: order.authority,
    enterprise: order.enterprise.name,
    basis: order.basis,
    state,
    shownOut,
    scope: scopeOf(opened ?? order),
    inspector,
    why: shownOut ? visit.shown_out_why : visit.why,
    pages,
    evidence: await evidenceOf(needs, visit.id, account),
  };
};

/** Inspections to which an account was let in, with what is open now; of one it was shown out of and let in again the newest. */
export const listMine =
  (needs: MineNeeds) =>
  async (account: string): Promise<Mine[]> => {
    const visits = await visitsOf(needs.records.read<AccessTables>(), account).execute();
    const newest = visits.filter(({ id }, at) => visits.findIndex((each) => each.id === id) === at);
    return Promise.all(newest.map((visit) => mineOf(needs, visit, account)));
  };
