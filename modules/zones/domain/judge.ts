import type { FlowExample, FlowStatus, Protocol, SeenProtocol } from '../contract.ts';
import { isOwn, readAddress, zoneFinder } from './address.ts';
import { allows, readPorts, type PortRange } from './ports.ts';

/** Who spoke to whom. */
export interface Conversation {
  readonly client: string;
  readonly server: string;
  readonly protocol: SeenProtocol;
  readonly port: number;
  readonly records: number;
  readonly blocked: number;
  readonly bytes: number | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly source: 'logs' | 'captures';
  readonly event: FlowExample['event'];
}

/** A permission as far as flows are judged by it. */
export interface Permit {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly ports: string;
  readonly isInForce: boolean;
}

/** Flows of one pair of zones, protocol and port. Times in ms since 1970. */
export interface JudgedFlow {
  readonly id: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly protocol: SeenProtocol;
  readonly port: number;
  readonly ports: number;
  readonly status: FlowStatus;
  readonly conversations: number;
  readonly records: number;
  readonly blocked: number;
  readonly bytes: number | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly examples: readonly FlowExample[];
}

/** More ports than this between two zones, alike in all else, are a sweep and become one flow. */
const SWEEP = 32;
const MOST_EXAMPLES = 5;
/** What has to be looked at first. */
export const RANKS: readonly FlowStatus[] = ['violating', 'ended', 'unzoned', 'blocked', 'allowed', 'inside'];

type Ranged = Permit & { readonly ranges: readonly PortRange[] };
type Group = { readonly from: string | null; readonly to: string | null; readonly all: readonly Conversation[] };

const statusOf = ({ from, to, all }: Group, permits: ReadonlyMap<string, readonly Ranged[]>): FlowStatus => {
  const [first] = all;
  if (from === null || to === null || first === undefined) return 'unzoned';
  if (from === to) return 'inside';
  const fitting = (permits.get(`${from} ${to}`) ?? []).filter((permit) => allows(permit, first));
  if (fitting.some(({ isInForce }) => isInForce)) return 'allowed';
  if (all.every(({ records, blocked }) => records > 0 && blocked >= records)) return 'blocked';
  return fitting.length > 0 ? 'ended' : 'violating';
};

const examplesOf = (all: readonly Conversation[]): FlowExample[] =>
  all
    .toSorted((a, b) => b.records - a.records || b.lastSeen - a.lastSeen)
    .slice(0, MOST_EXAMPLES)
    .map(({ client, server, port, records, lastSeen, source, event }) => ({
      client,
      server,
      port,
      records,
      lastSeen: new Date(lastSeen).toISOString(),
      source,
      event,
    }));

const summed = ({ from, to, all }: Group, status: FlowStatus, sweep: 'one' | 'sweep'): JudgedFlow => {
  const [first] = all;
  const protocol = first?.protocol ?? 'unknown';
  const port = sweep === 'sweep' ? 0 : (first?.port ?? 0);
  const counted = all.filter(({ bytes }) => bytes !== null);
  const tail = sweep === 'sweep' ? `*-${status}` : String(port);
  return {
    id: `${from ?? 'none'}:${to ?? 'none'}:${protocol}:${tail}`,
    from,
    to,
    protocol,
    port,
    ports: new Set(all.map((each) => each.port)).size,
    status,
    conversations: all.length,
    records: all.reduce((sum, { records }) => sum + records, 0),
    blocked: all.reduce((sum, { blocked }) => sum + blocked, 0),
    bytes: counted.length === 0 ? null : counted.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    firstSeen: all.reduce((least, { firstSeen }) => Math.min(least, firstSeen), Infinity),
    lastSeen: all.reduce((most, { lastSeen }) => Math.max(most, lastSeen), 0),
    examples: examplesOf(all),
  };
};

/** Flows of one pair, protocol and status: one by one, or together where they are a sweep over ports. */
const folded = (groups: readonly (Group & { readonly status: FlowStatus })[]): readonly JudgedFlow[] => {
  const [first] = groups;
  if (first === undefined) return [];
  if (groups.length <= SWEEP) return groups.map((group) => summed(group, group.status, 'one'));
  return [summed({ ...first, all: groups.flatMap(({ all }) => all) }, first.status, 'sweep')];
};

/** What conversations mean with the zones and permissions of now. */
export const judgeFlows = (
  zones: readonly { readonly id: string; readonly cidrs: readonly string[] }[],
  permits: readonly Permit[],
  conversations: readonly Conversation[],
): { readonly flows: readonly JudgedFlow[]; readonly ownUnzoned: readonly string[] } => {
  const find = zoneFinder(zones);
  const ranged = permits.map((permit) => ({ ...permit, ranges: readPorts(permit.ports, permit.protocol) ?? [] }));
  const byPair = Map.groupBy(ranged, ({ from, to }) => `${from} ${to}`);
  const groups = Map.groupBy(
    conversations,
    ({ client, server, protocol, port }) => `${find(client) ?? ''} ${find(server) ?? ''} ${protocol} ${port}`,
  );
  const judged = [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const group: Group = { from: find(first.client) ?? null, to: find(first.server) ?? null, all };
    return [{ ...group, status: statusOf(group, byPair) }];
  });
  const kinds = Map.groupBy(judged, ({ from, to, status, all }) => `${from} ${to} ${all[0]?.protocol} ${status}`);
  const addresses = new Set(conversations.flatMap(({ client, server }) => [client, server]));
  return {
    flows: [...kinds.values()].flatMap(folded),
    ownUnzoned: [...addresses].filter((text) => {
      const address = readAddress(text);
      return address !== undefined && isOwn(address) && find(text) === undefined;
    }),
  };
};
