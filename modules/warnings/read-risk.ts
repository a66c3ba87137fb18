import { AssetRef, Severity } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Packet, RiskList, RiskQuery } from './contract.ts';
import type { PacketTable, WarningTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

/** Assets by score, highest first. */
export const riskList = async (
  records: Reader,
  query: z.output<typeof RiskQuery>,
): Promise<z.input<typeof RiskList>> => {
  const asked = records
    .read<WarningTables>()
    .selectFrom('warnings.risk')
    .$if(query.kind !== undefined, (q) => q.where('kind', '=', query.kind ?? ''))
    .$if(query.search !== undefined, (q) =>
      q.where('id', 'ilike', `%${(query.search ?? '').replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`),
    );
  const [rows, { total }] = await Promise.all([
    asked.selectAll().orderBy('score', 'desc').orderBy('key').limit(query.limit).execute(),
    asked.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return {
    items: rows.map((row) => ({
      asset: AssetRef.parse({ kind: row.kind, id: row.id }),
      score: Math.round(row.score * 10) / 10,
      findings: row.findings,
      worst: Severity.parse(row.worst),
      computedAt: row.at.toISOString(),
    })),
    total: Number(total),
  };
};

const packetOf = (row: Omit<Selectable<PacketTable>, 'file'>): Packet => ({
  id: row.id,
  number: row.number,
  type: row.type as Packet['type'],
  subject: row.subject,
  missing: row.missing,
  schemaVersion: row.schema_version,
  verifiedSchema: row.verified,
  digest: row.digest,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  receipt:
    row.receipt_number === null || row.receipt_at === null
      ? null
      : {
          number: row.receipt_number,
          at: row.receipt_at.toISOString(),
          via: row.receipt_via ?? '',
          by: row.receipt_by ?? '',
        },
});

/** Reporting packets, newest first. */
export const packetReadModel = (records: Reader) => {
  const rows = () => records.read<WarningTables>().selectFrom('warnings.packets').selectAll();
  const must = async (id: string) => {
    const row = await rows().where('id', '=', id).executeTakeFirst();
    if (!row) throw new DomainError('warnings.packet-unknown', { field: id });
    return row;
  };
  return {
    list: async (): Promise<Packet[]> =>
      (await rows().orderBy('created_at', 'desc').limit(200).execute()).map(packetOf),
    must: async (id: string): Promise<Packet> => packetOf(await must(id)),
    file: async (id: string) => {
      const { number, file } = await must(id);
      return { number, file };
    },
  };
};
