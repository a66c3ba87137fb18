import { createHash } from 'node:crypto';
import { DerReader, encodeDer } from '@chedun/asn1/der';
import { algorithmDer, digestName, readAlgorithm, signatureAlgorithmOf } from '../algorithm.ts';
import type { AlgorithmIdentifier, DigestName, SignatureAlgorithm } from '../algorithm.ts';
import type { Certificate } from '../certificate.ts';
import { singleValue } from '../csr.ts';
import { CONTENT, KEY, PKCS9 } from '../oids.ts';
import { nodeVerifier } from '../verifier.ts';
import type { SignatureVerifier } from '../verifier.ts';
import { isMeant } from './common.ts';
import type { SignedData, SignerInfo } from './signed-read.ts';

/** Why a signer's signature does not count. The list is closed. */
export type SignerProblem =
  | 'no-content'
  | 'no-certificate'
  | 'algorithm'
  | 'content-type'
  | 'message-digest'
  | 'malformed'
  | 'bad-signature';

/** What became of one signer. Whether the certificate is trusted is the question of `validatePath`. */
export type SignerResult =
  | { readonly kind: 'signed'; readonly certificate: Certificate; readonly signingTime: number | undefined }
  | { readonly kind: 'refused'; readonly problem: SignerProblem };

/** What a message is verified with. */
export interface VerifyOptions {
  /** Content of a detached signature; left away: what is embedded. */
  readonly content?: Uint8Array;
  /** Certificates beside those that go along. */
  readonly certificates?: readonly Certificate[];
  readonly verifier?: SignatureVerifier;
}

/** SM2 as GM/T 0006 names it in signatures: SM2-1, beside the curve and SM2-with-SM3. */
const SM2_NAMES: readonly string[] = [KEY.sm2, '1.2.156.10197.1.301.1', '1.2.156.10197.1.501'];

const EC_BY_DIGEST: Readonly<Partial<Record<DigestName, SignatureAlgorithm>>> = {
  sha256: 'ecdsa-sha256',
  sha384: 'ecdsa-sha384',
  sha512: 'ecdsa-sha512',
};

const identifierOf = (algorithm: SignatureAlgorithm): AlgorithmIdentifier =>
  readAlgorithm(new DerReader(encodeDer(algorithmDer(algorithm))));

/** The algorithm with its digest: CMS may name the kind of key only, and the digest beside it (RFC 5754 3.2). */
const effective = ({ signatureAlgorithm, digest }: SignerInfo): AlgorithmIdentifier | undefined => {
  const name = digestName(digest.oid);
  const id = signatureAlgorithm.oid;
  if (name === 'sm3') return SM2_NAMES.includes(id) ? identifierOf('sm2-sm3') : undefined;
  const isSha2 = name === 'sha256' || name === 'sha384' || name === 'sha512';
  if (id === KEY.rsa) return isSha2 ? identifierOf(`rsa-${name}`) : undefined;
  const byDigest = name && EC_BY_DIGEST[name];
  if (id === KEY.ec) return byDigest && identifierOf(byDigest);
  const whole = signatureAlgorithmOf(signatureAlgorithm);
  // A digest that differs from that of the signature would let two messages share one signature.
  const agrees = whole !== undefined && (whole === 'ed25519' || (isSha2 && whole.endsWith(name)));
  return agrees ? signatureAlgorithm : undefined;
};

const timeOf = ({ signedAttributes }: SignerInfo): number | undefined => {
  const value = singleValue(signedAttributes, PKCS9.signingTime);
  return value && new DerReader(value).time();
};

const attributeProblem = (data: SignedData, signer: SignerInfo, content: Uint8Array): SignerProblem | undefined => {
  if (signer.signedBytes === undefined) return undefined;
  const type = singleValue(signer.signedAttributes, PKCS9.contentType);
  const digest = singleValue(signer.signedAttributes, PKCS9.messageDigest);
  const name = digestName(signer.digest.oid);
  if (type === undefined || new DerReader(type).oid() !== data.contentType) return 'content-type';
  if (digest === undefined || name === undefined) return 'message-digest';
  const own = createHash(name).update(content).digest();
  return Buffer.compare(own, new DerReader(digest).octets()) === 0 ? undefined : 'message-digest';
};

const judge = (data: SignedData, signer: SignerInfo, options: VerifyOptions): SignerResult => {
  const refused = (problem: SignerProblem): SignerResult => ({ kind: 'refused', problem });
  const content = data.content ?? options.content;
  if (content === undefined) return refused('no-content');
  const algorithm = effective(signer);
  if (algorithm === undefined) return refused('algorithm');
  const certificate = [...data.certificates, ...(options.certificates ?? [])].find((each) =>
    isMeant(signer.signer, each),
  );
  if (certificate === undefined) return refused('no-certificate');
  const isData = data.contentType === CONTENT.data || data.contentType === CONTENT.gmData;
  if (signer.signedBytes === undefined && !isData) return refused('content-type');
  const problem = attributeProblem(data, signer, content);
  if (problem !== undefined) return refused(problem);
  const verifier = options.verifier ?? nodeVerifier;
  const message = signer.signedBytes ?? content;
  const isRight = verifier.verify(certificate.publicKey, algorithm, message, signer.signature);
  return isRight ? { kind: 'signed', certificate, signingTime: timeOf(signer) } : refused('bad-signature');
};

/**
 * Verifies every signer of a message (RFC 5652 5.4, 5.6): attributes belong to the content, the signature to the key of
 * the signer's certificate. SM2 is verified with the default identity. A message without signers gives an empty list:
 * nobody signed. Never throws for what the message holds.
 */
export const verifySignedData = (data: SignedData, options: VerifyOptions = {}): readonly SignerResult[] =>
  data.signers.map((signer) => {
    try {
      return judge(data, signer, options);
    } catch {
      return { kind: 'refused', problem: 'malformed' };
    }
  });
