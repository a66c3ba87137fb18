import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { MisbehaviourReport, ReportList, ReportQuery } from '../contract.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';

type Reader = Pick<Records, 'read'>;
type Row = Omit<V2xTrustTables['v2x_trust.reports'], 'bytes' | 'issuer' | 'tries'> & { readonly size: number };

const viewOf = (row: Row): MisbehaviourReport => ({
  id: row.id,
  at: row.at.toISOString(),
  signer: row.signer,
  linkage: row.linkage,
  aid: Number(row.aid),
  receiver: row.receiver,
  place: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
  suspicion: row.suspicion,
  observations: [...row.observations],
  related: [...row.related],
  messages: row.messages,
  bytes: row.size,
  state: row.state,
  problem: row.problem,
  deliveredAt: row.delivered_at?.toISOString() ?? null,
  authorityId: row.authority_id,
});

const COLUMNS = [
  'id',
  'at',
  'signer',
  'linkage',
  'aid',
  'receiver',
  'lat',
  'lon',
  'suspicion',
  'observations',
  'related',
  'messages',
  'state',
  'problem',
  'delivered_at',
  'authority_id',
] as const;

const totalsOf = async (records: Reader): Promise<Omit<z.infer<typeof ReportList>, 'items'>> => {
  const db = records.read<V2xTrustTables>();
  const rows = await db
    .selectFrom('v2x_trust.reports')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .groupBy('state')
    .execute();
  const accused = await db
    .selectFrom('v2x_trust.reports')
    .select(sql<number>`count(distinct signer)::int`.as('count'))
    .executeTakeFirstOrThrow();
  const of = (state: Row['state']): number => rows.find((one) => one.state === state)?.count ?? 0;
  const totals = {
    waiting: of('waiting'),
    delivered: of('delivered'),
    refused: of('refused'),
    foreign: of('foreign'),
  };
  return { totals, accused: accused.count };
};

/** Reports, newest first, and how many there are in each state. */
export const listReports = async (
  records: Reader,
  { state, signer, limit }: z.output<typeof ReportQuery>,
): Promise<z.infer<typeof ReportList>> => {
  let query = records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.reports')
    .select([...COLUMNS, sql<number>`octet_length(bytes)`.as('size')]);
  if (state !== undefined) query = query.where('state', '=', state);
  if (signer !== undefined) query = query.where('signer', '=', signer);
  const rows = await query.orderBy('at', 'desc').orderBy('id').limit(limit).execute();
  return { items: rows.map(viewOf), ...(await totalsOf(records)) };
};

/** What a check asks of reports: how many since a moment, on how many certificates, and how many are not where they belong. */
export const reportFacts = async (
  records: Reader,
  since: Date,
  overdue: Date,
): Promise<{ readonly reports: number; readonly accused: number; readonly stuck: number }> => {
  const db = records.read<V2xTrustTables>();
  const { reports, accused } = await db
    .selectFrom('v2x_trust.reports')
    .select([sql<number>`count(*)::int`.as('reports'), sql<number>`count(distinct signer)::int`.as('accused')])
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  const { stuck } = await db
    .selectFrom('v2x_trust.reports')
    .select(sql<number>`count(*)::int`.as('stuck'))
    .where('state', '=', 'waiting')
    .where('at', '<', overdue)
    .executeTakeFirstOrThrow();
  return { reports, accused, stuck };
};

/** The bytes of a report, as it is signed. Throws `v2x-trust.unknown`. */
export const reportBytes = async (records: Reader, id: string): Promise<Uint8Array> => {
  const row = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.reports')
    .select('bytes')
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
  return new Uint8Array(row.bytes);
};
