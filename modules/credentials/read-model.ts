import { SUITES } from '@chedun/v2x-pki';
import { parseCertificate } from '@chedun/v2x-security';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Credential, CredentialList, CredentialRequestList, ListQuery } from './contract.ts';
import { credentialsError } from './errors.ts';
import type { CredentialNeeds } from './needs.ts';
import { newestList } from './publish-list.ts';
import type { CredentialTables } from './tables.ts';

type Query = z.output<typeof ListQuery>;
type Certificate = CredentialTables['credentials.certificates'];
type Reading = Pick<CredentialNeeds, 'records' | 'clock' | 'pseudonyms'>;

const pattern = (search = ''): string => `%${search.trim().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;

const stateOf = ({ state, successor, not_after }: Certificate, now: number): Credential['state'] => {
  if (state === 'revoked') return 'revoked';
  if (not_after.getTime() < now) return 'expired';
  return successor === null ? 'valid' : 'replaced';
};

const viewOf = (row: Certificate & { readonly waiting: string | null }, now: number): Credential => {
  const { id8, value } = parseCertificate(new Uint8Array(row.certificate));
  return {
    id: row.id,
    id8,
    suite: row.suite,
    profile: row.profile,
    kind: row.kind,
    subject: row.subject,
    holder: row.holder,
    vin: row.vin,
    aids: (value.toBeSigned.appPermissions ?? []).map(({ aid }) => aid),
    notBefore: row.not_before.toISOString(),
    notAfter: row.not_after.toISOString(),
    state: stateOf(row, now),
    revocation: row.waiting,
    reason: row.reason,
  };
};

const suitesWith = async ({ pseudonyms }: Reading) => {
  const found: ('cn' | 'ieee')[] = [];
  for (const { name } of Object.values(SUITES))
    if ((await pseudonyms.serviceAuthority(name)) !== undefined) found.push(name);
  return found;
};

/** Certificates, newest first, with the lists of what is revoked. */
export const listCredentials = async (
  needs: Reading,
  { search, limit }: Query,
): Promise<z.input<typeof CredentialList>> => {
  const like = pattern(search);
  const db = needs.records.read<CredentialTables>();
  const waiting = sql<string | null>`(select r.id from credentials.revocations r
    where r.certificate = credentials.certificates.id and r.state = 'proposed')`;
  const matching = db
    .selectFrom('credentials.certificates')
    .where(({ or, eb }) => or([eb('subject', 'ilike', like), eb('holder', 'ilike', like), eb('vin', 'ilike', like)]));
  const rows = await matching
    .selectAll()
    .select(waiting.as('waiting'))
    .orderBy('issued_at', 'desc')
    .limit(limit)
    .execute();
  const counted = await matching.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirst();
  const authorities = await suitesWith(needs);
  const now = needs.clock.now();
  const lists = await Promise.all(authorities.map((suite) => newestList(needs, suite)));
  return {
    items: rows.map((row) => viewOf(row, now)),
    total: Number(counted?.total ?? 0),
    authorities,
    lists: lists.flatMap((list) =>
      list === undefined
        ? []
        : [
            {
              suite: list.suite,
              serial: list.serial,
              issuedAt: list.issued_at.toISOString(),
              nextAt: list.next_at.toISOString(),
              entries: list.entries,
              fresh: list.next_at.getTime() > now,
            },
          ],
    ),
  };
};

/** Requests: those that wait first, then the newest. */
export const listRequests = async (
  { records }: Pick<CredentialNeeds, 'records'>,
  { search, limit }: Query,
): Promise<z.input<typeof CredentialRequestList>> => {
  const like = pattern(search);
  const matching = records
    .read<CredentialTables>()
    .selectFrom('credentials.requests')
    .where(({ or, eb }) => or([eb('subject', 'ilike', like), eb('holder', 'ilike', like), eb('vin', 'ilike', like)]));
  const rows = await matching
    .selectAll()
    .orderBy(sql`(state = 'proposed')`, 'desc')
    .orderBy('asked_at', 'desc')
    .limit(limit)
    .execute();
  const counted = await matching.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirst();
  return {
    items: rows.map((row) => ({
      id: row.id,
      suite: row.suite,
      profile: row.profile,
      subject: row.subject,
      holder: row.holder,
      vin: row.vin,
      basis: row.basis,
      state: row.state,
      renews: row.renews,
      askedBy: row.asked_by.name,
      askedAt: row.asked_at.toISOString(),
      decidedBy: row.decided_by?.name ?? null,
      decidedAt: row.decided_at?.toISOString() ?? null,
    })),
    total: Number(counted?.total ?? 0),
  };
};

/** Bytes of a certificate. Throws `credentials.unknown`. */
export const certificateOf = async ({ records }: Pick<CredentialNeeds, 'records'>, id: string): Promise<Uint8Array> => {
  const row = await records
    .read<CredentialTables>()
    .selectFrom('credentials.certificates')
    .select('certificate')
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw credentialsError('credentials.unknown');
  return new Uint8Array(row.certificate);
};
