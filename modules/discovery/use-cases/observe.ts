import type { CapturesAsks } from '@chedun/captures/contract';
import type { Events } from '@chedun/events';
import { blankObservation, isTelling, readAddress, readHostName, type Observation } from '@chedun/inventory-readers';
import type { DiscoveryTables } from '../tables.ts';
import { bring, type Batch, type Brought } from './bring.ts';
import type { Needs } from './judge.ts';

/** What looking into our own data works with. */
export interface ObserveNeeds extends Needs {
  readonly events: Pick<Events, 'query'>;
  readonly captures: Pick<CapturesAsks, 'hostsSeen'>;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** How far the first look goes back. */
const FIRST_LOOK = 24 * HOUR;
/** Records arrive late in the store by less than this. */
const OVERLAP = 10 * MINUTE;
const MOST = 50_000;
/** Sources whose records speak of things that others saw, or of none at all. */
const NOT_SEEN = ['captures', 'drill'];
const LIMITS = { maxMs: 120_000, maxRows: 2 * MOST };

const WINDOW = `received >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND received < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND vin = '' AND source NOT IN ({left:Array(String)})`;

// A host that wrote a record is there. Our own clock says when: that of the host may be wrong.
const HOSTS = `SELECT host AS value, toUnixTimestamp64Milli(max(received)) AS at FROM events
  WHERE ${WINDOW} AND host != '' GROUP BY host ORDER BY at DESC LIMIT {most:UInt32}`;

// Only senders: a destination may be an address that a scan tried in vain. Only networks of our own (RFC 1918, 6598, 4193).
const ADDRESSES = `SELECT src_ip AS value, toUnixTimestamp64Milli(max(received)) AS at FROM events
  WHERE ${WINDOW} AND match(src_ip, '^(10\\\\.|192\\\\.168\\\\.|172\\\\.(1[6-9]|2[0-9]|3[01])\\\\.|100\\\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\\\.|[fF][cCdD][0-9a-fA-F]{2}:)')
  GROUP BY src_ip ORDER BY at DESC LIMIT {most:UInt32}`;

interface SeenRow {
  readonly value: string;
  readonly at: number | string;
}

const observationOf = ({ value, at }: SeenRow): readonly Observation[] => {
  const address = readAddress(value);
  const hostName = readHostName(value);
  const seen = { ...blankObservation, at: Number(at) };
  if (address !== undefined) return isTelling(address) ? [{ ...seen, addresses: [address] }] : [];
  return hostName === undefined || hostName === '' ? [] : [{ ...seen, hostName }];
};

/** How far a source was read; the first look goes a day back. */
const positionOf = async ({ records }: Needs, source: 'logs' | 'flows', now: number): Promise<number> => {
  const row = await records
    .read<DiscoveryTables>()
    .selectFrom('discovery.sources')
    .select('position')
    .where('source', '=', source)
    .executeTakeFirst();
  return row === undefined || row.position === 0 ? now - FIRST_LOOK : row.position;
};

const fromLogs = async (needs: ObserveNeeds, now: number): Promise<Batch> => {
  const from = (await positionOf(needs, 'logs', now)) - OVERLAP;
  const params = { from, to: now, left: NOT_SEEN, most: MOST };
  const rows = [
    ...(await needs.events.query<SeenRow>({ sql: HOSTS, params }, LIMITS)),
    ...(await needs.events.query<SeenRow>({ sql: ADDRESSES, params }, LIMITS)),
  ];
  return { source: 'logs', observations: rows.flatMap(observationOf), position: now };
};

const fromFlows = async (needs: ObserveNeeds, now: number): Promise<Batch> => {
  const position = await positionOf(needs, 'flows', now);
  // The first look takes every recording: they are uploaded by hand, and rarely.
  const hosts = await needs.captures.hostsSeen(position === now - FIRST_LOOK ? 0 : position - OVERLAP, MOST);
  const observations = hosts.flatMap(({ address, serverPorts, at }): readonly Observation[] => {
    const known = readAddress(address);
    if (known === undefined || !isTelling(known)) return [];
    const services = serverPorts.map((port) => ({
      transport: 'tcp' as const,
      port,
      name: '',
      product: '',
      version: '',
    }));
    return [{ ...blankObservation, addresses: [known], services, at }];
  });
  return { source: 'flows', observations, position: now };
};

/** Looks into logs and recordings, from where the last look ended, and judges everything. */
export const observe = (needs: ObserveNeeds) => async (): Promise<Brought & { readonly observations: number }> => {
  const now = needs.clock.now();
  const batches = [await fromLogs(needs, now), await fromFlows(needs, now)];
  const brought = await bring(needs)(batches);
  return { ...brought, observations: batches.reduce((sum, { observations }) => sum + observations.length, 0) };
};
