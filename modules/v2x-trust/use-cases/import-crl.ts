import { isDomainError, type ActorRef } from '@chedun/kernel';
import { parseCrl, verifyCrl } from '@chedun/v2x-security';
import type { CrlValue, SignedCrl } from '@chedun/v2x-security';
import type { Tx } from '@chedun/records';
import type { z } from 'zod';
import type { Crl, CrlImport } from '../contract.ts';
import { nameOf } from '../domain/certificate-view.ts';
import { revocationsOf } from '../domain/revocations.ts';
import { unixOfSeconds, v2xMicros } from '../domain/v2x-time.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import { auditTrust } from './decide.ts';
import type { TrustNeeds } from './needs.ts';

const MICRO = 1_000_000;

const readCrl = (bytes: Uint8Array): SignedCrl => {
  try {
    return parseCrl('cn', bytes);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw v2xTrustError('v2x-trust.bad-list', error.detail, error);
  }
};

/** Kind of a revocation list, and how many certificates, devices and groups it names. */
const sizeOf = ({ typeSpecific }: CrlValue): { readonly kind: Crl['kind']; readonly entries: number } => {
  if ('fullHashCrl' in typeSpecific) return { kind: 'full-hash', entries: typeSpecific.fullHashCrl.entries.length };
  if ('deltaHashCrl' in typeSpecific) return { kind: 'delta-hash', entries: typeSpecific.deltaHashCrl.entries.length };
  const isFull = 'fullLinkedCrl' in typeSpecific;
  const linked = isFull
    ? typeSpecific.fullLinkedCrl
    : 'deltaLinkedCrl' in typeSpecific
      ? typeSpecific.deltaLinkedCrl
      : undefined;
  if (linked === undefined)
    throw v2xTrustError('v2x-trust.bad-list', { reason: 'a kind of revocation list of later editions' });
  const { individual = [], groups = [], groupsSingleSeed = [] } = linked;
  const devices = individual.flatMap(({ contents }) => contents.flatMap(({ contents: some }) => some));
  const counted = devices.reduce(
    (sum, { contents, singleSeeds = [] }) => sum + contents.length + singleSeeds.length,
    0,
  );
  return {
    kind: isFull ? 'full-linked' : 'delta-linked',
    entries: counted + groups.length + groupsSingleSeed.length,
  };
};

/** A full list takes the place of all lists of its kind, authority and series. */
const retire = async (tx: Tx, craca: string, series: number, kind: Crl['kind']): Promise<void> => {
  if (!kind.startsWith('full')) return;
  const kinds: readonly Crl['kind'][] =
    kind === 'full-hash' ? ['full-hash', 'delta-hash'] : ['full-linked', 'delta-linked'];
  await tx
    .as<V2xTrustTables>()
    .updateTable('v2x_trust.crls')
    .set({ in_force: false })
    .where('craca', '=', craca)
    .where('series', '=', series)
    .where('kind', 'in', kinds)
    .execute();
};

const insertCrl = (
  tx: Tx,
  id: string,
  crl: SignedCrl,
  bytes: Uint8Array,
  { now, actor, leapSeconds }: { readonly now: number; readonly actor: ActorRef; readonly leapSeconds: number },
) => {
  const { crlSeries: series, crlCraca, issueDate, nextCrl } = crl.contents;
  const date = (seconds: number): Date => new Date(unixOfSeconds(seconds, leapSeconds));
  return tx
    .as<V2xTrustTables>()
    .insertInto('v2x_trust.crls')
    .values({
      id,
      craca: crlCraca.octets,
      signer_name: nameOf(crl.signer),
      series,
      ...sizeOf(crl.contents),
      issued_at: date(issueDate),
      next_at: date(nextCrl),
      bytes: Buffer.from(bytes),
      in_force: true,
      imported_name: actor.name,
      imported_at: new Date(now),
    })
    .execute();
};

/**
 * Takes a revocation list: signature, chain, permission, dates, and that it follows the ones before. It is in force at
 * once, without a second person: a revocation must not wait.
 */
export const importCrl =
  ({ records, clock, newId, book, verifier, leapSeconds }: TrustNeeds) =>
  async ({ crl: base64 }: z.output<typeof CrlImport>, actor: ActorRef): Promise<{ id: string }> => {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    const crl = readCrl(bytes);
    const now = clock.now();
    const { store, crls, setup } = await book.now();
    const revocations = revocationsOf(setup.profile, crls);
    const { profile, undecidedRegion } = setup;
    const seconds = Math.floor(v2xMicros(now, leapSeconds) / MICRO);
    const verdict = verifyCrl(crl, { profile, undecidedRegion, now: seconds, verifier, revocations, ...store });
    if (verdict !== 'valid') throw v2xTrustError('v2x-trust.crl-refused', { reason: verdict });
    const id = newId();
    const { crlCraca, crlSeries: series, issueDate } = crl.contents;
    const craca = crlCraca.octets;
    await records.transaction(async (tx) => {
      const last = await tx
        .as<V2xTrustTables>()
        .selectFrom('v2x_trust.crls')
        .select('issued_at')
        .where('craca', '=', craca)
        .where('series', '=', series)
        .orderBy('issued_at', 'desc')
        .executeTakeFirst();
      const isOlder = last !== undefined && unixOfSeconds(issueDate, leapSeconds) <= last.issued_at.getTime();
      if (isOlder) throw v2xTrustError('v2x-trust.rollback', { reason: `series ${series}` });
      const applied = revocations.apply(crl.contents);
      if (applied !== 'applied') throw v2xTrustError('v2x-trust.crl-refused', { reason: applied });
      const { kind, entries } = sizeOf(crl.contents);
      await retire(tx, craca, series, kind);
      await insertCrl(tx, id, crl, bytes, { now, actor, leapSeconds });
      await auditTrust(
        tx,
        actor,
        { action: 'v2x-trust.crl-imported', kind: 'v2x-crl', id },
        { craca, series, kind, entries },
      );
    });
    await book.reload();
    return { id };
  };
