import { isDomainError, personIdOf, type ActorRef } from '@chedun/kernel';
import type { ParsedCertificate } from '@chedun/v2x-security';
import type { Tx } from '@chedun/records';
import type { z } from 'zod';
import type { ListImport, ListKind, TrustDecision, TrustList } from '../contract.ts';
import { nameOf } from '../domain/certificate-view.ts';
import { mayFollow, readList, type ReadList } from '../domain/trust-list.ts';
import { unixOfSeconds, v2xMicros } from '../domain/v2x-time.ts';
import type { V2xTrustErrorCode } from '../errors.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import type { Trust } from '../trust-book.ts';
import { auditTrust, decidedStatus } from './decide.ts';
import type { TrustNeeds } from './needs.ts';

const MICRO = 1_000_000;
const REFUSALS: Readonly<Record<string, V2xTrustErrorCode>> = {
  stale: 'v2x-trust.list-stale',
  'not-yet-valid': 'v2x-trust.list-future',
};
/** Refusals that are worth a line in the audit trail: somebody tried to change what is trusted. */
const AUDITED: readonly V2xTrustErrorCode[] = [
  'v2x-trust.rollback',
  'v2x-trust.list-forged',
  'v2x-trust.list-stale',
  'v2x-trust.list-future',
  'v2x-trust.issuer-unknown',
];

/** Reads a list. Throws `v2x-trust.bad-list` with byte and field. */
export const readListOr = (kind: ListKind, bytes: Uint8Array): ReadList => {
  try {
    return readList(kind, bytes);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw v2xTrustError('v2x-trust.bad-list', error.detail, error);
  }
};

/** Who has to have signed a list: a list authority for roots, a trusted root for its authorities. */
const issuerOf = ({ kind, issuer }: ReadList, trust: Trust): ParsedCertificate => {
  const candidates = kind === 'root-ctl' ? trust.listAuthorities : trust.roots;
  const found =
    issuer === undefined && kind === 'root-ctl' && candidates.length === 1
      ? candidates[0]
      : candidates.find(({ id8 }) => id8 === issuer);
  if (found === undefined) throw v2xTrustError('v2x-trust.issuer-unknown', { reason: issuer ?? 'self' });
  return found;
};

/** The list in force of the same kind and issuer, locked. */
const inForce = (tx: Tx, kind: ListKind, issuer: string) =>
  tx
    .as<V2xTrustTables>()
    .selectFrom('v2x_trust.lists')
    .select(['id', 'series', 'issued'])
    .where('kind', '=', kind)
    .where('issuer', '=', issuer)
    .where('status', '=', 'accepted')
    .forUpdate()
    .executeTakeFirst();

const insertList = async (
  tx: Tx,
  list: ReadList,
  issuer: ParsedCertificate,
  { origin, actor, id, leapSeconds, now }: Proposal,
): Promise<void> => {
  const date = (seconds: number): Date => new Date(unixOfSeconds(seconds, leapSeconds));
  const { kind, series, issued, next, certificates, sm3, bytes } = list;
  await tx
    .as<V2xTrustTables>()
    .insertInto('v2x_trust.lists')
    .values({
      id,
      kind,
      issuer: issuer.id8,
      issuer_name: nameOf(issuer),
      series,
      issued,
      issued_at: date(issued),
      next_at: date(next),
      certificates: certificates.length,
      sm3,
      bytes: Buffer.from(bytes),
      origin,
      status: 'proposed',
      proposed_by: personIdOf(actor),
      proposed_name: actor.name,
      proposed_at: new Date(now),
      decided_name: null,
      decided_at: null,
    })
    .execute();
};

interface Proposal {
  readonly id: string;
  readonly origin: TrustList['origin'];
  readonly actor: ActorRef;
  readonly now: number;
  readonly leapSeconds: number;
}

/** Keeps a list that was verified, until a second person decides. Refused attempts are in the audit trail. */
export const proposeList =
  ({ records, clock, newId, book, verifier, leapSeconds }: TrustNeeds) =>
  async (list: ReadList, origin: TrustList['origin'], actor: ActorRef): Promise<{ id: string }> => {
    const id = newId();
    const now = clock.now();
    const what = { kind: list.kind, series: list.series, issuer: list.issuer ?? 'self', sm3: list.sm3 };
    try {
      const issuer = issuerOf(list, await book.now());
      const verdict = list.verdict(issuer, Math.floor(v2xMicros(now, leapSeconds) / MICRO), verifier);
      if (verdict !== 'valid') throw v2xTrustError(REFUSALS[verdict] ?? 'v2x-trust.list-forged', { reason: verdict });
      await records.transaction(async (tx) => {
        const known = await tx
          .as<V2xTrustTables>()
          .selectFrom('v2x_trust.lists')
          .select('id')
          .where('sm3', '=', list.sm3)
          .where('status', 'in', ['proposed', 'accepted'])
          .executeTakeFirst();
        if (known !== undefined) throw v2xTrustError('v2x-trust.known', { reason: known.id });
        if (!mayFollow(list, await inForce(tx, list.kind, issuer.id8)))
          throw v2xTrustError('v2x-trust.rollback', { reason: `series ${list.series}` });
        await insertList(tx, list, issuer, { id, origin, actor, now, leapSeconds });
        await auditTrust(tx, actor, { action: 'v2x-trust.list-proposed', kind: 'v2x-list', id }, { ...what, origin });
      });
    } catch (error) {
      if (isDomainError(error, ...AUDITED)) {
        const refused = {
          action: 'v2x-trust.list-proposed',
          kind: 'v2x-list',
          id: list.sm3,
          outcome: 'refused',
        } as const;
        await records.transaction((tx) => auditTrust(tx, actor, refused, { ...what, code: error.code }));
      }
      throw error;
    }
    return { id };
  };

/** Takes a list that somebody brought. */
export const importList =
  (needs: TrustNeeds) =>
  async ({ kind, list }: z.output<typeof ListImport>, actor: ActorRef): Promise<{ id: string }> =>
    proposeList(needs)(readListOr(kind, new Uint8Array(Buffer.from(list, 'base64'))), 'file', actor);

/** Accepts, rejects or withdraws a list. The one in force before it is superseded; signers are judged anew. */
export const decideList =
  ({ records, clock, book }: TrustNeeds) =>
  async (
    id: string,
    { decision }: z.output<typeof TrustDecision>,
    actor: ActorRef,
  ): Promise<{ status: TrustList['status'] }> => {
    const status = await records.transaction(async (tx) => {
      const db = tx.as<V2xTrustTables>();
      const row = await db
        .selectFrom('v2x_trust.lists')
        .select(['status', 'proposed_by', 'kind', 'issuer', 'series', 'issued'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
      const next = decidedStatus(row, decision, actor);
      if (next === 'accepted') {
        const before = await inForce(tx, row.kind, row.issuer);
        if (!mayFollow(row, before)) throw v2xTrustError('v2x-trust.rollback', { reason: `series ${row.series}` });
        if (before !== undefined)
          await db.updateTable('v2x_trust.lists').set({ status: 'superseded' }).where('id', '=', before.id).execute();
      }
      await db
        .updateTable('v2x_trust.lists')
        .set({ status: next, decided_name: actor.name, decided_at: new Date(clock.now()) })
        .where('id', '=', id)
        .execute();
      const { kind, issuer, series } = row;
      const what = { action: 'v2x-trust.list-decided', kind: 'v2x-list', id };
      await auditTrust(tx, actor, what, { kind, issuer, series, status: next });
      return next;
    });
    await book.reload();
    return { status };
  };
