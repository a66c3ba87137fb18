import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type {
  Anchor,
  Crl,
  FailureList,
  FailureQuery,
  ListSource,
  TrustList,
  TrustListDetail,
  VerificationQuery,
  VerificationState,
} from './contract.ts';
import { diffLists, freshnessOf, readList } from './domain/trust-list.ts';
import { meaningOf, VERDICTS } from './domain/verdicts.ts';
import { v2xTrustError } from './fault.ts';
import type { AnchorTable, ListTable, V2xTrustTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const MOST = 500;
const HOUR = 3_600_000;

const anchorOf = (row: Omit<AnchorTable, 'certificate'>): Anchor => ({
  id: row.id,
  kind: row.kind,
  id8: row.id8,
  name: row.name,
  until: row.until.toISOString(),
  status: row.status,
  proposedBy: row.proposed_name,
  proposedAt: row.proposed_at.toISOString(),
  decidedBy: row.decided_name,
  decidedAt: row.decided_at?.toISOString() ?? null,
});

const listOf = (row: Omit<Selectable<ListTable>, 'bytes'>, now: number): TrustList => ({
  id: row.id,
  kind: row.kind,
  issuer: row.issuer,
  issuerName: row.issuer_name,
  series: row.series,
  issuedAt: row.issued_at.toISOString(),
  nextAt: row.next_at.toISOString(),
  freshness: freshnessOf(row.next_at, now),
  certificates: row.certificates,
  status: row.status,
  origin: row.origin,
  sm3: row.sm3,
  proposedBy: row.proposed_name,
  proposedAt: row.proposed_at.toISOString(),
  decidedBy: row.decided_name,
  decidedAt: row.decided_at?.toISOString() ?? null,
});

const COLUMNS = [
  'id',
  'kind',
  'issuer',
  'issuer_name',
  'series',
  'issued',
  'issued_at',
  'next_at',
  'certificates',
  'sm3',
  'origin',
  'status',
  'proposed_by',
  'proposed_name',
  'proposed_at',
  'decided_name',
  'decided_at',
] as const;

/** Pinned certificates, newest first. */
export const listAnchors = async (records: Reader): Promise<Anchor[]> => {
  const rows = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.anchors')
    .selectAll()
    .orderBy('proposed_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(anchorOf);
};

/** Lists of trust with their history, newest first. */
export const listLists = async (records: Reader, now: number): Promise<TrustList[]> => {
  const rows = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.lists')
    .select(COLUMNS)
    .orderBy('proposed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => listOf(row, now));
};

/** One list, compared with the one that was in force before it. */
export const listDetail = async (
  records: Reader,
  id: string,
  now: number,
  leapSeconds: number,
): Promise<TrustListDetail> => {
  const db = records.read<V2xTrustTables>();
  const row = await db.selectFrom('v2x_trust.lists').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
  const before = await db
    .selectFrom('v2x_trust.lists')
    .select(['id', 'series', 'bytes'])
    .where('kind', '=', row.kind)
    .where('issuer', '=', row.issuer)
    .where('issued', '<', row.issued)
    .where('status', 'in', ['accepted', 'superseded'])
    .orderBy('issued', 'desc')
    .executeTakeFirst();
  const read = (bytes: Buffer) => readList(row.kind, new Uint8Array(bytes));
  return {
    list: listOf(row, now),
    before: before === undefined ? null : { id: before.id, series: before.series },
    ...diffLists(before === undefined ? undefined : read(before.bytes), read(row.bytes), leapSeconds),
  };
};

/** Revocation lists, newest first. */
export const listCrls = async (records: Reader, now: number): Promise<Crl[]> => {
  const rows = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.crls')
    .select(['id', 'craca', 'signer_name', 'series', 'kind', 'issued_at', 'next_at', 'entries', 'in_force'])
    .select(['imported_name', 'imported_at'])
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    craca: row.craca,
    signerName: row.signer_name,
    series: row.series,
    kind: row.kind,
    issuedAt: row.issued_at.toISOString(),
    nextAt: row.next_at.toISOString(),
    freshness: freshnessOf(row.next_at, now),
    entries: row.entries,
    isInForce: row.in_force,
    importedBy: row.imported_name,
    importedAt: row.imported_at.toISOString(),
  }));
};

/** Declared addresses. */
export const listSources = async (records: Reader): Promise<ListSource[]> => {
  const rows = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.sources')
    .selectAll()
    .orderBy('url')
    .limit(MOST)
    .execute();
  return rows.map(({ id, kind, url, checked_at, problem }) => ({
    id,
    kind,
    url,
    problem,
    checkedAt: checked_at?.toISOString() ?? null,
  }));
};

/** Refused messages, newest first. */
export const listFailures = async (
  records: Reader,
  { security, limit }: z.output<typeof FailureQuery>,
): Promise<z.input<typeof FailureList>> => {
  let query = records.read<V2xTrustTables>().selectFrom('v2x_trust.failures');
  if (security !== undefined) query = query.where('security', '=', security);
  const [rows, counted] = await Promise.all([
    query.selectAll().orderBy('at', 'desc').orderBy('id').limit(limit).execute(),
    query.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirst(),
  ]);
  return {
    items: rows.map((row) => {
      const verdict = VERDICTS.find((one) => one === row.verdict) ?? 'format';
      const { step, security: value } = meaningOf(verdict);
      return {
        id: row.id,
        at: row.at.toISOString(),
        verdict,
        security: value,
        step: step ?? null,
        aid: row.aid,
        signer: row.signer,
        receiver: row.receiver,
        place: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
        spdu: row.spdu.toString('base64'),
      };
    }),
    total: Number(counted?.total ?? 0),
  };
};

/** Counts since a moment, by verdict and over time. */
export const verificationCounts = async (
  records: Reader,
  { hours }: z.output<typeof VerificationQuery>,
  now: number,
): Promise<Pick<VerificationState, 'totals' | 'overTime' | 'stepMs'>> => {
  const rows = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.minutes')
    .selectAll()
    .where('at', '>=', new Date(now - hours * HOUR))
    .orderBy('at')
    .execute();
  const stretch = Math.max(60_000, Math.ceil((hours * HOUR) / 120 / 60_000) * 60_000);
  const totals = new Map<string, number>();
  const points = new Map<string, VerificationState['overTime'][number]>();
  for (const { at, verdict, count } of rows) {
    totals.set(verdict, (totals.get(verdict) ?? 0) + count);
    const { security } = meaningOf(VERDICTS.find((one) => one === verdict) ?? 'format');
    const start = new Date(Math.floor(at.getTime() / stretch) * stretch).toISOString();
    const key = `${start} ${security}`;
    points.set(key, { at: start, security, count: (points.get(key)?.count ?? 0) + count });
  }
  return {
    totals: [...totals].map(([verdict, count]) => ({
      verdict,
      count,
      security: meaningOf(VERDICTS.find((one) => one === verdict) ?? 'format').security,
    })),
    stepMs: stretch,
    overTime: [...points.values()],
  };
};

/** Certificates of roadside units that were heard, last heard first. */
export const readRoadCertificates = async (
  records: Reader,
): Promise<readonly { readonly name: string; readonly certificate: Uint8Array; readonly outside: number }[]> => {
  const rows = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.road_certificates')
    .select(['name', 'certificate', 'outside'])
    .orderBy('heard_at', 'desc')
    .limit(4096)
    .execute();
  return rows.map(({ name, certificate, outside }) => ({ name, outside, certificate: new Uint8Array(certificate) }));
};
