import { isDomainError } from '@chedun/kernel';
import { inventoryError } from './errors.ts';
import {
  blankObservation,
  collector,
  READ_LIMITS,
  type Collector,
  type Observation,
  type ObservedService,
  type PortRange,
  type Reading,
} from './observation.ts';
import { isTelling, plainText, plausible, readAddress, readHostName, readMac, readPort } from './values.ts';
import { readXml } from './xml.ts';

type Attributes = ReadonlyMap<string, string>;

/** A host while its element is open. */
interface OpenHost {
  readonly line: number;
  readonly at: number | null;
  readonly addresses: string[];
  readonly services: ObservedService[];
  mac: string;
  hostName: string;
  os: string;
  isUp: boolean;
  wrong: { readonly field: string; readonly value: string; readonly reason: 'address' | 'mac' | 'port' } | undefined;
}

/** A port while its element is open. */
interface OpenPort {
  readonly transport: ObservedService['transport'];
  readonly port: number;
  isOpen: boolean;
  name: string;
  product: string;
  version: string;
}

const MOST_RANGES = 20_000;
const TRANSPORTS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);
const isTransport = (text: string): text is ObservedService['transport'] => TRANSPORTS.has(text);

const secondsOf = (text: string | undefined): number | null =>
  text === undefined || !/^\d{1,11}$/.test(text) ? null : plausible(Number(text) * 1000);

const rangesOf = (attributes: Attributes): readonly PortRange[] => {
  const transport = attributes.get('protocol') ?? '';
  if (!isTransport(transport)) return [];
  return (attributes.get('services') ?? '').split(',', MOST_RANGES).flatMap((part) => {
    const [from, to = from] = part.split('-').map(readPort);
    return from === undefined || to === undefined || to < from ? [] : [{ transport, from, to }];
  });
};

const noteAddress = (host: OpenHost, attributes: Attributes): void => {
  const value = attributes.get('addr') ?? '';
  if (attributes.get('addrtype') === 'mac') {
    const mac = readMac(value);
    if (mac === undefined) host.wrong ??= { field: 'addr', value, reason: 'mac' };
    else host.mac ||= mac;
    return;
  }
  const address = readAddress(value);
  if (address === undefined) host.wrong ??= { field: 'addr', value, reason: 'address' };
  else if (isTelling(address) && host.addresses.length < READ_LIMITS.addresses && !host.addresses.includes(address))
    host.addresses.push(address);
};

const openPort = (host: OpenHost, attributes: Attributes): OpenPort | undefined => {
  const transport = attributes.get('protocol') ?? '';
  const value = attributes.get('portid') ?? '';
  const port = readPort(value);
  if (!isTransport(transport)) return undefined;
  if (port === undefined) {
    host.wrong ??= { field: 'portid', value, reason: 'port' };
    return undefined;
  }
  return { transport, port, isOpen: false, name: '', product: '', version: '' };
};

const notePort = (host: OpenHost, port: OpenPort): void => {
  if (!port.isOpen || host.services.length >= READ_LIMITS.services) return;
  const { transport, name, product, version } = port;
  host.services.push({ transport, port: port.port, name, product, version });
};

const noteService = (port: OpenPort, attributes: Attributes): void => {
  port.name = plainText(attributes.get('name') ?? '');
  port.product = plainText(attributes.get('product') ?? '');
  port.version = plainText(attributes.get('version') ?? '');
};

/** What `open` of a tag inside a host means. */
const insideHost = (host: OpenHost, port: OpenPort | undefined, name: string, attributes: Attributes): void => {
  switch (name) {
    case 'status':
      // A list scan says `unknown`: it saw nothing.
      host.isUp = attributes.get('state') === 'up';
      return;
    case 'address':
      noteAddress(host, attributes);
      return;
    case 'hostname':
      host.hostName ||= readHostName(attributes.get('name') ?? '') ?? '';
      return;
    case 'state':
      if (port !== undefined) port.isOpen = attributes.get('state') === 'open';
      return;
    case 'service':
      if (port !== undefined) noteService(port, attributes);
      return;
    case 'osmatch':
      // They come best first.
      host.os ||= plainText(attributes.get('name') ?? '');
  }
};

const noteHost = (found: Collector, host: OpenHost, looked: readonly PortRange[], runAt: number | null): void => {
  if (!host.isUp) {
    found.skip();
    return;
  }
  if (host.wrong !== undefined) {
    found.refuse(host.line, host.wrong.field, host.wrong.value, host.wrong.reason);
    return;
  }
  const { line, addresses, mac, hostName, os, services } = host;
  const observation: Observation = {
    ...blankObservation,
    line,
    addresses,
    mac,
    hostName,
    os,
    services,
    looked,
    at: host.at ?? runAt,
  };
  found.takeNamed(observation, 'host');
};

/** Handles the tags of all runs of a file. */
const runReader = (found: Collector) => {
  let runs = 0;
  let runAt: number | null = null;
  let looked: readonly PortRange[] = [];
  let host: OpenHost | undefined;
  let port: OpenPort | undefined;
  return {
    runs: () => runs,
    open: (name: string, attributes: Attributes, line: number): void => {
      if (name === 'nmaprun') {
        if (attributes.get('scanner') !== 'nmap')
          throw inventoryError('inventory.structure', { line, column: 1, reason: 'the scanner is not nmap' });
        runs += 1;
        runAt = secondsOf(attributes.get('start'));
        looked = [];
      } else if (name === 'scaninfo') looked = [...looked, ...rangesOf(attributes)].slice(0, MOST_RANGES);
      else if (name === 'host' && runs > 0) {
        const at = secondsOf(attributes.get('endtime')) ?? secondsOf(attributes.get('starttime'));
        const empty = { addresses: [], services: [], mac: '', hostName: '', os: '', isUp: true, wrong: undefined };
        host = { line, at, ...empty };
      } else if (name === 'port' && host !== undefined) port = openPort(host, attributes);
      else if (host !== undefined) insideHost(host, port, name, attributes);
    },
    close: (name: string): void => {
      if (host === undefined) return;
      if (name === 'port' && port !== undefined) {
        notePort(host, port);
        port = undefined;
      } else if (name === 'host') {
        // A list scan (-sL, -sn) looks at no port: nothing is closed then.
        noteHost(found, host, looked, runAt);
        host = undefined;
        port = undefined;
      }
    },
  };
};

/**
 * Reads output of `nmap -oX`, several runs after each other too: addresses, MAC, name, system, open ports with product and
 * version, and which ports were looked at. A host with a wrong address, MAC or port is refused with its line. A file that ends
 * or breaks in the middle gives the hosts before that place, and names it. Throws `inventory.structure` when nothing can be read.
 */
export const readNmap = (text: string): Reading => {
  const found = collector();
  const reader = runReader(found);
  try {
    readXml(text, reader);
  } catch (error) {
    if (!isDomainError(error, 'inventory.structure') || found.entries() === 0) throw error;
    found.refuse(error.detail.line ?? 1, 'xml', error.detail.reason ?? '', 'cut-off');
  }
  if (reader.runs() === 0)
    throw inventoryError('inventory.structure', { line: 1, column: 1, reason: 'no run of nmap' });
  return found.reading('nmap');
};
