import type { FilingAsks } from '@chedun/filing/contract';
import type { Actor, GuestGuard } from '@chedun/http';
import { allowedBy, type InspectedRequest, type InspectionKind } from '@chedun/inspection';
import { toText, type Records, type Tx } from '@chedun/records';
import type { Look } from '../contract.ts';
import { visitsOf, type Visit } from '../store.ts';
import { LOOKS, type AccessTables } from '../tables.ts';

export interface GuardNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  readonly filing: Pick<FilingAsks, 'units'>;
}

/** A request as it is judged and written down. */
export interface Asked extends InspectedRequest {
  /** Path below /api with its query. */
  readonly url: string;
  readonly permission: string;
}
type Refusal = Exclude<Look['refused'], ''>;
/** What became of a look, under which visit. */
export type Verdict =
  | { readonly kind: 'allowed'; readonly of: InspectionKind; readonly visit: Visit }
  | { readonly kind: 'refused'; readonly because: Refusal; readonly visit: Visit | undefined };

const MOST_PATH = 500;
/** Order in which a refusal is told: the nearest miss first, of what has ended the newest. */
const NEAREST: readonly (readonly Refusal[])[] = [['not-in-scope', 'not-reading'], ['not-yet'], ['withdrawn', 'over']];
const UNIT = '/filing/units/:id';

/** Whether one visit lets a request through now. */
const judge = (visit: Visit, asked: Asked, now: number, named: ReadonlySet<string>): Verdict => {
  const { state, opened } = visit;
  if (state !== 'accepted' || opened === null || visit.shown_out_at !== null)
    return { kind: 'refused', because: 'withdrawn', visit };
  const verdict = allowedBy(opened, asked, now, named);
  if (verdict.kind === 'refused') return { ...verdict, visit };
  // the route has to ask for the very permission that the kind names
  if (verdict.of.permission !== asked.permission) return { kind: 'refused', because: 'not-in-scope', visit };
  return { ...verdict, visit };
};

const decide = (
  visits: readonly Visit[],
  asked: Asked,
  now: number,
  namedBy: (visit: Visit) => ReadonlySet<string>,
): Verdict => {
  const verdicts = visits.map((visit) => judge(visit, asked, now, namedBy(visit)));
  const allowed = verdicts.find(({ kind }) => kind === 'allowed');
  if (allowed !== undefined) return allowed;
  const nearest = NEAREST.flatMap(
    (reasons) => verdicts.find((each) => each.kind === 'refused' && reasons.includes(each.because)) ?? [],
  );
  return nearest[0] ?? { kind: 'refused', because: 'not-let-in', visit: undefined };
};

/** Ids of units by the name that an order gives. Asked before the transaction: it reads by a connection of its own. */
const unitIds = async ({ filing }: GuardNeeds, { route }: Asked): Promise<(visit: Visit) => ReadonlySet<string>> => {
  const units = route.startsWith(UNIT) ? await filing.units() : [];
  return ({ opened }) => new Set(units.filter(({ name }) => opened?.units.includes(name) === true).map(({ id }) => id));
};

const write = async (tx: Tx, needs: GuardNeeds, guest: Actor, asked: Asked, verdict: Verdict): Promise<void> => {
  const { visit } = verdict;
  const path = toText(asked.url.slice(0, MOST_PATH));
  const refused: Look['refused'] = verdict.kind === 'refused' ? verdict.because : '';
  const look = {
    id: needs.newId(),
    inspection: visit?.id ?? null,
    account: guest.id,
    inspector: visit?.inspector ?? guest.name,
    at: new Date(needs.now()),
    ip: guest.ip ?? '',
    method: asked.method,
    path,
    kind: verdict.kind === 'allowed' ? verdict.of.id : null,
    refused,
  };
  await tx.as<AccessTables>().insertInto(LOOKS).values(look).execute();
  await tx.audit({
    actor: guest,
    action: 'inspection-access.looked',
    target: { kind: 'inspection', id: visit?.id ?? 'none' },
    outcome: refused === '' ? 'done' : 'refused',
    after: { request: `${asked.method} ${path}`, refused },
  });
};

/**
 * Judges a request of a guest and writes it down, in one transaction that a withdrawal waits for: what cannot be written down is
 * not shown, and after a withdrawal nothing is.
 */
export const look =
  (needs: GuardNeeds) =>
  async (guest: Actor, asked: Asked, only?: string): Promise<Verdict> => {
    const namedBy = await unitIds(needs, asked);
    return needs.records.transaction(async (tx) => {
      const all = await visitsOf(tx.as<AccessTables>(), guest.id).forShare().execute();
      const visits = only === undefined ? all : all.filter(({ id }) => id === only);
      const verdict = decide(visits, asked, needs.now(), namedBy);
      await write(tx, needs, guest, asked, verdict);
      return verdict;
    });
  };

/** What the HTTP layer asks for every request of a guest. */
export const guestGuard = (needs: GuardNeeds): GuestGuard => {
  const see = look(needs);
  return async (guest, request) => {
    const verdict = await see(guest, request);
    return verdict.kind === 'allowed' ? { kind: 'allowed' } : { kind: 'refused', because: verdict.because };
  };
};
