import { u16, u32 } from '../app/text.ts';
import { pcapError } from '../errors.ts';
import type { FlowExport } from './message.ts';
import { readSet } from './sets.ts';
import type { SetContext } from './sets.ts';
import { createTemplateStore } from './templates.ts';
import { readV5 } from './v5.ts';

/** Reads flow exports and remembers the templates of each exporter. */
export interface FlowCollector {
  /**
   * Reads one datagram; `exporter` is the address it came from.
   *
   * @throws `pcap.not_a_flow_export` when the header is of no known version or does not fit.
   */
  readonly read: (bytes: Uint8Array, exporter: string) => FlowExport;
  /** Templates known now, over all exporters. */
  readonly templates: () => number;
}

const V9_HEADER = 20;
const IPFIX_HEADER = 16;

/** Reads the sets between the header and `end`; answers how many bytes are left. */
const readSets = (context: SetContext, bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (end - at >= 4) {
    const size = u16(bytes, at + 2);
    if (size < 4 || size > end - at) break;
    readSet(context, u16(bytes, at), bytes.subarray(at + 4, at + size));
    at += size;
  }
  return end - at;
};

const fault = (offset: number, reason: string) => pcapError('pcap.not_a_flow_export', { offset, reason });

/**
 * A collector for NetFlow version 5, version 9 (RFC 3954) and IPFIX (RFC 7011). Templates are bounded per exporter and in
 * all (1,024 exporter domains, 512 templates, 256 fields, 4,096 flows a datagram). Data sets that come before their
 * template are counted in `unknownSets`. UDP senders can be forged: whoever listens allows exporters by address.
 */
export const createFlowCollector = (): FlowCollector => {
  const store = createTemplateStore();
  const contextOf = (exporter: string, domain: number, version: 9 | 10): SetContext => ({
    exporter,
    domain,
    version,
    store,
    flows: [],
    templates: 0,
    unknownSets: 0,
    unread: 0,
  });
  const readV9 = (bytes: Uint8Array, exporter: string): FlowExport => {
    if (bytes.length < V9_HEADER) throw fault(0, 'the header of version 9 has 20 bytes');
    const context = contextOf(exporter, u32(bytes, 16), 9);
    const left = readSets(context, bytes, V9_HEADER, bytes.length);
    const { domain, flows, templates, unknownSets, unread } = context;
    const head = {
      version: 9,
      uptime: u32(bytes, 4),
      seconds: u32(bytes, 8),
      sequence: u32(bytes, 12),
      domain,
    } as const;
    return { ...head, flows, templates, unknownSets, trailing: left + unread };
  };
  const readIpfix = (bytes: Uint8Array, exporter: string): FlowExport => {
    const end = u16(bytes, 2);
    if (bytes.length < IPFIX_HEADER || end < IPFIX_HEADER || end > bytes.length)
      throw fault(2, `a message of ${end} bytes does not fit ${bytes.length}`);
    const context = contextOf(exporter, u32(bytes, 12), 10);
    const left = readSets(context, bytes, IPFIX_HEADER, end);
    const { domain, flows, templates, unknownSets, unread } = context;
    const head = { version: 10, seconds: u32(bytes, 4), sequence: u32(bytes, 8), domain } as const;
    return { ...head, flows, templates, unknownSets, trailing: left + unread + bytes.length - end };
  };
  const read = (bytes: Uint8Array, exporter: string): FlowExport => {
    const version = bytes.length < 2 ? 0 : u16(bytes, 0);
    if (version === 5) return readV5(bytes);
    if (version === 9) return readV9(bytes, exporter);
    if (version === 10) return readIpfix(bytes, exporter);
    throw fault(0, `version ${version} is none of 5, 9 and 10`);
  };
  return { read, templates: store.size };
};
