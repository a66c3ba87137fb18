import type { ChangeKind, DiscoverySource, ThingState } from '../contract.ts';
import type { ObservedService } from '@chedun/inventory-readers';

/** An address that a source saw a thing at; times are milliseconds UTC. */
export interface Claim {
  readonly address: string;
  readonly source: DiscoverySource;
  readonly at: number;
}

/** A service with who saw it last. */
export interface KnownService extends ObservedService {
  readonly source: DiscoverySource;
  readonly at: number;
}

/** When a source saw a thing first and last. */
export interface Seen {
  readonly first: number;
  readonly last: number;
}

/** One thing of the network as it is worked on. */
export interface KnownThing {
  readonly id: string;
  readonly externalId: string;
  readonly mac: string;
  readonly hostName: string;
  readonly os: string;
  readonly team: string;
  readonly claims: readonly Claim[];
  readonly services: readonly KnownService[];
  readonly sources: Readonly<Partial<Record<DiscoverySource, Seen>>>;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly goneAt: number | null;
  readonly state: ThingState;
  readonly registeredAs: string | null;
  /** The host on record that a person made of it. */
  readonly boundTo: string | null;
  readonly unknownSince: number | null;
  readonly ignored: { readonly until: string; readonly reason: string; readonly by: string } | null;
  readonly isTold: boolean;
}

/** A difference before it has an id. */
export interface Difference {
  readonly thing: string;
  readonly label: string;
  readonly kind: ChangeKind;
  readonly source: DiscoverySource | null;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** Addresses of the claims, each once, the newest first. */
export const addressesOf = ({ claims }: Pick<KnownThing, 'claims'>): readonly string[] => [
  ...new Set(claims.toSorted((a, b) => b.at - a.at || (a.address < b.address ? -1 : 1)).map(({ address }) => address)),
];

/** What people call it: name, else address, MAC or id of the cloud. */
export const labelOf = (thing: Pick<KnownThing, 'hostName' | 'claims' | 'mac' | 'externalId'>): string =>
  thing.hostName || addressesOf(thing)[0] || thing.mac || thing.externalId;

/** `22/tcp`. */
export const portOf = ({ port, transport }: Pick<ObservedService, 'port' | 'transport'>): string =>
  `${port}/${transport}`;

/** `22/tcp ssh OpenSSH 9.6`. */
export const serviceText = (service: ObservedService): string =>
  [portOf(service), service.name, service.product, service.version].filter((part) => part !== '').join(' ');

/** A thing that was never seen. */
export const freshThing = (id: string, at: number): KnownThing => ({
  id,
  externalId: '',
  mac: '',
  hostName: '',
  os: '',
  team: '',
  claims: [],
  services: [],
  sources: {},
  firstAt: at,
  lastAt: at,
  goneAt: null,
  state: 'unknown',
  registeredAs: null,
  boundTo: null,
  unknownSince: null,
  ignored: null,
  isTold: false,
});
