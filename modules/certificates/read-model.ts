import { isDomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import {
  ACCESS,
  authorityInfoAccessOf,
  crlDistributionPointsOf,
  extendedKeyUsageOf,
  formatPem,
  ipText,
  KEY_USAGE,
  keyUsageOf,
  nameText,
  parseCertificate,
  parseName,
  PURPOSE,
  subjectAltNameOf,
  type GeneralName,
} from '@chedun/x509';
import { sql, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { AuthorityBook } from './authorities.ts';
import type { CertificateDetail, CertificatePage, CertificateQuery, CertificateRow } from './contract.ts';
import { readEntry } from './domain/entry.ts';
import { sm3Of } from './domain/proof.ts';
import { certificatesError } from './errors.ts';
import type { ProfileBook } from './profiles.ts';
import type { CertificateTables } from './tables.ts';
import { isRenewable } from './use-cases/enrol.ts';

type Stored = Omit<
  Selectable<CertificateTables['certificates.certificates']>,
  'der' | 'key_hash' | 'escrow' | 'enveloped'
>;

const DAY = 86_400_000;
const COLUMNS = [
  'serial',
  'authority',
  'profile',
  'subject',
  'vin',
  'device',
  'not_before',
  'not_after',
  'state',
  'reason',
  'changed_at',
  'issued_at',
  'issued_by',
  'batch',
  'batch_row',
  'log_index',
  'predecessor',
  'successor',
  'pair',
  'told_in',
  'told_at',
] as const;

const rowOf = (row: Stored, authority: string, now: number): CertificateRow => ({
  serial: row.serial,
  authority,
  profile: row.profile,
  subject: row.subject,
  vin: row.vin,
  device: row.device,
  state: row.state === 'valid' && row.not_after.getTime() < now ? 'expired' : row.state,
  notBefore: row.not_before.toISOString(),
  notAfter: row.not_after.toISOString(),
  issuedAt: row.issued_at.toISOString(),
  issuedBy: row.issued_by,
  daysLeft: Math.floor((row.not_after.getTime() - now) / DAY),
  reason: row.state === 'valid' ? null : row.reason,
  revokedAt: row.state === 'valid' ? null : row.changed_at.toISOString(),
  successor: row.successor,
});

const nameOfId = async (authorities: AuthorityBook): Promise<(id: string) => string> => {
  const names = new Map((await authorities.all()).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? 'unknown';
};

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly authorities: AuthorityBook;
  readonly profiles: ProfileBook;
  readonly now: () => number;
}

const filtered = async ({ records, authorities, now }: Needs, query: z.output<typeof CertificateQuery>) => {
  let rows = records.read<CertificateTables>().selectFrom('certificates.certificates');
  if (query.profile !== undefined) rows = rows.where('profile', '=', query.profile);
  if (query.authority !== undefined) rows = rows.where('authority', '=', (await authorities.named(query.authority)).id);
  if (query.batch !== undefined) rows = rows.where('batch', '=', query.batch);
  const at = new Date(now());
  if (query.state === 'expired') rows = rows.where('state', '=', 'valid').where('not_after', '<', at);
  else if (query.state === 'valid') rows = rows.where('state', '=', 'valid').where('not_after', '>=', at);
  else if (query.state !== undefined) rows = rows.where('state', '=', query.state);
  if (query.endsWithin !== undefined)
    rows = rows
      .where('not_after', '>=', at)
      .where('not_after', '<', new Date(now() + query.endsWithin * DAY))
      .where('state', '<>', 'revoked');
  const text = query.search ?? '';
  if (text !== '') {
    const like = `%${text.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
    rows = rows.where(({ eb, or }) =>
      or([
        eb('vin', '=', text.toUpperCase()),
        eb('device', '=', text),
        eb('serial', '=', text.toLowerCase()),
        eb('subject', 'ilike', like),
      ]),
    );
  }
  return rows;
};

/** Certificates for the screen, newest first; the cursor is issue time and serial number. */
export const listCertificates =
  (needs: Needs) =>
  async (query: z.output<typeof CertificateQuery>): Promise<CertificatePage> => {
    const all = await filtered(needs, query);
    const [time = '', serial = ''] = (query.before ?? '').split(' ');
    const page =
      query.before === undefined
        ? all
        : all.where(sql<boolean>`(issued_at, serial) < (${new Date(Number(time))}, ${serial})`);
    const [rows, counted, names] = await Promise.all([
      page
        .select(COLUMNS)
        .orderBy('issued_at', 'desc')
        .orderBy('serial', 'desc')
        .limit(query.limit + 1)
        .execute(),
      all.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst(),
      nameOfId(needs.authorities),
    ]);
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => rowOf(row, names(row.authority), needs.now())),
      total: Number(counted?.total ?? 0),
      next: last === undefined ? null : `${last.issued_at.getTime()} ${last.serial}`,
    };
  };

const generalText = (name: GeneralName): string => {
  if (name.kind === 'ip') return `ip:${ipText(name.value)}`;
  if (name.kind === 'dns' || name.kind === 'uri' || name.kind === 'email') return `${name.kind}:${name.value}`;
  return name.kind;
};

const uris = (names: readonly GeneralName[] | undefined): string[] =>
  (names ?? []).flatMap((name) => (name.kind === 'uri' ? [name.value] : []));

/** What a certificate says, in words. */
const fieldsOf = (der: Uint8Array) => {
  const certificate = parseCertificate(der);
  const bits = keyUsageOf(certificate) ?? 0;
  const purposes = extendedKeyUsageOf(certificate) ?? [];
  const access = authorityInfoAccessOf(certificate) ?? [];
  const kind = certificate.publicKey.kind === 'sm2' ? ('sm2' as const) : ('ecdsa-p256' as const);
  return {
    keyKind: kind,
    fingerprint: Buffer.from(sm3Of(der)).toString('hex'),
    issuer: nameText(parseName(certificate.issuer)),
    names: (subjectAltNameOf(certificate) ?? []).map(generalText),
    keyUsage: Object.entries(KEY_USAGE).flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name])),
    purposes: purposes.map((oid) => Object.entries(PURPOSE).find(([, id]) => id === oid)?.[0] ?? oid),
    crlPoints: (crlDistributionPointsOf(certificate) ?? []).flatMap(({ fullName }) => uris(fullName)),
    ocsp: access.filter(({ method }) => method === ACCESS.ocsp).flatMap(({ location }) => uris([location])),
    pem: formatPem({ label: 'CERTIFICATE', bytes: der }),
  };
};

const renewableNow = async ({ profiles, now }: Needs, row: Stored): Promise<boolean> => {
  try {
    const facts = { state: row.state, successor: row.successor, notAfter: row.not_after.getTime() };
    return isRenewable(facts, await profiles.get(row.profile), now());
  } catch (error) {
    if (isDomainError(error, 'certificates.profile-unknown')) return false;
    throw error;
  }
};

/** A certificate with its chain and its life, for the screen. Throws `certificates.unknown`. */
export const certificateDetail =
  (needs: Needs) =>
  async (serial: string): Promise<CertificateDetail> => {
    const { records, authorities, now } = needs;
    const db = records.read<CertificateTables>();
    const row = await db
      .selectFrom('certificates.certificates')
      .select([...COLUMNS, 'der'])
      .where('serial', '=', serial)
      .executeTakeFirst();
    if (row === undefined) throw certificatesError('certificates.unknown', { reason: serial });
    const authority = await authorities.byId(row.authority);
    const entries = await db
      .selectFrom('certificates.log')
      .select('entry')
      .where('serial', '=', serial)
      .orderBy('index')
      .limit(100)
      .execute();
    return {
      ...rowOf(row, authority.name, now()),
      ...fieldsOf(new Uint8Array(row.der)),
      chain: (await authorities.chainOf(authority)).map(({ name, kind, certificate }) => ({
        name,
        kind,
        subject: nameText(parseName(certificate.subject)),
        notAfter: new Date(certificate.notAfter).toISOString(),
      })),
      logIndex: row.log_index,
      pair: row.pair,
      renewable: await renewableNow(needs, row),
      propagationSeconds:
        row.told_at === null
          ? null
          : Math.max(0, Math.round((row.told_at.getTime() - row.changed_at.getTime()) / 1000)),
      life: entries.flatMap(({ entry }) => {
        const read = readEntry(entry);
        return read === undefined
          ? []
          : [{ at: read.at, kind: read.kind, by: read.kind === 'issued' ? row.issued_by : '', note: read.reason }];
      }),
    };
  };
