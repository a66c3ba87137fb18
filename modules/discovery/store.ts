import { toJsonText, toText, type Tx } from '@chedun/records';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { DiscoverySource } from './contract.ts';
import { addressesOf, labelOf, type Difference, type KnownThing } from './domain/thing.ts';
import type { DiscoveryTables, ThingTable } from './tables.ts';

const CHUNK = 1_000;

const inChunks = async <T>(items: readonly T[], work: (chunk: readonly T[]) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < items.length; at += CHUNK) await work(items.slice(at, at + CHUNK));
};

/** A thing as it is worked on. */
export const readThing = (row: Selectable<ThingTable>): KnownThing => ({
  id: row.id,
  externalId: row.external_id,
  mac: row.mac,
  hostName: row.host_name,
  os: row.os,
  team: row.team,
  claims: row.claims,
  services: row.services,
  sources: row.sources,
  firstAt: row.first_at.getTime(),
  lastAt: row.last_at.getTime(),
  goneAt: row.gone_at?.getTime() ?? null,
  state: row.state,
  registeredAs: row.registered_as,
  boundTo: row.bound_to,
  unknownSince: row.unknown_since?.getTime() ?? null,
  ignored:
    row.ignored_until === null ? null : { until: row.ignored_until, reason: row.ignored_reason, by: row.ignored_by },
  isTold: row.told,
});

/** Everything that is known; writers come one after the other. */
export const loadThings = async (db: Kysely<DiscoveryTables>): Promise<readonly KnownThing[]> =>
  (await db.selectFrom('discovery.things').selectAll().execute()).map(readThing);

/** Lets one writer at a time change what is known. */
export const lockThings = async (tx: Tx): Promise<void> => {
  await sql`lock table discovery.things in share row exclusive mode`.execute(tx.as<DiscoveryTables>());
};

const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));

const upsertThings = async (db: Kysely<DiscoveryTables>, things: readonly KnownThing[]): Promise<void> => {
  const column = <T>(pick: (thing: KnownThing) => T): T[] => things.map(pick);
  await sql`
    insert into discovery.things (id, external_id, mac, host_name, label, os, team, addresses, claims, services, sources, first_at,
      last_at, gone_at, state, registered_as, bound_to, unknown_since, ignored_until, ignored_reason, ignored_by, told)
    select s.id, s.external_id, s.mac, s.host_name, s.label, s.os, s.team, array(select jsonb_array_elements_text(s.addresses)),
      s.claims, s.services, s.sources, s.first_at, s.last_at, s.gone_at, s.state, s.registered_as, s.bound_to, s.unknown_since,
      s.ignored_until, s.ignored_reason, s.ignored_by, s.told
    from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ externalId }) => toText(externalId))}::text[],
      ${column(({ mac }) => mac)}::text[], ${column(({ hostName }) => hostName)}::text[],
      ${column((thing) => toText(labelOf(thing)))}::text[], ${column(({ os }) => toText(os))}::text[],
      ${column(({ team }) => toText(team))}::text[], ${column((thing) => toJsonText([...addressesOf(thing)]))}::jsonb[],
      ${column(({ claims }) => toJsonText(claims as never))}::jsonb[],
      ${column(({ services }) => toJsonText(services as never))}::jsonb[],
      ${column(({ sources }) => toJsonText(sources as never))}::jsonb[],
      ${column(({ firstAt }) => dateOf(firstAt))}::timestamptz[], ${column(({ lastAt }) => dateOf(lastAt))}::timestamptz[],
      ${column(({ goneAt }) => dateOf(goneAt))}::timestamptz[], ${column(({ state }) => state)}::text[],
      ${column(({ registeredAs }) => registeredAs)}::text[],
      ${column(({ boundTo }) => boundTo)}::text[],
      ${column(({ unknownSince }) => dateOf(unknownSince))}::timestamptz[],
      ${column(({ ignored }) => ignored?.until ?? null)}::date[], ${column(({ ignored }) => toText(ignored?.reason ?? ''))}::text[],
      ${column(({ ignored }) => toText(ignored?.by ?? ''))}::text[], ${column(({ isTold }) => isTold)}::boolean[]
    ) as s (id, external_id, mac, host_name, label, os, team, addresses, claims, services, sources, first_at, last_at, gone_at,
      state, registered_as, bound_to, unknown_since, ignored_until, ignored_reason, ignored_by, told)
    on conflict (id) do update set external_id = excluded.external_id, mac = excluded.mac, host_name = excluded.host_name,
      label = excluded.label, os = excluded.os, team = excluded.team, addresses = excluded.addresses, claims = excluded.claims,
      services = excluded.services, sources = excluded.sources, first_at = excluded.first_at, last_at = excluded.last_at,
      gone_at = excluded.gone_at, state = excluded.state, registered_as = excluded.registered_as, bound_to = excluded.bound_to,
      unknown_since = excluded.unknown_since, ignored_until = excluded.ignored_until,
      ignored_reason = excluded.ignored_reason, ignored_by = excluded.ignored_by, told = excluded.told`.execute(db);
};

/** Writes things as they are now. */
export const saveThings = (tx: Tx, things: readonly KnownThing[]): Promise<void> =>
  inChunks(things, (chunk) => upsertThings(tx.as<DiscoveryTables>(), chunk));

/** Takes absorbed things out; what was different about them is told of the thing that they are part of. */
export const removeAbsorbed = async (
  tx: Tx,
  absorbed: readonly { readonly part: KnownThing; readonly into: string }[],
): Promise<void> => {
  if (absorbed.length === 0) return;
  const db = tx.as<DiscoveryTables>();
  const parts = absorbed.map(({ part }) => part.id);
  await sql`update discovery.changes as c set thing = m.into_id
    from unnest(${parts}::uuid[], ${absorbed.map(({ into }) => into)}::uuid[]) as m (part_id, into_id)
    where c.thing = m.part_id`.execute(db);
  await sql`delete from discovery.things where id = any(${parts}::uuid[])`.execute(db);
};

/** Adds lines to the log of differences. */
export const addChanges = (tx: Tx, differences: readonly Difference[], newId: () => string): Promise<void> =>
  inChunks(differences, (chunk) =>
    tx
      .as<DiscoveryTables>()
      .insertInto('discovery.changes')
      .values(
        chunk.map(({ at, label, before, after, ...rest }) => ({
          ...rest,
          id: newId(),
          at: new Date(at),
          label: toText(label),
          before: toText(before).slice(0, 1_000),
          after: toText(after).slice(0, 1_000),
        })),
      )
      .execute(),
  );

/** Notes that a source brought something. */
export const noteRun = async (tx: Tx, source: DiscoverySource, at: number, position = 0): Promise<void> => {
  const values = { last_run_at: new Date(at), position };
  await tx
    .as<DiscoveryTables>()
    .insertInto('discovery.sources')
    .values({ source, ...values })
    .onConflict((conflict) => conflict.column('source').doUpdateSet(values))
    .execute();
};
