import type { Observation, ObservedService, PortRange } from '@chedun/inventory-readers';
import type { DiscoverySource } from '../contract.ts';
import { ADDRESS_DAYS, openRegister, type Register } from './identity.ts';
import {
  addressesOf,
  freshThing,
  labelOf,
  portOf,
  serviceText,
  type Claim,
  type Difference,
  type KnownService,
  type KnownThing,
} from './thing.ts';

/** A thing that turned out to be part of another one. */
interface Absorbed {
  readonly part: KnownThing;
  readonly into: string;
}

/** What a batch of one source came to. */
export interface Reconciled {
  readonly register: Register;
  readonly changed: ReadonlySet<string>;
  /** Things that turned out to be part of another one. */
  readonly absorbed: readonly Absorbed[];
  readonly differences: readonly Difference[];
  readonly appeared: number;
  readonly known: number;
}

/** Logs and recordings show one address at a time and never all of them: what they do not show may still be there. */
const ONE_BY_ONE: ReadonlySet<DiscoverySource> = new Set(['logs', 'flows']);
const DAY = 86_400_000;
const MOST_CLAIMS = 200;
const MOST_SERVICES = 2_000;

/** Everything that one batch says about one thing. */
interface Gathered {
  readonly thing: KnownThing;
  readonly isNew: boolean;
  readonly observations: Observation[];
  at: number;
}

/** The claims of a source after a batch: those of the batch, and for partial sources what is still fresh. */
const claimsAfter = (
  thing: KnownThing,
  source: DiscoverySource,
  seen: ReadonlyMap<string, number>,
  at: number,
): readonly Claim[] => {
  const kept = thing.claims.filter((claim) => {
    if (claim.source !== source) return true;
    if (seen.has(claim.address)) return false;
    return ONE_BY_ONE.has(source) && at - claim.at <= ADDRESS_DAYS * DAY;
  });
  const fresh = [...seen].map(([address, seenAt]) => ({ address, source, at: seenAt }));
  return [...fresh, ...kept].slice(0, MOST_CLAIMS);
};

const isLooked = (looked: readonly PortRange[], service: ObservedService): boolean =>
  looked.some(
    ({ transport, from, to }) => transport === service.transport && service.port >= from && service.port <= to,
  );

const mergeService = (
  old: KnownService | undefined,
  seen: ObservedService,
  source: DiscoverySource,
  at: number,
): KnownService => ({
  ...seen,
  name: seen.name || (old?.name ?? ''),
  product: seen.product || (old?.product ?? ''),
  version: seen.version || (seen.product !== '' && seen.product !== old?.product ? '' : (old?.version ?? '')),
  source,
  at,
});

const isOther = (old: KnownService, seen: KnownService): boolean =>
  (old.product !== '' && seen.product !== '' && old.product !== seen.product) ||
  (old.version !== '' && seen.version !== '' && old.version !== seen.version);

type Say = (kind: Difference['kind'], before: string, after: string) => void;

/** Services after a batch; a port is closed only when it was looked at and did not answer. */
const servicesAfter = (
  { thing, observations, at }: Gathered,
  source: DiscoverySource,
  say: Say,
): readonly KnownService[] => {
  const services = new Map(thing.services.map((each) => [portOf(each), each]));
  const looked = observations.flatMap((each) => each.looked);
  const seen = new Map(
    observations.flatMap((each) => each.services.map((service) => [portOf(service), service] as const)),
  );
  // The first look at a thing is no difference.
  const isFirstLook = thing.sources[source] === undefined;
  for (const [port, service] of seen) {
    const old = services.get(port);
    const merged = mergeService(old, service, source, at);
    services.set(port, merged);
    if (old === undefined && !isFirstLook) say('port-opened', '', serviceText(merged));
    else if (old !== undefined && isOther(old, merged)) say('version-changed', serviceText(old), serviceText(merged));
  }
  for (const [port, service] of services) {
    if (seen.has(port) || !isLooked(looked, service)) continue;
    services.delete(port);
    say('port-closed', serviceText(service), '');
  }
  return [...services.values()].slice(0, MOST_SERVICES);
};

const last = (observations: readonly Observation[], pick: (observation: Observation) => string): string =>
  observations.reduce((value, each) => pick(each) || value, '');

/** The longer form of a name wins over its first label. */
const nameAfter = (old: string, seen: string): string => (seen === '' || old.startsWith(`${seen}.`) ? old : seen);

const claimedAt = (observations: readonly Observation[], now: number): ReadonlyMap<string, number> => {
  const seen = new Map<string, number>();
  for (const { addresses, at } of observations)
    for (const address of addresses) seen.set(address, Math.max(seen.get(address) ?? 0, at ?? now));
  return seen;
};

