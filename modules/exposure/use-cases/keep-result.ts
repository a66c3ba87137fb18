import { createHash } from 'node:crypto';
import { toJsonText, type Tx } from '@chedun/records';
import { isTelling } from '../contract.ts';
import type { ProbeResult } from '../domain/result.ts';
import type { ExposureTables } from '../tables.ts';

/** What was seen of a host. */
export interface Seen {
  readonly id: string;
  readonly host: string;
  readonly at: Date;
  readonly by: string;
  readonly result: ProbeResult;
  /** Whether a port was looked at: what was not stays as it is known. */
  readonly looked: (port: number) => boolean;
}

/** Keeps a result as evidence, and what is open now. A probe that shows nothing leaves what is known as it is. */
export const keepResult = async (tx: Tx, { id, host, at, by, result, looked }: Seen): Promise<void> => {
  const tables = tx.as<ExposureTables>();
  const body = toJsonText({ ...result, host, at: at.toISOString() });
  const sm3 = createHash('sm3').update(body).digest('hex');
  await tables.insertInto('exposure.runs').values({ id, host, at, by, result: body, sm3 }).execute();
  if (!isTelling({ ...result, open: result.open.length })) return;
  const known = await tables.selectFrom('exposure.open_ports').select('port').where('host', '=', host).execute();
  const closed = known.map(({ port }) => port).filter((port) => looked(port) && !result.open.includes(port));
  if (closed.length > 0)
    await tables.deleteFrom('exposure.open_ports').where('host', '=', host).where('port', 'in', closed).execute();
  if (result.open.length > 0)
    await tables
      .insertInto('exposure.open_ports')
      .values(result.open.map((port) => ({ host, port, since: at, seen_at: at })))
      .onConflict((on) => on.columns(['host', 'port']).doUpdateSet({ seen_at: at }))
      .execute();
};
