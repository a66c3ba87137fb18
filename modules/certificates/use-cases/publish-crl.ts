import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import {
  authorityKeyIdentifier,
  buildCrl,
  crlNumber,
  deltaCrlIndicator,
  freshestCrl,
  keyIdentifier,
  RevokedWriter,
  serialText,
  type RevocationReason,
} from '@chedun/x509';
import { sql } from 'kysely';
import { SIGNATURE, signAs, signWith, type AuthorityBook, type OpenAuthority } from '../authorities.ts';
import { crlAddress } from '../domain/extensions.ts';
import { sm3Of } from '../domain/proof.ts';
import type { SettingsBook } from '../settings.ts';
import type { CertificateTables } from '../tables.ts';

/** Lists of revoked certificates. */
export interface Publish {
  /** Signs and stores a list of an issuing authority. */
  readonly now: (
    name: string,
    kind: 'full' | 'delta',
  ) => Promise<{ readonly number: number; readonly entries: number }>;
  /** Signs the list of a root inside a ceremony; stored afterwards. */
  readonly rootList: (
    root: OpenAuthority,
    revoking?: OpenAuthority,
  ) => Promise<{
    readonly name: string;
    readonly number: number;
    readonly hash: string;
    readonly store: () => Promise<void>;
  }>;
}

interface Needs {
  readonly records: Records;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly authorities: AuthorityBook;
  readonly settings: SettingsBook;
}

const HOUR = 3_600_000;
/** The key of a root comes out rarely: its list lasts until the next ceremony is due. */
const ROOT_LIST_HOURS = 180 * 24;
/** A list lasts a little longer than the time to the next, so that a late job leaves no gap. */
const SLACK = 1.5;
const PAGE = 10_000;
/** Lists of an authority that are kept. */
const KEPT = 60;

interface Entries {
  readonly bytes: Uint8Array;
  readonly serials: readonly string[];
}

