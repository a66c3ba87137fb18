import { readPackage, sm3Hex, verifyPackage } from '@chedun/exchange';
import { readInspectionOrder, type InspectionOrder } from '@chedun/inspection';
import { isDomainError, type ActorRef } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { jsonb, toText, type Records } from '@chedun/records';
import { nameText, parseName, type Certificate } from '@chedun/x509';
import { accessError } from '../errors.ts';
import { auditOf, lockInspection } from '../store.ts';
import { INSPECTIONS, type AccessTables } from '../tables.ts';

export interface BringNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly organisation: Pick<OrganisationAsks, 'profile'>;
}

const TEMPLATE = 'supervision-inspection';
/** Clocks of two houses may differ by this much. */
const SKEW_MS = 10 * 60_000;
const refused = (reason: string): Error => accessError('inspection-access.order-refused', { reason });

interface Brought {
  readonly order: InspectionOrder;
  readonly manifestSm3: string;
  readonly certificate: Certificate;
}

const readBrought = (bytes: Uint8Array, now: number): Brought => {
  const pack = readPackage(bytes);
  const manifestSm3 = sm3Hex(pack.manifestBytes);
  const { signature, embedded, form } = verifyPackage(pack, manifestSm3);
  if (signature.kind === 'refused') throw accessError('inspection-access.signature', { reason: signature.problem });
  const { certificate, signingTime } = signature;
  if (now > certificate.notAfter) throw accessError('inspection-access.signature', { reason: 'certificate-period' });
  if (signingTime > now + SKEW_MS) throw accessError('inspection-access.signature', { reason: 'signed-in-future' });
  if (form !== 'canonical' || embedded !== 'same') throw refused('form.pdf ≠ form.json');
  if (pack.manifest.document.template.id !== TEMPLATE) throw refused(`template ${pack.manifest.document.template.id}`);
  const part = pack.parts.get('attachments/order.json');
  if (part === undefined) throw refused('attachments/order.json');
  return { order: readInspectionOrder(part), manifestSm3, certificate };
};

const readOrRefuse = (bytes: Uint8Array, now: number): Brought => {
  try {
    return readBrought(bytes, now);
  } catch (error) {
    if (isDomainError(error) && /^(?:exchange|inspection)\./.test(error.code)) {
      const { field = '', reason = '' } = error.detail;
      throw refused(
        [error.code, field, reason]
          .map(String)
          .filter((each) => each !== '')
          .join(' '),
      );
    }
    throw error;
  }
};

/**
 * Brings a signed order; nobody is let in by that. The same package again changes nothing. Throws `inspection-access.order-refused`,
 * `.signature`, `.expired`, `.not-ours`.
 */
export const bringOrder =
  (needs: BringNeeds) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<string> => {
    const now = needs.now();
    const { order, manifestSm3, certificate } = readOrRefuse(bytes, now);
    const profile = await needs.organisation.profile();
    if (profile === null || profile.creditCode !== order.enterprise.creditCode)
      throw accessError('inspection-access.not-ours', { reason: order.enterprise.creditCode });
    if (Date.parse(order.until) <= now) throw accessError('inspection-access.expired', { reason: order.until });
    const row = {
      id: order.id,
      number: toText(order.number),
      order: jsonb(order),
      manifest_sm3: manifestSm3,
      signer_sm3: sm3Hex(certificate.raw),
      signer_subject: toText(nameText(parseName(certificate.subject))),
      state: 'waiting' as const,
      from_at: new Date(order.from),
      until_at: new Date(order.until),
      brought_at: new Date(now),
      brought_by: actor.name,
    };
    await needs.records.transaction(async (tx) => {
      const into = tx.as<AccessTables>().insertInto(INSPECTIONS).values(row);
      const added = await into
        .onConflict((on) => on.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) {
        const known = await lockInspection(tx, order.id);
        // Another order under the same id is never taken for the first one.
        if (known.manifest_sm3 !== manifestSm3) throw refused(`${order.number}: ${known.manifest_sm3.slice(0, 16)}…`);
        return;
      }
      const after = { number: order.number, sm3: manifestSm3 };
      await tx.audit(auditOf(actor, 'inspection-access.order-brought', order.id, after));
    });
    return order.id;
  };
