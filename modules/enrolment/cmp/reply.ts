import type { ProtocolSigner } from '@chedun/certificates/contract';
import { keyIdentifier, parseCertificate, signatureIdentifier, type Sign } from '@chedun/x509';
import { encodeDer, nul } from '@chedun/asn1/der';
import {
  buildPkiMessage,
  CMP,
  macAlgorithm,
  macOf,
  type MacSpec,
  type PkiBody,
  type PkiHeader,
  type PkiMessage,
} from '@chedun/x509/cmp';
import type { Sender } from './types.ts';

const NONCE = 16;

/** What an answer is made of. */
export interface AnswerSpec {
  readonly to: PkiMessage;
  readonly body: PkiBody;
  /** Who is answered, when it is known: a secret is answered with the same secret. */
  readonly sender: Sender | undefined;
  readonly confirm: 'implicit' | 'awaited' | 'none';
  readonly nonce: Uint8Array;
}

interface Protection {
  readonly algorithm: PkiHeader['protectionAlgorithm'];
  readonly kid: Uint8Array;
  readonly protect: Sign;
  readonly extraCertificates: readonly Uint8Array[];
}

const withSecret = (
  mac: MacSpec,
  secret: { readonly bytes: Uint8Array; readonly reference: string },
  salt: Uint8Array,
) => {
  const spec = { ...mac, salt };
  return {
    algorithm: macAlgorithm(spec),
    kid: new Uint8Array(Buffer.from(secret.reference)),
    protect: (part: Uint8Array) => macOf(spec, secret.bytes, part),
    extraCertificates: [],
  };
};

const withKey = ({ chain, algorithm, sign }: ProtocolSigner): Protection => {
  const certificate = parseCertificate(chain[0] ?? new Uint8Array());
  return {
    algorithm: signatureIdentifier(algorithm),
    kid: keyIdentifier(certificate.publicKey),
    protect: sign,
    // The root is known to whoever trusts it.
    extraCertificates: chain.slice(0, Math.max(1, chain.length - 1)),
  };
};

/** Writes an answer (RFC 9483 3.1 to 3.3): protected as the request was, or signed by the authority. */
export const writeAnswer = (
  {
    signer,
    now,
    randomBytes,
  }: {
    readonly signer: ProtocolSigner;
    readonly now: number;
    readonly randomBytes: (length: number) => Uint8Array;
  },
  { to, body, sender, confirm, nonce }: AnswerSpec,
): Promise<Uint8Array> => {
  const { subject } = parseCertificate(signer.chain[0] ?? new Uint8Array());
  const protection =
    sender?.kind === 'secret' ? withSecret(sender.mac, sender.secret, randomBytes(NONCE)) : withKey(signer);
  const header: PkiHeader = {
    version: to.header.version === 3 ? 3 : 2,
    sender: { kind: 'directory', value: subject },
    recipient: to.header.sender,
    messageTime: Math.floor(now / 1000) * 1000,
    protectionAlgorithm: protection.algorithm,
    senderKid: protection.kid,
    transactionId: to.header.transactionId,
    senderNonce: nonce,
    recipientNonce: to.header.senderNonce,
    generalInfo: confirm === 'implicit' ? [{ type: CMP.implicitConfirm, value: encodeDer(nul) }] : [],
  };
  return buildPkiMessage({ header, body, extraCertificates: protection.extraCertificates }, protection.protect);
};
