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
});
