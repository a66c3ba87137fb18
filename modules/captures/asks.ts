import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { CapturesAsks } from './contract.ts';
import { isNoHost } from './domain/address.ts';
import type { CapturesTables } from './tables.ts';

const portsOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((port): port is number => Number.isSafeInteger(port)) : [];

/** What others may ask of this module. */
export const capturesAsks = (records: Pick<Records, 'read'>): CapturesAsks => ({
  hostsSeen: async (since, limit) => {
    const rows = await records
      .read<CapturesTables>()
      .selectFrom('captures.result_rows as row')
      .innerJoin('captures.captures as capture', 'capture.attempt', 'row.attempt')
      .select([
        sql<string>`row.body ->> 'address'`.as('address'),
        sql<string>`max(row.body ->> 'last')`.as('last'),
        sql<unknown>`(array_agg(row.body -> 'serverPorts' order by row.body ->> 'last' desc))[1]`.as('ports'),
      ])
      .where('row.section', '=', 'hosts')
      .where(sql<boolean>`row.body ->> 'local' = 'true'`)
      .where('capture.status', '=', 'done')
      .where('capture.analysed_at', '>', new Date(since))
      .groupBy(sql`row.body ->> 'address'`)
      .orderBy(sql`max(row.body ->> 'last')`, 'desc')
      .limit(limit)
      .execute();
    return rows
      .filter(({ address }) => !isNoHost(address))
      .map(({ address, last, ports }) => ({ address, serverPorts: portsOf(ports), at: Date.parse(last) }));
  },
  flowsSeen: async (since, until, limit) => {
    const rows = await records
      .read<CapturesTables>()
      .selectFrom('captures.result_rows as row')
      .innerJoin('captures.captures as capture', 'capture.attempt', 'row.attempt')
      .select([
        sql<string>`row.body ->> 'srcIp'`.as('client'),
        sql<string>`row.body ->> 'dstIp'`.as('server'),
        sql<string>`row.body ->> 'transport'`.as('transport'),
        sql<number | null>`(row.body ->> 'dstPort')::int`.as('port'),
        sql<number>`count(*)`.as('flows'),
        sql<number>`sum((row.body ->> 'bytes')::bigint)::bigint`.as('bytes'),
        sql<string>`min(row.body ->> 'start')`.as('first'),
        sql<string>`max(row.body ->> 'end')`.as('last'),
      ])
      .where('row.section', '=', 'flows')
      .where('capture.status', '=', 'done')
      .where('capture.analysed_at', '>', new Date(since))
      .where('capture.analysed_at', '<=', new Date(until))
      .groupBy([
        sql`row.body ->> 'srcIp'`,
        sql`row.body ->> 'dstIp'`,
        sql`row.body ->> 'transport'`,
        sql`row.body ->> 'dstPort'`,
      ])
      .orderBy(sql`max(row.body ->> 'end')`, 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ first, last, ...rest }) => ({ ...rest, first: Date.parse(first), last: Date.parse(last) }));
  },
});