/** The thing after a batch, and what became different. */
const applyBatch = (
  gathered: Gathered,
  source: DiscoverySource,
  now: number,
  differences: Difference[],
): KnownThing => {
  const { thing, isNew, observations, at } = gathered;
  const before = thing.sources[source];
  const sources = {
    ...thing.sources,
    [source]: { first: Math.min(before?.first ?? at, at), last: Math.max(before?.last ?? at, at) },
  };
  const times = { firstAt: Math.min(thing.firstAt, at), lastAt: Math.max(thing.lastAt, at), sources };
  // An older file than the last one of this source tells when it was seen first, and nothing about today.
  if (before !== undefined && at < before.last) return { ...thing, ...times };
  const said: Pick<Difference, 'kind' | 'before' | 'after'>[] = [];
  const say: Say = (kind, old, fresh) => said.push({ kind, before: old, after: fresh });
  const hostName = nameAfter(
    thing.hostName,
    last(observations, (each) => each.hostName),
  );
  const claims = claimsAfter(thing, source, claimedAt(observations, now), at);
  const next: KnownThing = {
    ...thing,
    ...times,
    externalId: thing.externalId || last(observations, (each) => each.externalId),
    mac: thing.mac || last(observations, (each) => each.mac),
    hostName,
    os: last(observations, (each) => each.os) || thing.os,
    team: last(observations, (each) => each.team) || thing.team,
    claims,
    services: servicesAfter(gathered, source, say),
    goneAt: null,
  };
  if (!isNew) sayIdentity(thing, next, say);
  if (isNew) say('appeared', '', addressesOf(next).slice(0, 5).join(' ') || next.mac);
  else if (thing.goneAt !== null) say('reappeared', '', addressesOf(next).slice(0, 5).join(' '));
  for (const each of said) differences.push({ ...each, thing: thing.id, label: labelOf(next), source, at });
  return next;
};

const sayIdentity = (thing: KnownThing, next: KnownThing, say: Say): void => {
  const [old, fresh] = [addressesOf(thing).toSorted().join(' '), addressesOf(next).toSorted().join(' ')];
  if (old !== fresh && fresh !== '' && old !== '') say('address-changed', old, fresh);
  if (thing.hostName !== '' && next.hostName !== thing.hostName) say('name-changed', thing.hostName, next.hostName);
};

/** Takes a thing that was nothing but an address into the one that it turned out to be. */
const absorb = (into: KnownThing, part: KnownThing): KnownThing => {
  const sources = { ...into.sources };
  for (const [source, seen] of Object.entries(part.sources) as [DiscoverySource, { first: number; last: number }][]) {
    const own = sources[source];
    sources[source] = {
      first: Math.min(own?.first ?? seen.first, seen.first),
      last: Math.max(own?.last ?? seen.last, seen.last),
    };
  }
  const ports = new Set(into.services.map(portOf));
  const addresses = new Set(into.claims.map(({ address, source }) => `${source} ${address}`));
  return {
    ...into,
    sources,
    claims: [...into.claims, ...part.claims.filter(({ address, source }) => !addresses.has(`${source} ${address}`))],
    services: [...into.services, ...part.services.filter((service) => !ports.has(portOf(service)))],
    firstAt: Math.min(into.firstAt, part.firstAt),
    lastAt: Math.max(into.lastAt, part.lastAt),
    ignored: into.ignored ?? part.ignored,
    boundTo: into.boundTo ?? part.boundTo,
  };
};

/**
 * Brings the observations of one source together with what is known: each becomes part of one thing, and what became different is
 * said. Observations without a time count as seen `now`; none lies in the future.
 */
export const reconcile = (
  known: Iterable<KnownThing>,
  batch: { readonly source: DiscoverySource; readonly observations: readonly Observation[] },
  { now, newId }: { readonly now: number; readonly newId: () => string },
): Reconciled => {
  const register = openRegister(known);
  const { source } = batch;
  const gathered = new Map<string, Gathered>();
  const absorbed: Absorbed[] = [];
  const differences: Difference[] = [];
  const take = (observation: Observation): void => {
    const at = Math.min(observation.at ?? now, now);
    const found = register.find(observation, at);
    const base = found ?? freshThing(newId(), at);
    const entry = gathered.get(base.id) ?? { thing: base, isNew: found === undefined, observations: [], at };
    entry.observations.push({ ...observation, at });
    entry.at = Math.max(entry.at, at);
    gathered.set(base.id, entry);
    // So that the next observation of this batch finds it.
    const claims = [...base.claims, ...observation.addresses.map((address) => ({ address, source, at }))];
    const { mac, hostName, externalId } = observation;
    register.put({
      ...base,
      claims,
      mac: base.mac || mac,
      hostName: base.hostName || hostName,
      externalId: base.externalId || externalId,
    });
  };
  for (const observation of batch.observations) take(observation);
  for (const [id, entry] of gathered) {
    let next = applyBatch(entry, source, now, differences);
    for (const part of register.nameless(addressesOf(next), id)) {
      if (next.mac === '' && next.hostName === '' && next.externalId === '') continue;
      if (gathered.has(part.id)) continue;
      next = absorb(next, part);
      absorbed.push({ part, into: id });
      register.remove(part.id);
    }
    register.put(next);
  }
  const appeared = [...gathered.values()].filter(({ isNew }) => isNew).length;
  return {
    register,
    changed: new Set(gathered.keys()),
    absorbed,
    differences,
    appeared,
    known: gathered.size - appeared,
  };
};
