import { inventoryError } from './errors.ts';

/** Formats that are read; a cloud list is told apart by its shape. */
export const INVENTORY_FORMATS = [
  'nmap',
  'isc-dhcp',
  'kea',
  'dnsmasq',
  'neighbours',
  'table',
  'aws',
  'aliyun',
  'tencent',
  'huawei',
] as const;

/** A format of {@link INVENTORY_FORMATS}. */
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];

/** Bounds of every reading. */
export const READ_LIMITS = {
  /** Characters of a file. */
  text: 128 * 1024 * 1024,
  /** Entries of a file, taken and refused together. */
  entries: 200_000,
  /** Addresses of one entry. */
  addresses: 64,
  /** Services of one entry. */
  services: 2_000,
  /** Characters of one line or attribute. */
  line: 1_048_576,
  /** Refused entries that are kept by name; the rest is counted. */
  refused: 1_000,
} as const;

/** A service that answered. Texts are '' where the source says nothing. */
export interface ObservedService {
  readonly transport: 'tcp' | 'udp' | 'sctp';
  readonly port: number;
  readonly name: string;
  readonly product: string;
  readonly version: string;
}

/** A stretch of ports of one transport, both ends included. */
export interface PortRange {
  readonly transport: ObservedService['transport'];
  readonly from: number;
  readonly to: number;
}

/** One thing as one entry of a file shows it. */
export interface Observation {
  /** Line (or row) of the file, 1-based; of a cloud list the number of the instance. */
  readonly line: number;
  /** IPv4 in dotted form, IPv6 in its short lower-case form; no loopback, multicast or link-local address. */
  readonly addresses: readonly string[];
  /** Lower case with colons; '' when it is not known. */
  readonly mac: string;
  /** Lower case; '' when it is not known or says nothing (`localhost`). */
  readonly hostName: string;
  readonly os: string;
  /** Who is responsible, where a table says so. */
  readonly team: string;
  /** Id of the instance in its cloud; '' elsewhere. */
  readonly externalId: string;
  /** Services that answered; empty where the source sees none. */
  readonly services: readonly ObservedService[];
  /** Ports that were looked at: a known service within them that is not among `services` is closed. */
  readonly looked: readonly PortRange[];
  /** When it was seen, milliseconds UTC; null when the entry does not say. */
  readonly at: number | null;
}

/** Why an entry was not taken. */
export type RefusalReason = 'address' | 'mac' | 'name' | 'port' | 'time' | 'nothing' | 'shape' | 'cut-off';

/** An entry that was not taken, with its place. */
export interface Refusal {
  readonly line: number;
  /** Column, attribute or path of the field. */
  readonly field: string;
  /** The offending value, at most 100 characters. */
  readonly value: string;
  readonly reason: RefusalReason;
}

/** What a file came to. */
export interface Reading {
  readonly format: InventoryFormat;
  readonly observations: readonly Observation[];
  /** At most {@link READ_LIMITS}.refused; `refusedCount` counts all. */
  readonly refused: readonly Refusal[];
  readonly refusedCount: number;
  /** Entries that are right but show nothing that is there: hosts that are down, expired leases, deleted instances. */
  readonly skipped: number;
}

/** An observation that says nothing; spread it and add what is known. */
export const blankObservation: Observation = {
  line: 1,
  addresses: [],
  mac: '',
  hostName: '',
  os: '',
  team: '',
  externalId: '',
  services: [],
  looked: [],
  at: null,
};

/** Collects what a reader finds, within the bounds. */
export interface Collector {
  readonly take: (observation: Observation) => void;
  readonly refuse: (line: number, field: string, value: string, reason: RefusalReason) => void;
  readonly skip: () => void;
  /** Takes the observation when it names anything, else refuses it. */
  readonly takeNamed: (observation: Observation, field: string) => void;
  readonly entries: () => number;
  readonly reading: (format: InventoryFormat) => Reading;
}

/** A collector; throws `inventory.too-large` at one entry too many. */
export const collector = (): Collector => {
  const observations: Observation[] = [];
  const refused: Refusal[] = [];
  let refusedCount = 0;
  let skipped = 0;
  const count = (line: number): void => {
    if (observations.length + refusedCount + skipped >= READ_LIMITS.entries)
      throw inventoryError('inventory.too-large', { line, reason: `more than ${READ_LIMITS.entries} entries` });
  };
  const refuse: Collector['refuse'] = (line, field, value, reason) => {
    count(line);
    refusedCount += 1;
    if (refused.length < READ_LIMITS.refused) refused.push({ line, field, value: value.slice(0, 100), reason });
  };
  const take = (observation: Observation): void => {
    count(observation.line);
    observations.push(observation);
  };
  return {
    take,
    refuse,
    skip: () => {
      skipped += 1;
    },
    takeNamed: (observation, field) => {
      const { addresses, mac, hostName, externalId } = observation;
      if (addresses.length === 0 && mac === '' && hostName === '' && externalId === '')
        refuse(observation.line, field, '', 'nothing');
      else take(observation);
    },
    entries: () => observations.length + refusedCount + skipped,
    reading: (format) => ({ format, observations, refused, refusedCount, skipped }),
  };
};
