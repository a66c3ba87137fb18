import type { CertificatesAsks } from '@chedun/certificates/contract';
import { isDomainError } from '@chedun/kernel';
import { KEY_USAGE, keyUsageOf, parseCertificate, sameName, type Certificate } from '@chedun/x509';
import { isMacOf, isSignedMessage, macSpecOf, type MacSpec, type PkiMessage } from '@chedun/x509/cmp';
import { refusal } from '../domain/refusal.ts';
import type { CmpNeeds, Place, Sender } from './types.ts';

const bySecret = async ({ secrets }: CmpNeeds, message: PkiMessage, mac: MacSpec): Promise<Sender> => {
  const reference = Buffer.from(message.header.senderKid ?? []).toString('latin1');
  const secret = await secrets.known(reference);
  // An unknown reference and a wrong secret look the same from outside.
  if (secret === undefined || !(await isMacOf(message, mac, secret.bytes)))
    throw refusal('badMessageCheck', 'the secret of this reference does not fit, or may not be used any more');
  return { kind: 'secret', secret, mac };
};

const readCertificate = (der: Uint8Array): Certificate => {
  try {
    return parseCertificate(der);
  } catch (cause) {
    if (!isDomainError(cause)) throw cause;
    throw refusal('signerNotTrusted', 'the first extra certificate cannot be read');
  }
};

const knownSigner = async ({ known }: Pick<CertificatesAsks, 'known'>, der: Uint8Array) => {
  const found = await known(der);
  if (found === undefined) throw refusal('signerNotTrusted', 'the first extra certificate was not issued here');
  if (found.state === 'revoked') throw refusal('certRevoked', `${found.serial} is revoked`);
  if (found.state !== 'valid') throw refusal('signerNotTrusted', `${found.serial} is ${found.state}`);
  return found;
};

/** The certificate that signed has to be the first of the extra certificates (RFC 9483 3.3) and one of ours that is valid. */
const byCertificate = async ({ certificates, verifier }: CmpNeeds, message: PkiMessage): Promise<Sender> => {
  const [der] = message.extraCertificates;
  if (der === undefined)
    throw refusal('addInfoNotAvailable', 'the certificate that signs is not among the extra certificates');
  const certificate = readCertificate(der);
  const known = await knownSigner(certificates, der);
  if (((keyUsageOf(certificate) ?? 0) & KEY_USAGE.digitalSignature) === 0)
    throw refusal('signerNotTrusted', 'the certificate is not for signatures');
  const { sender } = message.header;
  if (sender.kind !== 'directory' || !sameName(sender.value, certificate.subject))
    throw refusal('badMessageCheck', 'the sender is not the subject of the certificate that signs');
  if (!isSignedMessage(message, certificate.publicKey, verifier))
    throw refusal('badMessageCheck', 'the signature of the message is wrong');
  return { kind: 'certificate', known, certificate };
};

/** Finds out who sent a message. Throws `enrolment.cmp-refused` for what is not protected, or by somebody who is not known. */
export const authenticate = async (needs: CmpNeeds, message: PkiMessage): Promise<Sender> => {
  const algorithm = message.header.protectionAlgorithm;
  if (algorithm === undefined || message.protection === undefined)
    throw refusal('badMessageCheck', 'the message is not protected');
  const mac = macSpecOf(algorithm);
  return mac === undefined ? byCertificate(needs, message) : bySecret(needs, message, mac);
};

const LEAST_ID = 8;
const LEAST_NONCE = 16;

/** Holds the head of a message against RFC 9483 3.5. Throws `enrolment.cmp-refused`. */
export const demandHead = ({ header }: PkiMessage): void => {
  if (header.version !== 2 && header.version !== 3)
    throw refusal('unsupportedVersion', `version ${header.version}; 2 and 3 are spoken`);
  if ((header.transactionId?.length ?? 0) < LEAST_ID)
    throw refusal('badDataFormat', `the transaction has no id of ${LEAST_ID} bytes`);
  if ((header.senderNonce?.length ?? 0) < LEAST_NONCE)
    throw refusal('badSenderNonce', `the sender has no nonce of ${LEAST_NONCE} bytes`);
};

/** A secret is good for one authority and profile. Throws `enrolment.cmp-refused`. */
export const demandPlace = (sender: Sender, { authority, profile }: Place): void => {
  if (sender.kind !== 'secret') return;
  const { secret } = sender;
  if (secret.authority !== authority || secret.profile !== profile)
    throw refusal('wrongAuthority', `the secret is for ${secret.authority}.${secret.profile}`);
};
