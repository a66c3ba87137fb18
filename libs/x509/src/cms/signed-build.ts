import { createHash } from 'node:crypto';
import {
  constructed,
  encodeDer,
  explicit,
  implicit,
  int,
  nul,
  octetString,
  oid,
  raw,
  seq,
  setOf,
  time,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { algorithmDer, digestDer, digestOf } from '../algorithm.ts';
import type { DigestName, SignatureAlgorithm } from '../algorithm.ts';
import type { Certificate, Sign } from '../certificate.ts';
import { x509Error } from '../errors.ts';
import { CONTENT, KEY, PKCS9 } from '../oids.ts';
import { contentInfoDer, dataType, issuerSerialDer } from './common.ts';
import type { CmsProfile } from './common.ts';

/** One signer of a message that is built. */
export interface CmsSigner {
  readonly certificate: Certificate;
  readonly algorithm: SignatureAlgorithm;
  readonly sign: Sign;
  /** Milliseconds since 1970, cut to seconds; left away: not said. */
  readonly signingTime?: number;
  /** More signed attributes: type and value as an element. */
  readonly attributes?: readonly { readonly type: string; readonly value: Uint8Array }[];
}

/** What a signed message is built of. */
export interface SignedDataSpec {
  readonly content: Uint8Array;
  /** Whether the content goes along. */
  readonly kind: 'embedded' | 'detached';
  readonly signers: readonly CmsSigner[];
  /** Certificates that go along; those of the signers are to be named here too. */
  readonly certificates: readonly Certificate[];
  readonly crls?: readonly Uint8Array[];
  /** Default `cms`. */
  readonly profile?: CmsProfile;
  /** Object identifier of the content's type; default data of the profile. */
  readonly contentType?: string;
}

/** SM2-1, signature (GM/T 0006): the name of the algorithm in messages of GM/T 0010. */
const GM_SM2_SIGNATURE = '1.2.156.10197.1.301.1';

const digestFor = (algorithm: SignatureAlgorithm): DigestName => digestOf(algorithm) ?? 'sha512';

const signatureDer = (algorithm: SignatureAlgorithm, profile: CmsProfile): Der => {
  if (algorithm === 'sm2-sm3' && profile === 'gm') return seq(oid(GM_SM2_SIGNATURE));
  return algorithm.startsWith('rsa-sha') ? seq(oid(KEY.rsa), nul) : algorithmDer(algorithm);
};

const attribute = (type: string, value: Der): Der => seq(oid(type), setOf(value));

const attributesOf = (signer: CmsSigner, contentType: string, content: Uint8Array): Der => {
  const digest = createHash(digestFor(signer.algorithm)).update(content).digest();
  return setOf(
    attribute(PKCS9.contentType, oid(contentType)),
    attribute(PKCS9.messageDigest, octetString(new Uint8Array(digest))),
    ...(signer.signingTime === undefined ? [] : [attribute(PKCS9.signingTime, time(signer.signingTime))]),
    ...(signer.attributes ?? []).map(({ type, value }) => attribute(type, raw(value))),
  );
};

const signerDer = async (signer: CmsSigner, spec: SignedDataSpec, contentType: string): Promise<Der> => {
  const attributes = attributesOf(signer, contentType, spec.content);
  const signature = await signer.sign(encodeDer(attributes));
  return seq(
    int(1),
    issuerSerialDer(signer.certificate),
    digestDer(digestFor(signer.algorithm)),
    implicit(0, attributes),
    signatureDer(signer.algorithm, spec.profile ?? 'cms'),
    octetString(signature),
  );
};

const unique = (names: readonly DigestName[]): readonly DigestName[] => [...new Set(names)];

/**
 * Builds SignedData (RFC 5652 5): signed attributes content type, message digest and, where given, signing time. In the
 * profile `gm` the object identifiers are those of GM/T 0010-2012 (unverified beyond the identifiers). Software SM2 is no
 * certified product. Throws `x509.value` without signers, `asn1.value`, and what `sign` throws.
 */
export const buildSignedData = async (spec: SignedDataSpec): Promise<Uint8Array> => {
  if (spec.signers.length === 0) throw x509Error('x509.value', { reason: 'nobody signs' });
  const profile = spec.profile ?? 'cms';
  const contentType = spec.contentType ?? dataType(profile);
  const signers: Der[] = [];
  for (const signer of spec.signers) signers.push(await signerDer(signer, spec, contentType));
  const certificates = setOf(...spec.certificates.map((each) => raw(each.raw)));
  const crls = spec.crls ?? [];
  const isPlain = contentType === CONTENT.data || contentType === CONTENT.gmData;
  const data = seq(
    int(isPlain ? 1 : 3),
    setOf(...unique(spec.signers.map((each) => digestFor(each.algorithm))).map(digestDer)),
    seq(oid(contentType), spec.kind === 'embedded' ? explicit(0, octetString(spec.content)) : undefined),
    spec.certificates.length === 0 ? undefined : implicit(0, certificates),
    crls.length === 0 ? undefined : constructed(0xa1, crls.map(raw)),
    setOf(...signers),
  );
  return contentInfoDer(profile === 'gm' ? CONTENT.gmSignedData : CONTENT.signedData, data);
};
