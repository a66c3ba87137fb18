import type { Selectable } from 'kysely';
import type { Change, DiscoverySource, InventoryHost, Thing, ThingService } from './contract.ts';
import type { KnownService } from './domain/thing.ts';
import type { DiscoveryTables, ThingTable } from './tables.ts';

const iso = (at: number): string => new Date(at).toISOString();
const sourcesOf = ({ sources }: Selectable<ThingTable>): DiscoverySource[] =>
  (Object.keys(sources) as DiscoverySource[]).toSorted();

/** A thing as lists show it. */
export const presentThing = (row: Selectable<ThingTable>): Thing => ({
  id: row.id,
  label: row.label,
  hostName: row.host_name,
  addresses: row.addresses,
  mac: row.mac,
  os: row.os,
  team: row.team,
  state: row.state,
  registeredAs: row.registered_as,
  sources: sourcesOf(row),
  services: row.services.length,
  firstSeenAt: row.first_at.toISOString(),
  lastSeenAt: row.last_at.toISOString(),
  goneAt: row.gone_at?.toISOString() ?? null,
  unknownSince: row.unknown_since?.toISOString() ?? null,
  ignored:
    row.ignored_until === null ? null : { until: row.ignored_until, reason: row.ignored_reason, by: row.ignored_by },
});

const presentService = ({ at, ...service }: KnownService): ThingService => ({ ...service, at: iso(at) });

/** A thing with everything that is known about it, but its changes. */
export const presentDetail = (row: Selectable<ThingTable>) => ({
  ...presentThing(row),
  externalId: row.external_id,
  seen: sourcesOf(row).flatMap((source) => {
    const seen = row.sources[source];
    return seen === undefined ? [] : [{ source, firstAt: iso(seen.first), lastAt: iso(seen.last) }];
  }),
  claims: row.claims.map(({ at, ...claim }) => ({ ...claim, at: iso(at) })),
  serviceList: row.services.toSorted((a, b) => a.port - b.port).map(presentService),
});

/** A line of the log. */
export const presentChange = (row: Selectable<DiscoveryTables['discovery.changes']>): Change => ({
  ...row,
  at: row.at.toISOString(),
});

/** A thing for other modules. */
export const presentInventory = (row: Selectable<ThingTable>): InventoryHost => ({
  id: row.id,
  label: row.label,
  hostName: row.host_name,
  addresses: row.addresses,
  mac: row.mac,
  os: row.os,
  services: row.services.map(({ transport, port, name, product, version }) => ({
    transport,
    port,
    name,
    product,
    version,
  })),
  sources: sourcesOf(row),
  lastSeenAt: row.last_at.toISOString(),
  isPresent: row.gone_at === null,
  state: row.state,
  registeredAs: row.registered_as,
});