/** Revoked and suspended certificates, by pages; for a delta those that changed since the base, lifted ones too. */
const readEntries = async (
  records: Records,
  authority: string,
  now: Date,
  since: Date | undefined,
): Promise<Entries> => {
  const writer = new RevokedWriter();
  const serials: string[] = [];
  for (let after = ''; ;) {
    let query = records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(['serial', 'state', 'reason', 'changed_at'])
      .where('authority', '=', authority)
      .where('serial', '>', after)
      .where('not_after', '>=', now)
      .orderBy('serial')
      .limit(PAGE);
    query =
      since === undefined
        ? query.where('state', '<>', 'valid')
        : query.where('changed_at', '>=', since).where(sql<boolean>`(state <> 'valid' or reason = 'removeFromCRL')`);
    const rows = await query.execute();
    for (const { serial, reason, changed_at: at } of rows) {
      const why = (reason ?? 'unspecified') as RevocationReason;
      writer.add({
        serial: Buffer.from(serial.padStart(serial.length + (serial.length % 2), '0'), 'hex'),
        revokedAt: at.getTime(),
        reason: why,
      });
      serials.push(serial);
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return { bytes: writer.entries(), serials };
    after = last.serial;
  }
};

/** Issuing authorities of a root that are revoked, and the one that is being revoked now. */
const readRevokedAuthorities = async (
  { authorities }: Needs,
  root: OpenAuthority,
  revoking: OpenAuthority | undefined,
): Promise<Entries> => {
  const writer = new RevokedWriter();
  const known = (await authorities.all()).filter(({ id, parent }) => parent === root.id && id !== revoking?.id);
  for (const { certificate, revoked } of revoking === undefined ? known : [...known, revoking])
    if (revoked !== null)
      writer.add({
        serial: certificate.serial,
        revokedAt: revoked.at,
        reason: revoked.reason as RevocationReason,
      });
  const serials = known
    .filter(({ revoked }) => revoked !== null)
    .map(({ certificate }) => serialText(certificate.serial));
  return { bytes: writer.entries(), serials: revoking === undefined ? serials : [...serials, revoking.name] };
};

const takeNumber = (records: Records, id: string): Promise<number> =>
  records.transaction(async (tx) => {
    const row = await tx
      .as<CertificateTables>()
      .updateTable('certificates.authorities')
      .set(({ eb }) => ({ crl_number: eb('crl_number', '+', 1) }))
      .where('id', '=', id)
      .returning('crl_number')
      .executeTakeFirst();
    // A root that is made in this very ceremony is not stored yet.
    return Number(row?.crl_number ?? 1);
  });

interface SignedList {
  readonly authority: OpenAuthority;
  readonly number: number;
  readonly kind: 'full' | 'delta';
  readonly base: number | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly entries: Entries;
  readonly der: Uint8Array;
}

/** Stores a list, notes which changes it told first, and forgets old lists. */
const storeList = (records: Records, list: SignedList): Promise<void> =>
  records.transaction(async (tx) => {
    const db = tx.as<CertificateTables>();
    await db
      .insertInto('certificates.crls')
      .values({
        authority: list.authority.id,
        number: list.number,
        kind: list.kind,
        base: list.base,
        this_update: list.thisUpdate,
        next_update: list.nextUpdate,
        entries: list.entries.serials.length,
        der: Buffer.from(list.der),
      })
      .execute();
    await sql`update certificates.certificates set told_in = ${list.number}, told_at = ${list.thisUpdate}
      where told_at is null and state <> 'valid' and authority = ${list.authority.id}
        and serial = any(${[...list.entries.serials]}::text[])`.execute(db);
    await db
      .deleteFrom('certificates.crls')
      .where('authority', '=', list.authority.id)
      .where('number', '<=', list.number - KEPT)
      .where(({ eb, selectFrom }) =>
        eb(
          'number',
          '<',
          selectFrom('certificates.crls as newest')
            .select(({ fn }) => fn.max('newest.number').as('number'))
            .where('newest.kind', '=', 'full')
            .where('newest.authority', '=', list.authority.id),
        ),
      )
      .execute();
  });

const baseOf = (records: Needs['records'], id: string) =>
  records
    .read<CertificateTables>()
    .selectFrom('certificates.crls')
    .select(['number', 'this_update'])
    .where('authority', '=', id)
    .where('kind', '=', 'full')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

const signList = async (
  needs: Needs,
  authority: OpenAuthority,
  wanted: 'full' | 'delta',
  revoking?: OpenAuthority,
): Promise<SignedList> => {
  const { records, keys, clock, settings } = needs;
  const base = wanted === 'delta' ? await baseOf(records, authority.id) : undefined;
  // A delta without a base would say nothing.
  const kind = base === undefined ? 'full' : 'delta';
  const { crlHours, deltaHours, publicBase } = await settings.get();
  const thisUpdate = new Date(Math.floor(clock.now() / 1000) * 1000);
  const hours = authority.kind === 'root' ? ROOT_LIST_HOURS : SLACK * (kind === 'full' ? crlHours : deltaHours);
  const nextUpdate = new Date(thisUpdate.getTime() + hours * HOUR);
  const number = await takeNumber(records, authority.id);
  const entries =
    authority.kind === 'root'
      ? await readRevokedAuthorities(needs, authority, revoking)
      : await readEntries(records, authority.id, thisUpdate, base?.this_update);
  const address = publicBase === null ? undefined : crlAddress(publicBase, authority.name, 'delta');
  const der = await buildCrl(
    {
      algorithm: SIGNATURE[authority.algorithm],
      issuer: authority.certificate.subject,
      thisUpdate: thisUpdate.getTime(),
      nextUpdate: nextUpdate.getTime(),
      entries: entries.bytes,
      extensions: [
        authorityKeyIdentifier({ keyIdentifier: keyIdentifier(authority.certificate.publicKey) }),
        crlNumber(number),
        ...(base === undefined ? [] : [deltaCrlIndicator(Number(base.number))]),
        ...(base === undefined && address !== undefined && authority.kind === 'issuing'
          ? [freshestCrl([{ fullName: [{ kind: 'uri', value: address }] }])]
          : []),
      ],
    },
    // Only ceremonies come here with a root.
    authority.kind === 'root' ? signWith(keys, authority.keyName) : signAs(keys, authority),
  );
  return {
    authority,
    number,
    kind,
    base: base === undefined ? null : Number(base.number),
    thisUpdate,
    nextUpdate,
    entries,
    der,
  };
};

/** Opens the publisher. */
export const publisher = (needs: Needs): Publish => {
  const { records, keys, authorities } = needs;
  return {
    now: async (name, kind) => {
      const authority = await authorities.named(name);
      // Refuses roots before a number is taken.
      signAs(keys, authority);
      const list = await signList(needs, authority, kind);
      await storeList(records, list);
      return { number: list.number, entries: list.entries.serials.length };
    },
    rootList: async (root, revoking) => {
      const list = await signList(needs, root, 'full', revoking);
      const hash = Buffer.from(sm3Of(list.der)).toString('hex');
      return { name: root.name, number: list.number, hash, store: () => storeList(records, list) };
    },
  };
};
