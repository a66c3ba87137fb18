import type { Observation } from '@chedun/inventory-readers';
import { addressesOf, type KnownThing } from './thing.ts';

const DAY = 86_400_000;
/** After so many days without a sighting an address may have gone to another thing. */
export const ADDRESS_DAYS = 7;

const shortName = (name: string): string => name.split('.')[0] ?? name;

/** True when two names cannot be of one thing; `web-01` may be `web-01.corp.example`. */
const differ = (one: string, other: string): boolean => {
  if (one === '' || other === '' || one === other) return false;
  return one.includes('.') === other.includes('.') || shortName(one) !== shortName(other);
};

/** Things by everything that tells them apart. */
export interface Register {
  readonly things: ReadonlyMap<string, KnownThing>;
  readonly put: (thing: KnownThing) => void;
  readonly remove: (id: string) => void;
  /** The thing that an observation shows, or undefined for a new one. */
  readonly find: (observation: Observation, at: number) => KnownThing | undefined;
  /** Things that are nothing but one of these addresses. */
  readonly nameless: (addresses: readonly string[], except: string) => readonly KnownThing[];
  /** The thing that was last seen at an address. */
  readonly claimant: (address: string) => KnownThing | undefined;
}

const isNameless = ({ mac, hostName, externalId }: KnownThing): boolean =>
  mac === '' && hostName === '' && externalId === '';

const lastAtAddress = (thing: KnownThing, address: string): number =>
  thing.claims.reduce((last, claim) => (claim.address === address ? Math.max(last, claim.at) : last), 0);

/** Ids of things by one key each. */
const index = () => {
  const map = new Map<string, Set<string>>();
  return {
    add: (key: string, id: string): void => {
      if (key === '') return;
      const ids = map.get(key);
      if (ids === undefined) map.set(key, new Set([id]));
      else ids.add(id);
    },
    drop: (key: string, id: string): void => {
      map.get(key)?.delete(id);
    },
    of: (key: string): readonly string[] => (key === '' ? [] : [...(map.get(key) ?? [])]),
  };
};

const newestOf = (things: readonly KnownThing[]): KnownThing | undefined =>
  things.reduce<KnownThing | undefined>(
    (best, each) => (best === undefined || each.lastAt > best.lastAt ? each : best),
    undefined,
  );

/** Indexes of things, and how they are searched. */
const openIndexes = () => {
  const things = new Map<string, KnownThing>();
  const [clouds, macs, names, addresses] = [index(), index(), index(), index()];
  const keysOf = (thing: KnownThing) =>
    [
      [clouds, [thing.externalId]],
      [macs, [thing.mac]],
      [names, [thing.hostName]],
      [addresses, addressesOf(thing)],
    ] as const;
  const remove = (id: string): void => {
    const old = things.get(id);
    if (old === undefined) return;
    for (const [keys, values] of keysOf(old)) for (const value of values) keys.drop(value, id);
    things.delete(id);
  };
  const put = (thing: KnownThing): void => {
    remove(thing.id);
    things.set(thing.id, thing);
    for (const [keys, values] of keysOf(thing)) for (const value of values) keys.add(value, thing.id);
  };
  const all = (ids: readonly string[]): readonly KnownThing[] => ids.flatMap((id) => things.get(id) ?? []);
  return {
    things,
    remove,
    put,
    byCloud: (id: string) => all(clouds.of(id)),
    byMac: (mac: string) => all(macs.of(mac)),
    byName: (name: string) => all(names.of(name)),
    byAddress: (address: string) => all(addresses.of(address)),
  };
};

type Indexes = ReturnType<typeof openIndexes>;

const latestAt = (address: string, things: readonly KnownThing[]): KnownThing | undefined =>
  things.reduce<KnownThing | undefined>(
    (best, each) => (best === undefined || lastAtAddress(each, address) > lastAtAddress(best, address) ? each : best),
    undefined,
  );

const findByName = ({ byName }: Indexes, { hostName, mac, addresses }: Observation): KnownThing | undefined => {
  const fitting = byName(hostName).filter((thing) => thing.mac === '' || mac === '');
  const sharing = fitting.filter((thing) => thing.claims.some(({ address }) => addresses.includes(address)));
  return newestOf(sharing.length > 0 ? sharing : fitting);
};

const findByAddress = ({ byAddress }: Indexes, observation: Observation, at: number): KnownThing | undefined => {
  for (const address of observation.addresses) {
    const fitting = byAddress(address).filter((thing) => {
      if (thing.mac !== '' && observation.mac !== '') return false;
      if (differ(thing.hostName, observation.hostName)) return false;
      if (thing.externalId !== '' && observation.externalId !== '') return false;
      return isNameless(thing) || at - lastAtAddress(thing, address) <= ADDRESS_DAYS * DAY;
    });
    const holder = latestAt(address, fitting);
    if (holder !== undefined) return holder;
  }
  return undefined;
};

/**
 * Opens a register. Identity is, in this order: the id of a cloud, the MAC, the host name, the address. A MAC that is known
 * and another never are one thing by their names or addresses, so that a stranger does not hide behind the name of a host on record.
 */
export const openRegister = (known: Iterable<KnownThing>): Register => {
  const indexes = openIndexes();
  const { things, put, remove, byCloud, byMac, byAddress } = indexes;
  for (const thing of known) put(thing);
  return {
    things,
    put,
    remove,
    find: (observation, at) =>
      byCloud(observation.externalId)[0] ??
      newestOf(byMac(observation.mac)) ??
      findByName(indexes, observation) ??
      findByAddress(indexes, observation, at),
    nameless: (list, except) =>
      list.flatMap((address) => byAddress(address).filter((thing) => thing.id !== except && isNameless(thing))),
    claimant: (address) => latestAt(address, byAddress(address)),
  };
};
