import { constants, createECDH, createPublicKey, publicEncrypt } from 'node:crypto';
import {
  bitString,
  constructed,
  explicit,
  implicit,
  int,
  nul,
  octetString,
  oid,
  primitive,
  seq,
  setOf,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { encrypt } from '@chedun/gm';
import type { Certificate } from '../certificate.ts';
import { x509Error } from '../errors.ts';
import { CONTENT, DIGEST, KEY } from '../oids.ts';
import { contentInfoDer, dataType, issuerSerialDer } from './common.ts';
import type { CmsProfile } from './common.ts';
import { cipherDer, encryptContent, isGcm } from './content-cipher.ts';
import type { ContentCipher } from './content-cipher.ts';
import { AES256_WRAP, ECDH_SHA256, wrapDer, wrapKey } from './key-agreement.ts';

/** SM2-3, encryption (GM/T 0006). */
export const SM2_ENCRYPTION = '1.2.156.10197.1.301.3';

/**
 * Who may read a message: by RSA-OAEP with SHA-256, RSA PKCS #1, ephemeral ECDH on P-256 with AES-256 key wrap (RFC 5753),
 * or SM2 encryption as ASN.1 (GM/T 0009-2012 7.2). What is random in them comes from OpenSSL.
 */
export interface Recipient {
  readonly kind: 'rsa-oaep' | 'rsa-pkcs1' | 'ecdh-p256' | 'sm2';
  readonly certificate: Certificate;
}

/** What an enveloped message is built of. Key and vector have to be random and used once. */
export interface EnvelopedSpec {
  readonly content: Uint8Array;
  readonly cipher: ContentCipher;
  readonly contentKey: Uint8Array;
  readonly iv: Uint8Array;
  readonly recipients: readonly Recipient[];
  readonly profile?: CmsProfile;
}

const OAEP: Der = seq(
  explicit(0, seq(oid(DIGEST.sha256), nul)),
  explicit(1, seq(oid(KEY.mgf1), seq(oid(DIGEST.sha256), nul))),
);

const transport = (certificate: Certificate, algorithm: Der, encrypted: Uint8Array): Der =>
  seq(int(0), issuerSerialDer(certificate), algorithm, octetString(encrypted));

const forRsa = (kind: 'rsa-oaep' | 'rsa-pkcs1', certificate: Certificate, contentKey: Uint8Array): Der => {
  if (certificate.publicKey.kind !== 'rsa') throw x509Error('x509.value', { reason: 'the recipient has no RSA key' });
  const key = createPublicKey({ key: Buffer.from(certificate.publicKey.raw), format: 'der', type: 'spki' });
  if (kind === 'rsa-pkcs1')
    return transport(
      certificate,
      seq(oid(KEY.rsa), nul),
      new Uint8Array(publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, contentKey)),
    );
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  return transport(
    certificate,
    seq(oid(KEY.rsaOaep), OAEP),
    new Uint8Array(publicEncrypt({ key, ...padding }, contentKey)),
  );
};

/** KeyAgreeRecipientInfo with an ephemeral key (RFC 5753 3.1.1). */
const forP256 = (certificate: Certificate, contentKey: Uint8Array): Der => {
  if (certificate.publicKey.kind !== 'p256')
    throw x509Error('x509.value', { reason: 'the recipient has no P-256 key' });
  const ephemeral = createECDH('prime256v1');
  const point = new Uint8Array(ephemeral.generateKeys());
  const secret = ephemeral.computeSecret(certificate.publicKey.key);
  const wrapped = wrapKey(secret, contentKey);
  return constructed(0xa1, [
    int(3),
    explicit(0, implicit(1, seq(seq(oid(KEY.ec), oid(KEY.p256)), bitString(point)))),
    seq(oid(ECDH_SHA256), wrapDer(AES256_WRAP)),
    seq(seq(issuerSerialDer(certificate), octetString(wrapped))),
  ]);
};

const forSm2 = (certificate: Certificate, contentKey: Uint8Array): Der => {
  if (certificate.publicKey.kind !== 'sm2') throw x509Error('x509.value', { reason: 'the recipient has no SM2 key' });
  const encrypted = encrypt(Uint8Array.from(certificate.publicKey.key), contentKey, 'asn1');
  return transport(certificate, seq(oid(SM2_ENCRYPTION)), encrypted);
};

const recipientDer = ({ kind, certificate }: Recipient, contentKey: Uint8Array): Der => {
  switch (kind) {
    case 'rsa-oaep':
    case 'rsa-pkcs1':
      return forRsa(kind, certificate, contentKey);
    case 'ecdh-p256':
      return forP256(certificate, contentKey);
    case 'sm2':
      return forSm2(certificate, contentKey);
  }
};

/**
 * Builds EnvelopedData (RFC 5652 6), or AuthEnvelopedData (RFC 5083) when the cipher is GCM. Software SM2 and SM4 are no
 * certified product. Throws `x509.value` for wrong sizes, keys of another kind or no recipients.
 */
export const buildEnvelopedData = (spec: EnvelopedSpec): Uint8Array => {
  if (spec.recipients.length === 0) throw x509Error('x509.value', { reason: 'a message for nobody' });
  const profile = spec.profile ?? 'cms';
  const { bytes, tag } = encryptContent(spec.cipher, spec.contentKey, spec.iv, spec.content);
  const recipients = spec.recipients.map((recipient) => recipientDer(recipient, spec.contentKey));
  const hasAgreement = spec.recipients.some((each) => each.kind === 'ecdh-p256');
  const encrypted = seq(oid(dataType(profile)), cipherDer(spec.cipher, spec.iv), primitive(0x80, bytes));
  const version = int(!isGcm(spec.cipher) && hasAgreement ? 2 : 0);
  if (isGcm(spec.cipher))
    return contentInfoDer(CONTENT.authEnvelopedData, seq(version, setOf(...recipients), encrypted, octetString(tag)));
  const type = profile === 'gm' ? CONTENT.gmEnvelopedData : CONTENT.envelopedData;
  return contentInfoDer(type, seq(version, setOf(...recipients), encrypted));
};
