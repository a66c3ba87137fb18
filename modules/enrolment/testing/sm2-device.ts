import { createHash, randomBytes } from 'node:crypto';
import {
  digestOf,
  encodeName,
  nameOf,
  parseCertificate,
  parsePublicKey,
  signatureAlgorithmOf,
  signatureIdentifier,
} from '@chedun/x509';
import {
  buildPkiMessage,
  encodeCertRequest,
  isMacOf,
  isSignedMessage,
  macAlgorithm,
  macOf,
  macSpecOf,
  parsePkiMessage,
  type CertRequestMessage,
  type MacSpec,
  type PkiBody,
  type PkiMessage,
} from '@chedun/x509/cmp';
import { sm2Device, type Device } from '../../certificates/testing/requests.ts';

/** How a device protects what it sends. */
export type Protection =
  | { readonly kind: 'secret'; readonly reference: string; readonly secret: string; readonly mac: MacSpec['kind'] }
  | { readonly kind: 'certificate'; readonly device: Device; readonly der: Uint8Array };

const macSpec = (kind: MacSpec['kind']): MacSpec => {
  const common = { salt: new Uint8Array(randomBytes(16)), digest: 'sm3', iterations: 1000, mac: 'sm3' } as const;
  return kind === 'pbmac1' ? { kind, keyLength: 32, ...common } : { kind, ...common };
};

const NOBODY = encodeName([]);

/** Ids and nonces of one transaction. */
export interface Transaction {
  readonly transactionId: Uint8Array;
  readonly recipientNonce?: Uint8Array | undefined;
}

/** Begins a transaction. */
export const newTransaction = (): Transaction => ({ transactionId: new Uint8Array(randomBytes(16)) });

/** A message of a device, DER. */
export const messageOf = async (
  body: PkiBody,
  protection: Protection,
  transaction: Transaction = newTransaction(),
): Promise<Uint8Array> => {
  const isSecret = protection.kind === 'secret';
  const spec = macSpec(isSecret ? protection.mac : 'pbmac1');
  const subject = isSecret ? NOBODY : parseCertificate(protection.der).subject;
  const header = {
    version: 2,
    sender: { kind: 'directory', value: subject } as const,
    recipient: { kind: 'directory', value: NOBODY } as const,
    protectionAlgorithm: isSecret ? macAlgorithm(spec) : signatureIdentifier('sm2-sm3'),
    ...(isSecret ? { senderKid: new Uint8Array(Buffer.from(protection.reference)) } : {}),
    senderNonce: new Uint8Array(randomBytes(16)),
    ...transaction,
  };
  return buildPkiMessage({ header, body, extraCertificates: isSecret ? [] : [protection.der] }, async (part) =>
    isSecret ? macOf(spec, Buffer.from(protection.secret), part) : protection.device.sign(part),
  );
};

/** A request for a certificate that is signed with the key of this device (CRMF). */
export const requestOf = (commonName: string, device: Device = sm2Device()): CertRequestMessage => {
  const template = {
    subject: encodeName(nameOf({ CN: commonName })),
    publicKey: parsePublicKey(device.spki),
    extensions: [],
  };
  const asked = { id: 0, template, oldCertificate: undefined };
  const request = encodeCertRequest(asked);
  const algorithm = signatureIdentifier('sm2-sm3');
  const proof = { kind: 'signature', input: 'request', algorithm, signature: device.sign(request) } as const;
  return { ...asked, request, proof };
};

/** Whether an answer is protected as it has to be: by the same secret, or by this authority. */
export const isTrue = async (answer: PkiMessage, protection: Protection, authority: Uint8Array): Promise<boolean> => {
  if (protection.kind === 'certificate') return isSignedMessage(answer, parseCertificate(authority).publicKey);
  const spec = answer.header.protectionAlgorithm && macSpecOf(answer.header.protectionAlgorithm);
  return spec !== undefined && isMacOf(answer, spec, Buffer.from(protection.secret));
};

/** The confirmation of a certificate. */
export const confirmationOf = (certificate: Uint8Array, id = 0): Extract<PkiBody, { readonly kind: 'certConf' }> => {
  const algorithm = signatureAlgorithmOf(parseCertificate(certificate).signatureAlgorithm);
  const digest = (algorithm && digestOf(algorithm)) ?? 'sha256';
  const hash = new Uint8Array(createHash(digest).update(certificate).digest());
  return { kind: 'certConf', confirmations: [{ id, hash, status: undefined, hashAlgorithm: undefined }] };
};

/** Sends a message to the listener. */
export const send = async (
  port: number,
  label: string,
  body: Uint8Array,
): Promise<{ readonly status: number; readonly raw: Uint8Array; readonly message: PkiMessage | undefined }> => {
  const response = await fetch(`http://127.0.0.1:${port}/.well-known/cmp/p/${label}`, {
    method: 'POST',
    headers: { 'content-type': 'application/pkixcmp' },
    body: Buffer.from(body),
  });
  const raw = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, raw, message: response.status === 200 ? parsePkiMessage(raw) : undefined };
};
