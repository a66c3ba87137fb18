import type { Needs } from '../store.ts';

const WINDOW_MS = 30 * 86_400_000;
/** OCSF class of sign-ins. */
const AUTHENTICATION = 3_002;
const LIMITS = { maxMs: 30_000, maxRows: 20_000 };

// A system is recognised by the host or the source that its records name.
const ADDRESSES = `SELECT lower(user) AS account, uniqExact(src_ip) AS addresses FROM events
  WHERE received >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND class_uid = {authentication:UInt32} AND status_id != 2
    AND user != '' AND src_ip != '' AND (lower(host) = {system:String} OR lower(source) = {system:String})
  GROUP BY account ORDER BY addresses DESC LIMIT 20000`;

/** From how many addresses each account of a system signed in within 30 days, by records; empty where there are none. */
export const addressesOf = async ({ events, now }: Needs, system: string): Promise<ReadonlyMap<string, number>> => {
  const params = { from: now() - WINDOW_MS, authentication: AUTHENTICATION, system: system.toLowerCase() };
  const rows = await events.query<{ account: string; addresses: number | string }>({ sql: ADDRESSES, params }, LIMITS);
  return new Map(rows.map(({ account, addresses }) => [account, Number(addresses)]));
};
