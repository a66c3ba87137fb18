import {
  DerReader,
  TAG,
  contextOf,
  encodeDer,
  implicit,
  int,
  isPrintable,
  oid,
  printableString,
  raw,
  seq,
  setOf,
  utf8String,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { readAlgorithm } from './algorithm.ts';
import type { AlgorithmIdentifier, SignatureAlgorithm } from './algorithm.ts';
import { anyNameDer, assembleSigned } from './certificate.ts';
import type { Sign } from './certificate.ts';
import { x509Error } from './errors.ts';
import { extensionsDer, readExtensions } from './extension.ts';
import type { Extension } from './extension.ts';
import type { Name } from './name.ts';
import { PKCS9 } from './oids.ts';
import { readPublicKey } from './public-key.ts';
import type { PublicKeyInfo } from './public-key.ts';
import { nodeVerifier } from './verifier.ts';
import type { SignatureVerifier } from './verifier.ts';

/** An attribute: its type and its values as elements. */
export interface Attribute {
  readonly type: string;
  readonly values: readonly Uint8Array[];
}

/** A certification request (PKCS #10, RFC 2986; with SM2 GM/T 0092-2020). */
export interface CertificationRequest {
  readonly raw: Uint8Array;
  /** What is signed. */
  readonly info: Uint8Array;
  /** Name of the subject, DER. */
  readonly subject: Uint8Array;
  readonly publicKey: PublicKeyInfo;
  readonly attributes: readonly Attribute[];
  /** Extensions that are asked for (RFC 2985 5.4.2); empty when none are. */
  readonly extensions: readonly Extension[];
  readonly challengePassword: string | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** What a request is built of. */
export interface RequestSpec {
  readonly subject: Name | Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly extensions?: readonly Extension[];
  readonly challengePassword?: string;
}

const MAX_BYTES = 1 << 18;
const MAX_ATTRIBUTES = 32;
const MAX_PASSWORD = 255;

const readAttribute = (reader: DerReader): Attribute => {
  const outer = reader.open(TAG.sequence);
  const type = reader.oid();
  const set = reader.open(TAG.set);
  const values: Uint8Array[] = [];
  while (!reader.done()) {
    if (values.length >= MAX_ATTRIBUTES)
      throw x509Error('x509.limit', { offset: reader.at, reason: 'too many values' });
    values.push(reader.element());
  }
  reader.close(set);
  reader.close(outer);
  if (values.length === 0)
    throw x509Error('x509.structure', { offset: reader.at, reason: 'an attribute without value' });
  return { type, values };
};

/** Reads attributes under a tag (SET OF, implicit or not): each type once, at most 32. */
export const readAttributes = (reader: DerReader, tag: number): readonly Attribute[] => {
  const outer = reader.open(tag);
  const list: Attribute[] = [];
  while (!reader.done()) {
    const start = reader.at;
    const attribute = readAttribute(reader);
    if (list.some((each) => each.type === attribute.type))
      throw x509Error('x509.structure', { offset: start, reason: `attribute ${attribute.type} twice` });
    if (list.length >= MAX_ATTRIBUTES) throw x509Error('x509.limit', { offset: start, reason: 'too many attributes' });
    list.push(attribute);
  }
  reader.close(outer);
  return list;
};

/** The only value of an attribute; undefined when the attribute is absent. Throws `x509.structure` when it has several. */
export const singleValue = (attributes: readonly Attribute[], type: string): Uint8Array | undefined => {
  const found = attributes.find((each) => each.type === type);
  if (found !== undefined && found.values.length !== 1)
    throw x509Error('x509.structure', { offset: 0, reason: `attribute ${type} has to have one value` });
  return found?.values[0];
};

const whole = <T>(der: Uint8Array | undefined, read: (reader: DerReader) => T): T | undefined => {
  if (der === undefined) return undefined;
  const reader = new DerReader(der);
  const value = read(reader);
  reader.finish();
  return value;
};

/** Reads a request of DER to the last byte; at most 256 KiB. Throws `asn1.*`, `x509.structure`, `x509.limit`. */
export const parseRequest = (der: Uint8Array): CertificationRequest => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'a request over 256 KiB' });
  const reader = new DerReader(der);
  const outer = reader.open(TAG.sequence);
  const start = reader.at;
  const inside = reader.open(TAG.sequence);
  reader.small(0);
  const subject = reader.element(TAG.sequence);
  const publicKey = readPublicKey(reader);
  const attributes = reader.peek() === contextOf(0) ? readAttributes(reader, contextOf(0)) : [];
  reader.close(inside);
  const info = der.subarray(start, reader.at);
  const signatureAlgorithm = readAlgorithm(reader);
  const signature = reader.bitBytes();
  reader.close(outer);
  reader.finish();
  const extensions = whole(singleValue(attributes, PKCS9.extensionRequest), readExtensions) ?? [];
  const challengePassword = whole(singleValue(attributes, PKCS9.challengePassword), (inner) => inner.text());
  if ((challengePassword?.length ?? 0) > MAX_PASSWORD)
    throw x509Error('x509.limit', { offset: 0, reason: 'a challenge password over 255 characters' });
  return {
    raw: der,
    info,
    subject,
    publicKey,
    attributes,
    extensions,
    challengePassword,
    signatureAlgorithm,
    signature,
  };
};

const attributeDer = (type: string, value: Der): Der => seq(oid(type), setOf(value));

/** The bytes of a request that are to be signed. Throws `asn1.value`. */
export const encodeRequestInfo = (spec: RequestSpec): Uint8Array => {
  const extensions = extensionsDer(spec.extensions ?? []);
  const password = spec.challengePassword;
  const attributes = [
    ...(extensions === undefined ? [] : [attributeDer(PKCS9.extensionRequest, extensions)]),
    ...(password === undefined
      ? []
      : [
          attributeDer(
            PKCS9.challengePassword,
            isPrintable(password) ? printableString(password) : utf8String(password),
          ),
        ]),
  ];
  return encodeDer(seq(int(0), anyNameDer(spec.subject), raw(spec.publicKey), implicit(0, setOf(...attributes))));
};

/** Builds and signs a request; for SM2 with algorithm `sm2-sm3` this is the form of GM/T 0092-2020. */
export const buildRequest = async (spec: RequestSpec, sign: Sign): Promise<Uint8Array> => {
  const info = encodeRequestInfo(spec);
  return assembleSigned(info, spec.algorithm, await sign(info));
};

/** Whether the request was signed with the key that it carries: proof of possession. Never throws. */
export const verifyRequest = (request: CertificationRequest, verifier: SignatureVerifier = nodeVerifier): boolean =>
  verifier.verify(request.publicKey, request.signatureAlgorithm, request.info, request.signature);
