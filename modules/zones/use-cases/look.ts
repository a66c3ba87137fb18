import type { CapturesAsks } from '@chedun/captures/contract';
import type { Events } from '@chedun/events';
import { toJsonText, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import { readAddress } from '../domain/address.ts';
import type { Conversation } from '../domain/judge.ts';
import { protocolOf } from '../domain/ports.ts';
import { lock, readState, type Needs } from '../store.ts';
import type { ZonesTables } from '../tables.ts';
import { judge } from './judge.ts';

/** What looking works with. */
export interface LookNeeds extends Needs {
  readonly events: Pick<Events, 'query'>;
  readonly captures: Pick<CapturesAsks, 'flowsSeen'>;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far the first look goes back. */
const FIRST_LOOK = DAY;
/** Records arrive late in the store by less than this: until then they are counted anew at each look. */
const SETTLED_AFTER = 10 * MINUTE;
/** Most conversations of one look, and of all. */
const MOST_SEEN = 50_000;
const MOST_KEPT = 200_000;
const PART = 1_000;
const LIMITS = { maxMs: 300_000, maxRows: MOST_SEEN };
/** Recordings come by their own way; drills are no traffic. */
const LEFT = ['captures', 'drill'];
const REFUSED = [
  'deny',
  'denied',
  'drop',
  'dropped',
  'block',
  'blocked',
  'reject',
  'rejected',
  'refused',
  '拒绝',
  '阻断',
  '丢弃',
];
const NO_PORTS = ['icmp', 'icmp6', 'icmpv6', 'ipv6-icmp', '1', '58', 'gre', '47', 'esp', '50'];

// Some sources tell each direction by itself: from a well-known port to a high one is an answer, and belongs to who asked.
const FLOWS = `SELECT if(answer, dst_ip, src_ip) AS client, if(answer, src_ip, dst_ip) AS server,
    if(answer, src_port, dst_port) AS port, lower(protocol) AS transport,
    countIf(settled) AS records, countIf(settled AND refused) AS blocked,
    countIf(NOT settled) AS recent, countIf(NOT settled AND refused) AS recentBlocked,
    toUnixTimestamp64Milli(min(received)) AS first, toUnixTimestamp64Milli(max(received)) AS last,
    argMax(journal, received) AS journal, argMax(seq, received) AS seq, argMax(idx, received) AS idx
  FROM (SELECT src_ip, dst_ip, src_port, dst_port, protocol, received, journal, seq, idx,
      src_port > 0 AND src_port < 1024 AND dst_port >= 32768 AS answer,
      received < fromUnixTimestamp64Milli({settled:Int64}, 'UTC') AS settled,
      status_id = 2 OR (class_uid = 4001 AND activity_id IN (4, 5)) OR lower(JSONExtractString(body, 'action')) IN {refused:Array(String)}
        OR lower(JSONExtractString(body, 'act')) IN {refused:Array(String)} AS refused
    FROM events
    WHERE received >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND received < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      AND src_ip != '' AND dst_ip != '' AND src_ip != dst_ip AND source NOT IN {left:Array(String)}
      AND (dst_port > 0 OR lower(protocol) IN {noPorts:Array(String)}))
  GROUP BY client, server, port, transport ORDER BY last DESC LIMIT {most:UInt32}`;

interface SeenRow {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly transport: string;
  readonly records: number | string;
  readonly blocked: number | string;
  readonly recent: number | string;
  readonly recentBlocked: number | string;
  readonly first: number | string;
  readonly last: number | string;
  readonly journal: string;
  readonly seq: number | string;
  readonly idx: number;
}

/** What a look adds to a conversation. */
interface Seen extends Conversation {
  readonly recent: number;
  readonly recentBlocked: number;
}

const isSpoken = ({ client, server }: Seen): boolean => {
  const [one, other] = [readAddress(client), readAddress(server)];
  // Broadcast and multicast have no zone.
  const isMany = other?.family === 4 && (other.value >= 0xe000_0000n || other.value === 0n);
  const isMany6 = other?.family === 6 && other.value >> 120n === 0xffn;
  return one !== undefined && other !== undefined && one.value !== 0n && !isMany && !isMany6;
};

/** From where records were settled, and up to where they are now. */
interface Span {
  readonly from: number;
  readonly settled: number;
  readonly to: number;
}

const fromLogs = async ({ events }: LookNeeds, span: Span): Promise<readonly Seen[]> => {
  const params = { ...span, left: LEFT, refused: REFUSED, noPorts: NO_PORTS, most: MOST_SEEN };
  const rows = await events.query<SeenRow>({ sql: FLOWS, params }, LIMITS);
  return rows.map(({ client, server, port, transport, first, last, journal, seq, idx, ...counts }) => ({
    client,
    server,
    protocol: protocolOf(transport),
    port,
    records: Number(counts.records),
    blocked: Number(counts.blocked),
    recent: Number(counts.recent),
    recentBlocked: Number(counts.recentBlocked),
    bytes: null,
    firstSeen: Number(first),
    lastSeen: Number(last),
    source: 'logs',
    event: { journal, seq: Number(seq), index: idx },
  }));
};

const fromCaptures = async ({ captures }: LookNeeds, since: number, until: number): Promise<readonly Seen[]> => {
  const flows = await captures.flowsSeen(since, until, MOST_SEEN);
  return flows.map(({ client, server, transport, port, flows: records, bytes, first, last }) => ({
    client,
    server,
    protocol: protocolOf(transport),
    port: port ?? 0,
    records,
    blocked: 0,
    recent: 0,
    recentBlocked: 0,
    bytes,
    firstSeen: first,
    lastSeen: last,
    source: 'captures',
    event: null,
  }));
};

/** One row for each key: PostgreSQL does not change a row twice in one statement. */
const merged = (all: readonly Seen[]): Seen[] => {
  const known = new Map<string, Seen>();
  for (const each of all) {
    const key = `${each.client} ${each.server} ${each.protocol} ${each.port}`;
    const old = known.get(key);
    known.set(
      key,
      old === undefined
        ? each
        : {
            ...(each.lastSeen >= old.lastSeen ? each : old),
            records: old.records + each.records,
            blocked: old.blocked + each.blocked,
            recent: old.recent + each.recent,
            recentBlocked: old.recentBlocked + each.recentBlocked,
            bytes: old.bytes === null && each.bytes === null ? null : (old.bytes ?? 0) + (each.bytes ?? 0),
            firstSeen: Math.min(old.firstSeen, each.firstSeen),
            lastSeen: Math.max(old.lastSeen, each.lastSeen),
          },
    );
  }
  return [...known.values()];
};

const note = async (tx: Tx, all: readonly Seen[], at: Date): Promise<void> => {
  await tx
    .as<ZonesTables>()
    .updateTable('zones.conversations')
    .set({ recent: 0, recent_blocked: 0 })
    .where('recent', '>', 0)
    .execute();
  for (let from = 0; from < all.length; from += PART)
    await tx
      .as<ZonesTables>()
      .insertInto('zones.conversations')
      .values(
        all.slice(from, from + PART).map(({ firstSeen, lastSeen, event, recentBlocked, ...rest }) => ({
          ...rest,
          recent_blocked: recentBlocked,
          first_seen: new Date(firstSeen),
          last_seen: new Date(lastSeen),
          noted_at: at,
          event: event === null ? null : toJsonText(event),
        })),
      )
      .onConflict((on) =>
        on.columns(['client', 'server', 'protocol', 'port']).doUpdateSet(({ ref }) => ({
          records: sql<number>`conversations.records + excluded.records`,
          blocked: sql<number>`conversations.blocked + excluded.blocked`,
          recent: ref('excluded.recent'),
          recent_blocked: ref('excluded.recent_blocked'),
          bytes: sql<
            number | null
          >`case when conversations.bytes is null then excluded.bytes else conversations.bytes + coalesce(excluded.bytes, 0) end`,
          first_seen: sql<Date>`least(conversations.first_seen, excluded.first_seen)`,
          last_seen: sql<Date>`greatest(conversations.last_seen, excluded.last_seen)`,
          noted_at: ref('excluded.noted_at'),
          source: ref('excluded.source'),
          event: sql<string | null>`coalesce(excluded.event, conversations.event)`,
        })),
      )
      .execute();
};

/** Forgets the oldest beyond what is kept; says whether there were some. */
const forgetMost = async (tx: Tx): Promise<boolean> => {
  const { rows } = await sql<{ client: string }>`
    delete from zones.conversations where (client, server, protocol, port) in (
      select client, server, protocol, port from zones.conversations order by noted_at desc, last_seen desc offset ${MOST_KEPT})
    returning client`.execute(tx.as<ZonesTables>());
  return rows.length > 0;
};

/** Looks into logs and recordings, from where the last look ended, and judges everything. */
export const look = (needs: LookNeeds) => async (): Promise<{ conversations: number; violating: number }> => {
  const { records, now } = needs;
  const at = now();
  const state = await readState(records);
  const from = state.logs_at?.getTime() ?? at - FIRST_LOOK;
  const settled = Math.max(from, at - SETTLED_AFTER);
  const logs = await fromLogs(needs, { from, settled, to: at });
  const captured = await fromCaptures(needs, state.captures_at?.getTime() ?? 0, at);
  const seen = merged([...logs, ...captured]).filter(isSpoken);
  return records.transaction(async (tx) => {
    await lock(tx);
    const { looked_at: looked } = await readState(tx);
    // Somebody else looked meanwhile: what was read is counted already.
    if (looked?.getTime() === state.looked_at?.getTime()) {
      await note(tx, seen, new Date(at));
      const cut = (await forgetMost(tx)) || logs.length >= MOST_SEEN || captured.length >= MOST_SEEN;
      const done = new Date(at);
      await tx
        .as<ZonesTables>()
        .updateTable('zones.state')
        .set({ logs_at: new Date(settled), captures_at: done, looked_at: done, cut })
        .execute();
    }
    const { violating } = await judge(tx, needs);
    return { conversations: seen.length, violating };
  });
};
