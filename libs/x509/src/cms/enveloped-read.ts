import { DerReader, TAG, context, contextOf } from '@chedun/asn1/der';
import { digestName, readAlgorithm } from '../algorithm.ts';
import type { AlgorithmIdentifier } from '../algorithm.ts';
import { x509Error } from '../errors.ts';
import { CONTENT, KEY } from '../oids.ts';
import { readContentInfo, readIssuerSerial } from './common.ts';
import type { CertificateRef, CmsProfile } from './common.ts';
import { decryptContent, isGcm, readCipher } from './content-cipher.ts';
import { SM2_ENCRYPTION } from './enveloped-build.ts';
import { ECDH_SHA256, unwrapKey } from './key-agreement.ts';

/** A key that a recipient gets (RFC 5652 6.2). */
export type RecipientInfo =
  | {
      readonly kind: 'transport';
      readonly recipient: CertificateRef;
      readonly algorithm: AlgorithmIdentifier;
      readonly encryptedKey: Uint8Array;
    }
  | {
      readonly kind: 'agreement';
      readonly recipient: CertificateRef;
      readonly algorithm: AlgorithmIdentifier;
      readonly encryptedKey: Uint8Array;
      /** Point of the ephemeral key. */
      readonly originator: Uint8Array;
      readonly ukm: Uint8Array | undefined;
    }
  /** Recipients of other kinds, which this library does not read. */
  | { readonly kind: 'other' };

/** EnvelopedData or AuthEnvelopedData. */
export interface EnvelopedData {
  readonly profile: CmsProfile;
  readonly recipients: readonly RecipientInfo[];
  readonly contentType: string;
  readonly algorithm: AlgorithmIdentifier;
  readonly encrypted: Uint8Array;
  /** Tag of GCM; empty for EnvelopedData. */
  readonly tag: Uint8Array;
}

/** What opens a key; private keys stay with the caller. Each answers undefined when the key is not his. */
export interface Opener {
  /** Decrypts what RSA or SM2 encrypted. */
  readonly decrypt?: (
    how: 'rsa-oaep-sha256' | 'rsa-pkcs1' | 'sm2',
    encrypted: Uint8Array,
  ) => Promise<Uint8Array | undefined>;
  /** The x of the product of the private key with a point of P-256, 32 bytes. */
  readonly agree?: (point: Uint8Array) => Promise<Uint8Array | undefined>;
}

const MAX_RECIPIENTS = 256;

const readTransport = (reader: DerReader): RecipientInfo => {
  const outer = reader.open(TAG.sequence);
  reader.small(2);
  const recipient: CertificateRef =
    reader.peek() === context(0) ? { kind: 'key-id', value: reader.octets(context(0)) } : readIssuerSerial(reader);
  const algorithm = readAlgorithm(reader);
  const encryptedKey = reader.octets();
  reader.close(outer);
  return { kind: 'transport', recipient, algorithm, encryptedKey };
};

const readOriginator = (reader: DerReader): Uint8Array | undefined => {
  const outer = reader.open(contextOf(0));
  const inner = reader.openIf(contextOf(1));
  if (inner < 0) {
    reader.skip();
    reader.close(outer);
    return undefined;
  }
  readAlgorithm(reader);
  const point = reader.bitBytes();
  reader.close(inner);
  reader.close(outer);
  return point;
};

const readAgreedRef = (reader: DerReader): CertificateRef => {
  const tagged = reader.openIf(contextOf(0));
  if (tagged < 0) return readIssuerSerial(reader);
  const value = reader.octets();
  while (!reader.done()) reader.skip();
  reader.close(tagged);
  return { kind: 'key-id', value };
};

const readAgreement = (reader: DerReader): readonly RecipientInfo[] => {
  const outer = reader.open(contextOf(1));
  reader.small(3);
  const originator = readOriginator(reader);
  const tagged = reader.openIf(contextOf(1));
  const ukm = tagged < 0 ? undefined : reader.octets();
  if (tagged >= 0) reader.close(tagged);
  const algorithm = readAlgorithm(reader);
  const list = reader.open(TAG.sequence);
  const found: RecipientInfo[] = [];
  while (!reader.done() && found.length < MAX_RECIPIENTS) {
    const each = reader.open(TAG.sequence);
    const recipient = readAgreedRef(reader);
    const encryptedKey = reader.octets();
    reader.close(each);
    found.push(
      originator === undefined
        ? { kind: 'other' }
        : { kind: 'agreement', recipient, algorithm, encryptedKey, originator, ukm },
    );
  }
  reader.close(list);
  reader.close(outer);
  return found;
};

