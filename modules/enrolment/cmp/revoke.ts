import { DerReader, TAG } from '@chedun/asn1/der';
import { EXTENSION, REASONS, sameName, serialText, type Extension, type RevocationReason } from '@chedun/x509';
import type { PkiBody } from '@chedun/x509/cmp';
import { refusal } from '../domain/refusal.ts';
import { actorOf, type CmpNeeds, type Heard, type Reply } from './types.ts';

const reasonOf = (extensions: readonly Extension[]): RevocationReason => {
  const found = extensions.find(({ oid }) => oid === EXTENSION.reasonCode);
  if (found === undefined) return 'unspecified';
  const reader = new DerReader(found.value);
  const reason = REASONS[reader.small(REASONS.length - 1, TAG.enumerated)] ?? 'unspecified';
  reader.finish();
  if (reason === 'removeFromCRL' || reason === 'certificateHold')
    throw refusal('badRequest', 'a device may revoke for good only');
  return reason;
};

/** Asks for the revocation of the certificate that signs (RFC 9483 4.2); it waits for a person where the settings say so. */
export const revoke = async (
  { certificates }: CmpNeeds,
  heard: Heard,
  { details }: Extract<PkiBody, { readonly kind: 'rr' }>,
): Promise<{ readonly reply: Reply; readonly text: string }> => {
  const { sender } = heard;
  if (sender.kind !== 'certificate')
    throw refusal('notAuthorized', 'a revocation is signed with the certificate that it is about (RFC 9483 4.2)');
  const [only] = details;
  if (only === undefined || details.length > 1) throw refusal('badRequest', 'one certificate at a time');
  const { issuer, serial } = only.template;
  const { certificate, known } = sender;
  const isOwn =
    issuer !== undefined &&
    serial !== undefined &&
    sameName(issuer, certificate.issuer) &&
    serialText(serial) === serialText(certificate.serial);
  if (!isOwn) throw refusal('notAuthorized', 'a certificate speaks for its own revocation only');
  const reason = reasonOf(only.extensions);
  const { waits } = await certificates.revoke(
    { serial: known.serial, reason, note: `CMP rr: ${reason}` },
    actorOf(heard),
  );
  const status =
    waits === null
      ? ({ status: 'accepted', text: [], failures: [] } as const)
      : ({ status: 'revocationWarning', text: ['a person has to approve the revocation'], failures: [] } as const);
  const certId = { issuer: { kind: 'directory', value: certificate.issuer }, serial: certificate.serial } as const;
  const body = { kind: 'rp', statuses: [status], certificates: [certId] } as const;
  return { reply: { body, confirm: 'none' }, text: status.text.join(' ') };
};
