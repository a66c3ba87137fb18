import { linesOf } from './lines.ts';
import { blankObservation, collector, type Reading } from './observation.ts';
import { isTelling, readAddress, readHostName, readMac } from './values.ts';

/** One entry as its line shows it. */
interface Neighbour {
  readonly ip: string;
  /** '' when nobody answered. */
  readonly mac: string;
  readonly name: string;
}

const MAC = String.raw`[0-9A-Fa-f]{1,4}(?:[:.-][0-9A-Fa-f]{1,4}){2,5}`;
/** `gw (10.0.0.1) at 00:1b:21:0a:0b:0c [ether] on eth0`, macOS and BSD the same. */
const ARP_UNIX = /^(\S{1,255}) \(([0-9A-Fa-f.:%\w]{2,64})\) at (\S{1,40})/;
/** `10.0.0.1 dev eth0 lladdr 00:1b:21:0a:0b:0c REACHABLE`. */
const IP_NEIGH = /^([0-9A-Fa-f.:]{2,64}) dev \S{1,32}(?: lladdr (\S{1,40}))?.* (\w+)\s*$/;
/** `  10.0.0.1    00-1b-21-0a-0b-0c    dynamic` of Windows. */
const ARP_WINDOWS = new RegExp(String.raw`^\s+([0-9.]{7,15})\s+(${MAC})\s+\S{1,20}\s*$`);
/** `10.0.0.1<tab>00:1b:21:0a:0b:0c<tab>Vendor` of arp-scan. */
const ARP_SCAN = /^([0-9.]{7,15})\t([0-9A-Fa-f:.-]{11,20})(?:\t|$)/;
/** `10.0.0.1  ether  00:1b:21:0a:0b:0c  C  eth0` of `arp -n`. */
const ARP_TABLE = /^(\S{2,255})\s+(?:ether\s+(\S{11,20})\s|\((incomplete)\))/;

const NOBODY = /^[<(]?(incomplete|unvollst\S*|no)[>)]?/i;
const GONE: ReadonlySet<string> = new Set(['FAILED', 'INCOMPLETE', 'NONE']);

/** What a line means, or undefined when it is no entry. */
const entryOf = (text: string): Neighbour | undefined => {
  const unix = ARP_UNIX.exec(text);
  if (unix !== null)
    return { name: unix[1] ?? '', ip: unix[2] ?? '', mac: NOBODY.test(unix[3] ?? '') ? '' : (unix[3] ?? '') };
  const neigh = IP_NEIGH.exec(text);
  if (neigh !== null) return { name: '', ip: neigh[1] ?? '', mac: GONE.has(neigh[3] ?? '') ? '' : (neigh[2] ?? '') };
  const listed = ARP_SCAN.exec(text) ?? ARP_WINDOWS.exec(text);
  if (listed !== null) return { name: '', ip: listed[1] ?? '', mac: listed[2] ?? '' };
  const row = ARP_TABLE.exec(text);
  if (row === null) return undefined;
  const host = row[1] ?? '';
  const isAddress = readAddress(host) !== undefined;
  return { name: isAddress ? '' : host, ip: isAddress ? host : '', mac: row[2] ?? '' };
};

/** True for a line that stands around the entries: heads, interfaces, statistics, empty lines. */
const isFrame = (text: string): boolean =>
  text.trim() === '' ||
  text.startsWith('#') ||
  /^(Address\s+HWtype|Interface:|Starting arp-scan|Ending arp-scan|WARNING:|\d+ packets received|Entries:)/i.test(
    text,
  ) ||
  /^接口[:：]/.test(text) ||
  /^\s+Internet\s/.test(text);

/** True when a line is an entry of a table of neighbours. */
export const isNeighbourLine = (text: string): boolean => entryOf(text) !== undefined;

/**
 * Reads tables of neighbours: `arp -an`, `arp -n`, `arp -a` of Windows, `ip neigh`, arp-scan. Entries that nobody answered are skipped;
 * a line that is neither an entry nor a head is refused.
 */
export const readNeighbours = (text: string): Reading => {
  const found = collector();
  for (const { number, text: line } of linesOf(text)) {
    if (isFrame(line)) continue;
    const entry = entryOf(line);
    if (entry === undefined) {
      found.refuse(number, 'line', line.trim(), 'shape');
      continue;
    }
    const address = entry.ip === '' ? '' : readAddress(entry.ip);
    const mac = entry.mac === '' ? '' : readMac(entry.mac);
    if (address === undefined) found.refuse(number, 'address', entry.ip, 'address');
    else if (mac === undefined) found.refuse(number, 'mac', entry.mac, 'mac');
    else if (mac === '' || (address !== '' && !isTelling(address))) found.skip();
    else {
      const addresses = address === '' ? [] : [address];
      const hostName = readHostName(entry.name) ?? '';
      found.takeNamed({ ...blankObservation, line: number, addresses, mac, hostName }, 'address');
    }
  }
  return found.reading('neighbours');
};
