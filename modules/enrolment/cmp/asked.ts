import type { CertificateRequest } from '@chedun/certificates/contract';
import {
  ATTRIBUTE,
  encodeName,
  parseName,
  parseRequest,
  sameName,
  serialText,
  type SignatureVerifier,
} from '@chedun/x509';
import type { CertRequestMessage, PkiBody } from '@chedun/x509/cmp';
import { refusal } from '../domain/refusal.ts';
import type { Sender } from './types.ts';

/** Bodies that ask for a certificate. */
export type AskingBody = Extract<PkiBody, { readonly kind: 'ir' | 'cr' | 'kur' | 'p10cr' }>;

/** A request for a certificate, its proof of possession checked where it is no PKCS #10. */
export interface Asked {
  readonly kind: AskingBody['kind'];
  readonly id: number;
  readonly csr: CertificateRequest;
  /** Name that is asked for, DER; empty when the profile decides. */
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Whether nothing else was asked for than a profile gives. */
  readonly isPlain: boolean;
}

const NO_NAME = encodeName([]);

const onlyRequest = (requests: readonly CertRequestMessage[]): CertRequestMessage => {
  const [only] = requests;
  if (only === undefined || requests.length > 1) throw refusal('badRequest', 'one certificate at a time');
  return only;
};

const provePossession = ({ template, proof, request }: CertRequestMessage, verifier: SignatureVerifier) => {
  const { publicKey } = template;
  if (publicKey === undefined)
    throw refusal('badCertTemplate', 'the request has no public key; keys are not made here');
  if (proof?.kind !== 'signature' || proof.input !== 'request')
    throw refusal('badPOP', 'the request has to be signed with the private key (RFC 4211 4.1)');
  if (!verifier.verify(publicKey, proof.algorithm, request, proof.signature))
    throw refusal('badPOP', 'the signature of the request is wrong');
  return publicKey;
};

/** A request of CRMF names the certificate that it replaces, or none; it has to be the one that signs. */
const demandOld = ({ oldCertificate }: CertRequestMessage, sender: Sender): void => {
  if (oldCertificate === undefined || sender.kind !== 'certificate') return;
  const { issuer, serial } = oldCertificate;
  const { certificate } = sender;
  const isSame =
    issuer.kind === 'directory' &&
    sameName(issuer.value, certificate.issuer) &&
    serialText(serial) === serialText(certificate.serial);
  if (!isSame) throw refusal('badCertId', 'the certificate that is to be replaced is not the one that signs');
};

/** Reads what is asked for, and proves possession of the key. Throws `enrolment.cmp-refused`. */
export const readAsked = (body: AskingBody, sender: Sender, verifier: SignatureVerifier): Asked => {
  if (body.kind === 'p10cr') {
    const { subject, publicKey, extensions } = parseRequest(body.request);
    const isPlain = extensions.length === 0;
    return { kind: body.kind, id: -1, csr: body.request, subject, publicKey: publicKey.raw, isPlain };
  }
  const request = onlyRequest(body.requests);
  const publicKey = provePossession(request, verifier);
  demandOld(request, sender);
  const { extensions, notBefore, notAfter } = request.template;
  const subject = request.template.subject ?? NO_NAME;
  const isPlain = extensions.length === 0 && notBefore === undefined && notAfter === undefined;
  const csr = { kind: 'proven', subject, publicKey, extensions } as const;
  return { kind: body.kind, id: request.id, csr, subject, publicKey: publicKey.raw, isPlain };
};

/** The common name of a request is the vehicle or device that the secret is for, where it has one. Throws `enrolment.cmp-refused`. */
export const demandName = (
  { subject }: Pick<Asked, 'subject'>,
  { vin, device }: { readonly vin: string | null; readonly device: string | null },
): void => {
  const common = parseName(subject)
    .flat()
    .find(({ type }) => type === ATTRIBUTE.CN)?.value;
  if (common !== undefined && common !== vin && common !== device)
    throw refusal('badCertTemplate', `the secret is for ${device ?? vin ?? 'another'}, not for ${common.slice(0, 64)}`);
};
