import { personIdOf, type ActorRef } from '@chedun/kernel';
import { parseCertificate } from '@chedun/v2x-security';
import type { z } from 'zod';
import type { NewAnchor, TrustDecision } from '../contract.ts';
import { nameOf, validityDates } from '../domain/certificate-view.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import { auditTrust, decidedStatus } from './decide.ts';
import type { TrustNeeds } from './needs.ts';

const readCertificate = (base64: string) => {
  try {
    return parseCertificate(new Uint8Array(Buffer.from(base64, 'base64')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw v2xTrustError('v2x-trust.bad-certificate', { field: 'certificate', reason }, error);
  }
};

/** Proposes to pin a certificate; it counts when another person accepts. */
export const proposeAnchor =
  ({ records, clock, newId, leapSeconds }: TrustNeeds) =>
  async ({ kind, certificate }: z.output<typeof NewAnchor>, actor: ActorRef): Promise<{ id: string }> => {
    const parsed = readCertificate(certificate);
    const { id8 } = parsed;
    const id = newId();
    const name = nameOf(parsed);
    await records.transaction(async (tx) => {
      const db = tx.as<V2xTrustTables>();
      const known = await db
        .selectFrom('v2x_trust.anchors')
        .select('id')
        .where('kind', '=', kind)
        .where('id8', '=', id8)
        .where('status', 'in', ['proposed', 'accepted'])
        .executeTakeFirst();
      if (known !== undefined) throw v2xTrustError('v2x-trust.known', { field: id8 });
      await db
        .insertInto('v2x_trust.anchors')
        .values({
          id,
          kind,
          id8,
          name,
          until: new Date(validityDates(parsed, leapSeconds).until),
          certificate: Buffer.from(parsed.bytes),
          status: 'proposed',
          proposed_by: personIdOf(actor),
          proposed_name: actor.name,
          proposed_at: new Date(clock.now()),
          decided_name: null,
          decided_at: null,
        })
        .execute();
      await auditTrust(tx, actor, { action: 'v2x-trust.anchor-proposed', kind: 'v2x-anchor', id }, { kind, id8, name });
    });
    return { id };
  };

/** Accepts, rejects or withdraws a pinned certificate. */
export const decideAnchor =
  ({ records, clock, book }: TrustNeeds) =>
  async (
    id: string,
    { decision }: z.output<typeof TrustDecision>,
    actor: ActorRef,
  ): Promise<{ status: ReturnType<typeof decidedStatus> }> => {
    const status = await records.transaction(async (tx) => {
      const db = tx.as<V2xTrustTables>();
      const row = await db
        .selectFrom('v2x_trust.anchors')
        .select(['status', 'proposed_by', 'kind', 'id8'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
      const next = decidedStatus(row, decision, actor);
      await db
        .updateTable('v2x_trust.anchors')
        .set({ status: next, decided_name: actor.name, decided_at: new Date(clock.now()) })
        .where('id', '=', id)
        .execute();
      const { kind, id8 } = row;
      await auditTrust(
        tx,
        actor,
        { action: 'v2x-trust.anchor-decided', kind: 'v2x-anchor', id },
        { kind, id8, status: next },
      );
      return next;
    });
    await book.reload();
    return { status };
  };
