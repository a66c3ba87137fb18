import { sql } from 'kysely';
import type { z } from 'zod';
import type { Certificate, CertificateList, CertificateQuery, Endpoint, EndpointDetail, Probe } from './contract.ts';
import { cryptographyError, type Reader } from './store.ts';
import type { CryptographyTables } from './tables.ts';

/** Probes of an endpoint that are listed and whose transcripts are kept. */
export const MOST_HISTORY = 30;
const DAY = 86_400_000;

type ProbeRow = Pick<CryptographyTables['cryptography.probes'], 'id' | 'at' | 'asked_by' | 'transcript'> & {
  readonly result: Probe['result'];
};

const probeOf = ({ id, at, asked_by, result, transcript }: ProbeRow): Probe => ({
  id,
  at: at.toISOString(),
  askedBy: asked_by,
  result,
  transcript: transcript !== null,
});

/** Endpoints with their newest probe, by name. */
export const readEndpoints = async (records: Reader, id?: string): Promise<Endpoint[]> => {
  const db = records.read<CryptographyTables>();
  let query = db.selectFrom('cryptography.endpoints').selectAll().orderBy('name').orderBy('id');
  if (id !== undefined) query = query.where('id', '=', id);
  const rows = await query.execute();
  let newest = db
    .selectFrom('cryptography.probes')
    .distinctOn('endpoint_id')
    .selectAll()
    .orderBy('endpoint_id')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc');
  if (id !== undefined) newest = newest.where('endpoint_id', '=', id);
  const probes = new Map((await newest.execute()).map((row) => [row.endpoint_id, probeOf(row)]));
  return rows.map(({ id: own, name, host, port, kind, speaks, mutual, sm, changed_at }) => ({
    id: own,
    name,
    host,
    port,
    kind,
    speaks,
    mutual,
    sm,
    changedAt: changed_at.toISOString(),
    probe: probes.get(own) ?? null,
  }));
};

const certificateQuery = (records: Reader) =>
  records
    .read<CryptographyTables>()
    .selectFrom('cryptography.certificates as certificate')
    .innerJoin('cryptography.certificate_places as place', 'place.fingerprint', 'certificate.fingerprint')
    .innerJoin('cryptography.endpoints as endpoint', 'endpoint.id', 'place.endpoint_id')
    .groupBy('certificate.fingerprint')
    .select([
      'certificate.fingerprint',
      'certificate.subject',
      'certificate.issuer',
      'certificate.serial',
      'certificate.key',
      'certificate.bits',
      'certificate.signature',
      'certificate.not_before',
      'certificate.not_after',
      'certificate.last_seen',
      sql<Certificate['places']>`jsonb_agg(jsonb_build_object(
        'endpoint', endpoint.host || ':' || endpoint.port, 'place', place.place) order by endpoint.host, endpoint.port)`.as(
        'places',
      ),
    ])
    .orderBy('certificate.not_after')
    .orderBy('certificate.fingerprint');

type CertificateRow = Awaited<ReturnType<ReturnType<typeof certificateQuery>['execute']>>[number];

const certificateOf = ({ not_before, not_after, last_seen, ...row }: CertificateRow, now: number): Certificate => ({
  ...row,
  notBefore: not_before.toISOString(),
  notAfter: not_after.toISOString(),
  lastSeen: last_seen.toISOString(),
  daysLeft: Math.floor((not_after.getTime() - now) / DAY),
});

/** Certificates that endpoints showed at their newest probe, the first to end first. */
export const readCertificates = async (
  records: Reader,
  { search, limit }: z.output<typeof CertificateQuery>,
  now: number,
): Promise<z.input<typeof CertificateList>> => {
  let query = certificateQuery(records);
  if (search !== undefined && search !== '') {
    const like = `%${search.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
    query = query.where((where) =>
      where.or([
        where('certificate.subject', 'ilike', like),
        where('certificate.issuer', 'ilike', like),
        where('certificate.fingerprint', 'ilike', like),
        where('endpoint.host', 'ilike', like),
      ]),
    );
  }
  const rows = await query.execute();
  return { items: rows.slice(0, limit).map((row) => certificateOf(row, now)), total: rows.length };
};

/** An endpoint with the certificates of its newest probe and its history. Throws `cryptography.unknown-endpoint`. */
export const readEndpoint = async (
  records: Reader,
  id: string,
  now: number,
): Promise<z.input<typeof EndpointDetail>> => {
  const [endpoint] = await readEndpoints(records, id);
  if (endpoint === undefined) throw cryptographyError('cryptography.unknown-endpoint');
  const [certificates, history] = await Promise.all([
    certificateQuery(records).where('place.endpoint_id', '=', id).execute(),
    records
      .read<CryptographyTables>()
      .selectFrom('cryptography.probes')
      .selectAll()
      .where('endpoint_id', '=', id)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_HISTORY)
      .execute(),
  ]);
  const probes = history.map(probeOf);
  return {
    // A probe may have ended between the two readings.
    endpoint: { ...endpoint, probe: probes[0] ?? null },
    certificates: certificates.map((row) => certificateOf(row, now)),
    history: probes,
  };
};
