import { inventoryError } from './errors.ts';
import { linesOf, type Line } from './lines.ts';
import { blankObservation, collector, type Collector, type Observation, type Reading } from './observation.ts';
import { isTelling, plausible, readAddress, readHostName, readMac } from './values.ts';

const told = (address: string): readonly string[] => (isTelling(address) ? [address] : []);

/** A lease of dhcpd while it is read. */
interface OpenLease {
  readonly line: number;
  readonly ip: string;
  mac: string;
  hostName: string;
  state: string;
  at: number | null;
  wrong:
    | { readonly line: number; readonly field: string; readonly value: string; readonly reason: 'mac' | 'time' }
    | undefined;
}

/** `2 2026/11/24 08:15:00` (UTC, day of the week first) or `epoch 1764000000`. */
const leaseTime = (text: string): number | null | undefined => {
  const epoch = /^epoch (\d{1,11})\b/.exec(text)?.[1];
  if (epoch !== undefined) return plausible(Number(epoch) * 1000);
  if (text === 'never') return null;
  const match = /^\d (\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return plausible(Date.UTC(year, month - 1, day, hour, minute, second));
};

const noteStatement = (lease: OpenLease, { number, text }: Line): void => {
  const statement = text.trim().replace(/;.*$/, '');
  const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(statement) ?? [];
  if (word === 'hardware') {
    const value = rest.replace(/^\S+\s+/, '');
    const mac = readMac(value);
    if (mac === undefined) lease.wrong ??= { line: number, field: 'hardware', value, reason: 'mac' };
    else lease.mac = mac;
  } else if (word === 'client-hostname') lease.hostName = readHostName(rest.replaceAll('"', '')) ?? '';
  else if (word === 'binding' && rest.startsWith('state ')) lease.state = rest.slice(6).trim();
  else if (word === 'cltt' || (word === 'starts' && lease.at === null)) {
    const at = leaseTime(rest);
    if (at === undefined) lease.wrong ??= { line: number, field: word, value: rest, reason: 'time' };
    else lease.at = at;
  }
};

/** The newest lease of each address counts: dhcpd appends, and never takes a line back. */
const noteLease = (found: Collector, newest: Map<string, Observation | undefined>, lease: OpenLease): void => {
  const address = readAddress(lease.ip);
  if (address === undefined) return found.refuse(lease.line, 'lease', lease.ip, 'address');
  if (lease.wrong !== undefined)
    return found.refuse(lease.wrong.line, lease.wrong.field, lease.wrong.value, lease.wrong.reason);
  const { line, mac, hostName, at } = lease;
  const isActive = lease.state === '' || lease.state === 'active';
  if (newest.has(address)) found.skip();
  newest.delete(address);
  newest.set(
    address,
    isActive ? { ...blankObservation, line, addresses: told(address), mac, hostName, at } : undefined,
  );
};

/**
 * Reads `dhcpd.leases` of ISC DHCP (man dhcpd.leases): active leases with address, MAC, host name and time of the last contact;
 * the last entry of an address counts. IPv6 leases (`ia-na`) are passed over.
 */
export const readIscLeases = (text: string): Reading => {
  const found = collector();
  const newest = new Map<string, Observation | undefined>();
  let lease: OpenLease | undefined;
  for (const line of linesOf(text)) {
    const start = /^lease\s+(\S{1,64})\s*\{/.exec(line.text)?.[1];
    if (start !== undefined) {
      if (lease !== undefined) found.refuse(lease.line, 'lease', lease.ip, 'cut-off');
      lease = { line: line.number, ip: start, mac: '', hostName: '', state: '', at: null, wrong: undefined };
    } else if (lease !== undefined && line.text.startsWith('}')) {
      noteLease(found, newest, lease);
      lease = undefined;
    } else if (lease !== undefined) noteStatement(lease, line);
  }
  if (lease !== undefined) found.refuse(lease.line, 'lease', lease.ip, 'cut-off');
  for (const observation of newest.values()) {
    if (observation === undefined) found.skip();
    else found.takeNamed(observation, 'lease');
  }
  return found.reading('isc-dhcp');
};

/** Kea writes commas inside a value as `&#x2c`. */
const keaText = (cell: string): string => cell.replaceAll(/&#x2c;?/gi, ',');

/**
 * Reads the lease file of Kea (memfile CSV, DHCPv4 and DHCPv6): leases in force with address, MAC, host name and time of the last
 * contact (`expire` − `valid_lifetime`); the last line of an address counts. Throws `inventory.structure` without its head.
 */
export const readKeaLeases = (text: string): Reading => {
  const found = collector();
  const newest = new Map<string, Observation | undefined>();
  let columns: ReadonlyMap<string, number> | undefined;
  for (const { number, text: line } of linesOf(text)) {
    if (line.trim() === '') continue;
    const cells = line.split(',', 64);
    if (columns === undefined) {
      columns = new Map(cells.map((cell, at) => [cell.trim(), at]));
      if (!columns.has('address') || !columns.has('expire'))
        throw inventoryError('inventory.structure', {
          line: number,
          column: 1,
          reason: 'the head lacks address or expire',
        });
      continue;
    }
    // Each file of a rotation begins with the head again.
    if (cells[0] === 'address') continue;
    const places = columns;
    const cell = (name: string): string => cells[places.get(name) ?? -1]?.trim() ?? '';
    const address = readAddress(cell('address'));
    const mac = cell('hwaddr') === '' ? '' : readMac(cell('hwaddr'));
    const [expire, lifetime] = [Number(cell('expire')), Number(cell('valid_lifetime'))];
    if (address === undefined) found.refuse(number, 'address', cell('address'), 'address');
    else if (mac === undefined) found.refuse(number, 'hwaddr', cell('hwaddr'), 'mac');
    else if (!/^\d{1,12}$/.test(cell('expire'))) found.refuse(number, 'expire', cell('expire'), 'time');
    else {
      if (newest.has(address)) found.skip();
      newest.delete(address);
      const hostName = readHostName(keaText(cell('hostname'))) ?? '';
      const at = plausible((expire - (Number.isFinite(lifetime) ? lifetime : 0)) * 1000);
      const isActive = ['', '0'].includes(cell('state')) && lifetime > 0;
      newest.set(
        address,
        isActive ? { ...blankObservation, line: number, addresses: told(address), mac, hostName, at } : undefined,
      );
    }
  }
  for (const observation of newest.values()) {
    if (observation === undefined) found.skip();
    else found.takeNamed(observation, 'address');
  }
  return found.reading('kea');
};

/**
 * Reads the lease file of dnsmasq: `expiry MAC address name client-id` a line, and `duid` with `expiry iaid address name client-id`.
 * It says when a lease ends and not when the thing was there, so observations carry no time.
 */
export const readDnsmasqLeases = (text: string): Reading => {
  const found = collector();
  for (const { number, text: line } of linesOf(text)) {
    const cells = line.trim().split(/\s+/, 8);
    const [expiry = '', hardware = '', ip = '', name = ''] = cells;
    if (expiry === '' || expiry === 'duid') continue;
    const address = readAddress(ip);
    // Other hardware types stand before the address: `06-00:11:…`; IPv6 lines carry an association id.
    const mac = address?.includes(':') === true ? '' : readMac(hardware.replace(/^[0-9a-f]{2}-(?=.{17}$)/i, ''));
    if (!/^\d{1,12}$/.test(expiry)) found.refuse(number, 'expiry', expiry, 'time');
    else if (address === undefined) found.refuse(number, 'address', ip, 'address');
    else if (mac === undefined) found.refuse(number, 'mac', hardware, 'mac');
    else {
      const hostName = readHostName(name) ?? '';
      found.takeNamed({ ...blankObservation, line: number, addresses: told(address), mac, hostName }, 'address');
    }
  }
  return found.reading('dnsmasq');
};