const readRecipients = (reader: DerReader): readonly RecipientInfo[] => {
  const outer = reader.open(TAG.set);
  const list: RecipientInfo[] = [];
  while (!reader.done()) {
    if (list.length >= MAX_RECIPIENTS)
      throw x509Error('x509.limit', { offset: reader.at, reason: 'too many recipients' });
    const tag = reader.peek();
    if (tag === TAG.sequence) list.push(readTransport(reader));
    else if (tag === contextOf(1)) list.push(...readAgreement(reader));
    else list.push((reader.skip(), { kind: 'other' }));
  }
  reader.close(outer);
  return list;
};

const PROFILES: Readonly<Record<string, CmsProfile>> = {
  [CONTENT.envelopedData]: 'cms',
  [CONTENT.authEnvelopedData]: 'cms',
  [CONTENT.gmEnvelopedData]: 'gm',
};

/** Reads EnvelopedData or AuthEnvelopedData of DER to its last byte; at most 256 recipients. Throws `asn1.*`, `x509.*`. */
export const parseEnvelopedData = (der: Uint8Array): EnvelopedData => {
  const info = readContentInfo(der);
  const profile = PROFILES[info.type];
  if (profile === undefined) throw x509Error('x509.structure', { offset: 0, reason: 'no EnvelopedData' });
  const isAuthentic = info.type === CONTENT.authEnvelopedData;
  const reader = new DerReader(info.content);
  const outer = reader.open(TAG.sequence);
  reader.small(4);
  if (reader.peek() === contextOf(0)) reader.skip();
  const recipients = readRecipients(reader);
  const inside = reader.open(TAG.sequence);
  const contentType = reader.oid();
  const algorithm = readAlgorithm(reader);
  const encrypted = reader.content(context(0));
  reader.close(inside);
  // Attributes of GCM are authenticated as additional data, which this library does not do.
  if (isAuthentic && reader.peek() === contextOf(1))
    throw x509Error('x509.unsupported', { offset: reader.at, reason: 'authenticated attributes' });
  const tag = isAuthentic ? reader.octets() : new Uint8Array();
  if (reader.peek() === contextOf(isAuthentic ? 2 : 1)) reader.skip();
  reader.close(outer);
  return { profile, recipients, contentType, algorithm, encrypted, tag };
};

const isOaepSha256 = (parameters: Uint8Array | undefined): boolean => {
  if (parameters === undefined) return false;
  const reader = new DerReader(parameters);
  reader.open(TAG.sequence);
  if (reader.openIf(contextOf(0)) < 0) return false;
  return digestName(readAlgorithm(reader).oid) === 'sha256';
};

const methodOf = ({ oid, parameters }: AlgorithmIdentifier): 'rsa-oaep-sha256' | 'rsa-pkcs1' | 'sm2' | undefined => {
  if (oid === KEY.rsa) return 'rsa-pkcs1';
  if (oid === KEY.rsaOaep) return isOaepSha256(parameters) ? 'rsa-oaep-sha256' : undefined;
  return oid === SM2_ENCRYPTION || oid === KEY.sm2 ? 'sm2' : undefined;
};

const openKey = async (info: RecipientInfo, opener: Opener): Promise<Uint8Array | undefined> => {
  if (info.kind === 'other') return undefined;
  if (info.kind === 'transport') {
    const method = methodOf(info.algorithm);
    return method && opener.decrypt?.(method, info.encryptedKey);
  }
  const { algorithm, originator, encryptedKey, ukm } = info;
  if (algorithm.oid !== ECDH_SHA256 || algorithm.parameters === undefined) return undefined;
  const secret = await opener.agree?.(originator);
  if (secret === undefined) return undefined;
  return unwrapKey(readAlgorithm(new DerReader(algorithm.parameters)), secret, encryptedKey, ukm);
};

/**
 * Opens a message for one recipient, an element of `recipients`. Throws `x509.decrypt` for another key or changed bytes,
 * `x509.unsupported` for algorithms that are not known. EnvelopedData with CBC is not protected against changes: do not
 * tell a sender whether decryption failed.
 */
export const openEnvelopedData = async (
  data: EnvelopedData,
  recipient: RecipientInfo,
  opener: Opener,
): Promise<Uint8Array> => {
  const found = readCipher(data.algorithm);
  if (found === undefined) throw x509Error('x509.unsupported', { reason: `cipher ${data.algorithm.oid}` });
  if (isGcm(found.cipher) !== data.tag.length > 0)
    throw x509Error('x509.structure', { offset: 0, reason: 'a tag where none belongs' });
  const key = await openKey(recipient, opener);
  if (key === undefined) throw x509Error('x509.decrypt', { reason: 'no key' });
  return decryptContent(found.cipher, key, found.iv, data.encrypted, data.tag);
};
