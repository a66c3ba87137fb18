import {
  encryptMessage,
  MANAGEMENT_AID,
  newSpduView,
  parseCertificate,
  publicKeyOf,
  scanSpdu,
} from '@chedun/v2x-security';
import { checkSignature, decryptMessage, encryptionKeyOf, signatureInput, signMessage } from '@chedun/v2x-security';
import type { DecryptionKey, ParsedCertificate, Recipient, SignatureVerifier, Signer } from '@chedun/v2x-security';
import { concat, same } from './bytes.ts';
import type { Suite } from './suite.ts';
import { pkiError } from './errors.ts';

/** An authority that signs and receives: its certificate, its signing key and its key for reading. */
export interface Party extends Signer {
  readonly decrypt: DecryptionKey;
  /** 32 secret bytes of the role, for keys that it derives for itself. */
  readonly secret: Uint8Array;
}

/** Cryptographically random bytes. */
export type Random = (length: number) => Uint8Array;

/** A private number for one encryption; the chance that 32 random bytes are none is 2^-32, and then it is drawn again. */
export const randomScalar = (random: Random): Uint8Array => {
  for (;;) {
    const scalar = random(32);
    // Below ffffffff.. it is smaller than the order of both curves.
    if (scalar.subarray(0, 4).some((byte) => byte !== 0xff) && scalar.some((byte) => byte !== 0)) return scalar;
  }
};

/** The holder of a certificate with an encryption key as recipient. Throws `v2xpki.message`. */
export const recipientOf = (certificate: ParsedCertificate): Recipient => {
  const key = certificate.value.toBeSigned.encryptionKey;
  if (key === undefined) throw pkiError('v2xpki.message', { reason: 'a certificate without encryption key' });
  return { id8: certificate.id8, kind: 'certRecipInfo', key: encryptionKeyOf(key.publicKey), p1: certificate.hash };
};

/** Encrypts a secured message for one recipient. All management messages have the form of the Chinese profile. */
const encryptFor = (suite: Suite, message: Uint8Array, recipient: Recipient, random: Random): Uint8Array =>
  encryptMessage('cn', suite.cipher, message, [recipient], {
    key: random(16),
    nonce: random(12),
    ephemeral: [randomScalar(random)],
  });

/** A payload on its way between authorities: signed by the sender, then encrypted for the receiver. */
export const sealFor = async (
  suite: Suite,
  from: Signer,
  to: ParsedCertificate,
  payload: Uint8Array,
  random: Random,
): Promise<Uint8Array> => {
  const draft = { profile: 'cn', payload, header: { aid: MANAGEMENT_AID }, signer: 'certificate' } as const;
  return encryptFor(suite, await signMessage(draft, from), recipientOf(to), random);
};

/** A signed management message that was read; whether the signer is trusted is asked elsewhere. */
export interface OpenedMessage {
  readonly payload: Uint8Array;
  readonly signer: ParsedCertificate;
}

/** Reads a signed management message and checks its signature. Throws `v2xpki.message`. */
export const readSigned = (bytes: Uint8Array, verifier: SignatureVerifier): OpenedMessage => {
  const view = newSpduView();
  if (!scanSpdu(bytes, view, 'cn') || view.content !== 'signed' || view.signer !== 'certificate')
    throw pkiError('v2xpki.message', { reason: 'no message that is signed with a certificate' });
  if (view.aid !== MANAGEMENT_AID)
    throw pkiError('v2xpki.message', { reason: `application ${view.aid} instead of ${MANAGEMENT_AID}` });
  const signer = parseCertificate(bytes.slice(view.signerStart, view.signerEnd));
  const key = publicKeyOf(signer);
  const tbs = bytes.subarray(view.tbsStart, view.tbsEnd);
  const rs = concat(bytes.subarray(view.rStart, view.rStart + 32), bytes.subarray(view.sStart, view.sStart + 32));
  if (!checkSignature(verifier, key, signatureInput(key.curve, tbs, signer), { curve: view.curve, rs }))
    throw pkiError('v2xpki.signature', {});
  return { payload: bytes.slice(view.payloadStart, view.payloadEnd), signer };
};

/** Opens what {@link sealFor} made, from exactly this sender. Throws `v2xpki.message`, `v2xpki.signature`. */
export const openFrom = (
  receiver: Party,
  sender: ParsedCertificate,
  bytes: Uint8Array,
  verifier: SignatureVerifier,
): Uint8Array => {
  const { payload, signer } = readSigned(
    decryptMessage('cn', bytes, receiver.certificate.id8, receiver.decrypt),
    verifier,
  );
  if (!same(signer.bytes, sender.bytes))
    throw pkiError('v2xpki.message', { reason: 'the message is of another authority' });
  return payload;
};
