import type { Records } from '@chedun/records';
import { nameText, parseName, serialText } from '@chedun/x509';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { AuthorityBook } from './authorities.ts';
import type { Authority, Ceremony, CrlView, PendingRequest } from './contract.ts';
import { sm3Of } from './domain/proof.ts';
import { certificatesError } from './errors.ts';
import type { BindingQuery, BindingLog } from './contract/operate.ts';
import type { CertificateTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly authorities: AuthorityBook;
  readonly now: () => number;
}

const MOST = 200;

interface NewestList {
  readonly authority: string;
  readonly kind: 'full' | 'delta';
  readonly number: number;
  readonly this_update: Date;
  readonly next_update: Date;
  readonly entries: number;
}

/** The newest list of each kind of every authority. */
export const newestLists = async (records: Pick<Records, 'read'>): Promise<readonly NewestList[]> => {
  const { rows } =
    await sql<NewestList>`select distinct on (authority, kind) authority, kind, number, this_update, next_update, entries
    from certificates.crls order by authority, kind, number desc`.execute(records.read<CertificateTables>());
  return rows;
};

const crlView = (list: NewestList | undefined, now: number): CrlView | null =>
  list === undefined
    ? null
    : {
        number: Number(list.number),
        kind: list.kind,
        thisUpdate: list.this_update.toISOString(),
        nextUpdate: list.next_update.toISOString(),
        entries: list.entries,
        fresh: list.next_update.getTime() > now,
      };

/** All authorities with what they issued and their lists. */
export const listAuthorities = async ({ records, authorities, now }: Needs): Promise<readonly Authority[]> => {
  const [all, lists, counts] = await Promise.all([
    authorities.all(),
    newestLists(records),
    records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(({ fn }) => ['authority', 'state', fn.countAll<number>().as('count')])
      .groupBy(['authority', 'state'])
      .execute(),
  ]);
  return all.map((each) => {
    const count = (state: string): number =>
      Number(counts.find((row) => row.authority === each.id && row.state === state)?.count ?? 0);
    const list = (kind: 'full' | 'delta') =>
      crlView(
        lists.find((row) => row.authority === each.id && row.kind === kind),
        now(),
      );
    const { certificate } = each;
    return {
      id: each.id,
      name: each.name,
      title: each.title,
      kind: each.kind,
      algorithm: each.algorithm,
      parent: all.find(({ id }) => id === each.parent)?.name ?? null,
      subject: nameText(parseName(certificate.subject)),
      serial: serialText(certificate.serial),
      fingerprint: Buffer.from(sm3Of(certificate.raw)).toString('hex'),
      notBefore: new Date(certificate.notBefore).toISOString(),
      notAfter: new Date(certificate.notAfter).toISOString(),
      keyState: each.revoked !== null ? 'revoked' : each.kind === 'root' ? 'sealed' : 'online',
      valid: count('valid'),
      held: count('held'),
      revoked: count('revoked'),
      crl: list('full'),
      delta: list('delta'),
    };
  });
};

/** Ceremonies, newest first. */
export const listCeremonies = async ({ records }: Pick<Needs, 'records'>): Promise<readonly Ceremony[]> => {
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.ceremonies')
    .selectAll()
    .orderBy('proposed_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    plan: row.plan,
    note: row.note,
    state: row.state,
    proposedBy: row.proposed_by.name,
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decided_by?.name ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    transcriptHash: row.transcript_hash?.toString('hex') ?? null,
    steps: (row.transcript ?? '').split('\n').filter((line) => line !== ''),
  }));
};

/** Text of a transcript. Throws `certificates.nothing-waits`. */
export const transcriptOf = async ({ records }: Pick<Needs, 'records'>, id: string): Promise<string> => {
  const row = await records
    .read<CertificateTables>()
    .selectFrom('certificates.ceremonies')
    .select('transcript')
    .where('id', '=', id)
    .executeTakeFirst();
  if (row?.transcript === undefined || row.transcript === null) throw certificatesError('certificates.nothing-waits');
  return row.transcript;
};

/** Requests for a second person: waiting ones first, then the newest. */
export const listRequests = async ({ records }: Pick<Needs, 'records'>): Promise<readonly PendingRequest[]> => {
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.requests')
    .selectAll()
    .orderBy(sql`state = 'waiting'`, 'desc')
    .orderBy('asked_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => {
    const body = row.body as { readonly profile?: string; readonly reason?: string; readonly note?: string };
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      about: [...row.about],
      profile: body.profile ?? null,
      reason: body.reason ?? null,
      note: body.note ?? '',
      askedBy: row.asked_by.name,
      askedAt: row.asked_at.toISOString(),
      decidedBy: row.decided_by?.name ?? null,
      decidedAt: row.decided_at?.toISOString() ?? null,
      decisionNote: row.decision_note,
    };
  });
};

/** What was bound to vehicles and devices, newest first, with the time until a list told a revocation. */
export const listBindings = async (
  { records }: Pick<Needs, 'records'>,
  { search, limit }: z.output<typeof BindingQuery>,
): Promise<BindingLog> => {
  let query = records
    .read<CertificateTables>()
    .selectFrom('certificates.bindings as b')
    .innerJoin('certificates.certificates as c', 'c.serial', 'b.serial')
    .select(['b.at', 'b.kind', 'b.serial', 'b.profile', 'b.vin', 'b.device', 'b.by_name', 'c.told_at', 'c.changed_at']);
  if (search !== undefined && search !== '')
    query = query.where(({ eb, or }) =>
      or([
        eb('b.vin', '=', search.toUpperCase()),
        eb('b.device', '=', search),
        eb('b.serial', '=', search.toLowerCase()),
      ]),
    );
  const rows = await query.orderBy('b.id', 'desc').limit(limit).execute();
  return {
    items: rows.map((row) => {
      const told =
        row.told_at !== null && row.at.getTime() === row.changed_at.getTime() && row.kind !== 'bound'
          ? row.told_at
          : null;
      return {
        at: row.at.toISOString(),
        kind: row.kind,
        serial: row.serial,
        profile: row.profile,
        vin: row.vin,
        device: row.device,
        by: row.by_name,
        propagationSeconds: told === null ? null : Math.max(0, Math.round((told.getTime() - row.at.getTime()) / 1e3)),
      };
    }),
  };
};
