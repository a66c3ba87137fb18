import { readCloudList } from './cloud.ts';
import { inventoryError } from './errors.ts';
import { readDnsmasqLeases, readIscLeases, readKeaLeases } from './leases.ts';
import { linesOf } from './lines.ts';
import { isNeighbourLine, readNeighbours } from './neighbours.ts';
import { readNmap } from './nmap.ts';
import { READ_LIMITS, type InventoryFormat, type Reading } from './observation.ts';

/** Formats of text that are read as text; a table comes as rows, see `readInventoryTable`. */
export type TextFormat = Exclude<InventoryFormat, 'table'>;

const LOOKED_AT = 65_536;
const MOST_LINES = 200;

const byLines = (head: string): TextFormat | undefined => {
  let number = 0;
  for (const { text } of linesOf(head)) {
    number += 1;
    if (number > MOST_LINES) return undefined;
    if (/^(lease\s+\S+\s*\{|authoring-byte-order\s|server-duid\s|failover peer\s)/.test(text)) return 'isc-dhcp';
    if (/^address,(hwaddr|duid),/.test(text)) return 'kea';
    if (
      /^\d{1,12} (?:[0-9a-f]{2}-)?(?:[0-9a-f]{2}:){5}[0-9a-f]{2} [0-9.]+ \S/i.test(text) ||
      /^duid (?:[0-9a-f]{2}:)+/i.test(text)
    )
      return 'dnsmasq';
    if (isNeighbourLine(text)) return 'neighbours';
  }
  return undefined;
};

/** The format of a text by its content; undefined when it is none of them (it may be a table). */
export const inventoryFormatOf = (text: string): TextFormat | undefined => {
  const head = text
    .slice(0, LOOKED_AT)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (head.startsWith('<')) return head.includes('<nmaprun') ? 'nmap' : undefined;
  // Which cloud it is, the reader tells by the shape.
  if (head.startsWith('{') || head.startsWith('[{')) return 'aws';
  return byLines(head);
};

const READERS: Readonly<Record<TextFormat, (text: string) => Reading>> = {
  nmap: readNmap,
  'isc-dhcp': readIscLeases,
  kea: readKeaLeases,
  dnsmasq: readDnsmasqLeases,
  neighbours: readNeighbours,
  aws: readCloudList,
  aliyun: readCloudList,
  tencent: readCloudList,
  huawei: readCloudList,
};

/**
 * Reads a text of a format, or of the one that its content shows. Throws `inventory.format-unknown`, `inventory.structure` or
 * `inventory.too-large`; a wrong entry is refused by name and the others are taken.
 */
export const readInventory = (text: string, format: TextFormat | 'auto' = 'auto'): Reading => {
  if (text.length > READ_LIMITS.text)
    throw inventoryError('inventory.too-large', { reason: `more than ${READ_LIMITS.text} characters` });
  const chosen = format === 'auto' ? inventoryFormatOf(text) : format;
  if (chosen === undefined) throw inventoryError('inventory.format-unknown', { line: 1 });
  const reading = READERS[chosen](text);
  if (reading.observations.length + reading.refusedCount + reading.skipped === 0)
    throw inventoryError('inventory.structure', { line: 1, reason: 'there is no entry' });
  return reading;
};

/** Text of a file: UTF-8, UTF-16 with its mark, else GB 18030, which Chinese Windows writes. */
export const inventoryText = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};
