import type { BoundQuery, Events } from '@chedun/events';

/** What came of joining requests of interfaces with the other logs that name them. */
export interface RequestJoin {
  /** Requests that were looked at: the newest of the last day. */
  readonly requests: number;
  /** Of these: without a request id; found in another log; found there under another account. */
  readonly withoutId: number;
  readonly joined: number;
  readonly otherAccount: number;
  /** Logs in which requests were found, with how many. */
  readonly logs: readonly { readonly source: string; readonly requests: number }[];
  /** A request that was joined and one that was not, as a way in. */
  readonly sampleJoined: string;
  readonly sampleMissing: string;
}

const DAY_MS = 86_400_000;
/** Requests that are looked at; the other logs are searched only around their time. */
const MOST = 2_000;
const AROUND_MS = 600_000;
/** Names under which logs write the id of a request. */
const NAMES = ['request_id', 'requestId', 'x_request_id'] as const;

/** The id of a request in a body, '' when there is none. */
const ID = `coalesce(${NAMES.map((name) => `nullIf(JSONExtractString(body, '${name}'), '')`).join(', ')}, '')`;
const HAS_ID = `(${NAMES.map((name) => `position(body, '"${name}"') > 0`).join(' OR ')})`;

/** The newest requests to interfaces of the vehicle cloud (log source `tsp_api`). */
const requestsSql = (since: number): BoundQuery => ({
  sql: `SELECT ${ID} AS id, user AS account, toUnixTimestamp64Milli(received) AS at FROM events
    WHERE received >= fromUnixTimestamp64Milli({since:Int64}) AND provider = 'tsp' AND event_code = 'api'
    ORDER BY received DESC LIMIT ${MOST}`,
  params: { since },
});

/** Records of every other log that carry one of the ids. */
const othersSql = (ids: readonly string[], from: number, to: number): BoundQuery => ({
  sql: `SELECT ${ID} AS id, source, groupUniqArray(4)(user) AS accounts FROM events
    WHERE received >= fromUnixTimestamp64Milli({from:Int64}) AND received <= fromUnixTimestamp64Milli({to:Int64})
      AND NOT (provider = 'tsp' AND event_code = 'api') AND ${HAS_ID} AND id IN {ids:Array(String)}
    GROUP BY id, source`,
  params: { ids, from, to },
});

interface RequestRow {
  readonly id: string;
  readonly account: string;
  readonly at: number | string;
}

interface OtherRow {
  readonly id: string;
  readonly source: string;
  readonly accounts: readonly string[];
}

const othersOf = async (
  events: Pick<Events, 'query'>,
  requests: readonly RequestRow[],
): Promise<readonly OtherRow[]> => {
  const ids = [...new Set(requests.map(({ id }) => id).filter((id) => id !== ''))];
  if (ids.length === 0) return [];
  const times = requests.map(({ at }) => Number(at));
  return events.query<OtherRow>(othersSql(ids, Math.min(...times) - AROUND_MS, Math.max(...times) + AROUND_MS));
};

/**
 * Joins the newest requests with the records of every other log that carry the same request id and were received within ten
 * minutes of them. All counts are 0 when none came within a day.
 */
export const joinRequests = async (events: Pick<Events, 'query'>, now: number): Promise<RequestJoin> => {
  const requests = await events.query<RequestRow>(requestsSql(now - DAY_MS));
  const others = new Map<string, OtherRow[]>();
  for (const row of await othersOf(events, requests)) others.set(row.id, [...(others.get(row.id) ?? []), row]);
  const foundIn = ({ id }: RequestRow): readonly OtherRow[] => (id === '' ? [] : (others.get(id) ?? []));
  const isOther = (request: RequestRow): boolean =>
    request.account !== '' &&
    foundIn(request).some(({ accounts }) => accounts.some((account) => account !== '' && account !== request.account));
  const joined = requests.filter((request) => foundIn(request).length > 0);
  const logs = new Map<string, number>();
  for (const { source } of joined.flatMap(foundIn)) logs.set(source, (logs.get(source) ?? 0) + 1);
  return {
    requests: requests.length,
    withoutId: requests.filter(({ id }) => id === '').length,
    joined: joined.length,
    otherAccount: joined.filter(isOther).length,
    logs: [...logs].map(([source, count]) => ({ source, requests: count })).toSorted((a, b) => b.requests - a.requests),
    sampleJoined: joined[0]?.id ?? '',
    sampleMissing: requests.find((request) => request.id !== '' && foundIn(request).length === 0)?.id ?? '',
  };
};
