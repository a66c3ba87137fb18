import type { ValueOf } from '@chedun/asn1';
import { decrypt as decryptSm2, encryptWith } from '@chedun/gm';
import { createECDH } from 'node:crypto';
import { concat, fromHex, toHex } from '../bytes.ts';
import { readAs, writeAs } from '../codec.ts';
import { openCcm, sealCcm } from '../crypto/ccm.ts';
import type { MessageCipher } from '../crypto/ccm.ts';
import { eciesUnwrap, eciesWrap } from '../crypto/ecies.ts';
import { translated } from '../crypto/translate.ts';
import { securityError } from '../errors.ts';
import type { PublicKey } from '../keys.ts';
import { compressed, uncompressed } from '../points.ts';
import { MESSAGES } from '../schema/message.ts';
import type { Profile } from '../schema/message.ts';

/** Curves with which keys are wrapped. */
export type WrapCurve = 'sm2' | 'nistP256' | 'brainpoolP256r1';

/** Who may read a message, and with which key. */
export interface Recipient {
  /** Hex of 8 bytes: HashedId8 of the certificate, or of the key that was asked to answer to. */
  readonly id8: string;
  readonly kind: 'certRecipInfo' | 'signedDataRecipInfo' | 'rekRecipInfo';
  readonly key: PublicKey;
  /**
   * P1 of ECIES: hash of the recipient's certificate for `certRecipInfo`, SHA-256 of nothing for `rekRecipInfo` (IEEE
   * 1609.2 5.3.5). Not used with SM2.
   */
  readonly p1: Uint8Array;
}

/** Numbers that have to be random, and secret until they are used up. */
export interface EncryptionRandomness {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  /** One private number of 32 bytes for each recipient. */
  readonly ephemeral: readonly Uint8Array[];
}

type Wrapped = ValueOf<(typeof MESSAGES)['cn']['EncryptedDataEncryptionKey']>;

const OPENSSL = { nistP256: 'prime256v1', brainpoolP256r1: 'brainpoolP256r1' } as const;

const wrapSm2 = (point: Uint8Array, ephemeral: Uint8Array, key: Uint8Array): Wrapped => {
  const whole = translated(() => encryptWith(ephemeral, point, key, 'c1c3c2'));
  if (whole === undefined) throw securityError('v2xsec.key', { reason: 'SM2 asks for another random number' });
  const [c1, c3, c2] = [whole.subarray(0, 65), whole.subarray(65, 97), whole.subarray(97)];
  return { ecencSm2: { v: compressed(c1), t: { octets: toHex(c3) }, c: { octets: toHex(c2) } } };
};

const wrap = ({ key: { curve, point }, p1 }: Recipient, ephemeral: Uint8Array, key: Uint8Array): Wrapped => {
  if (curve === 'sm2') return wrapSm2(point, ephemeral, key);
  if (curve !== 'nistP256' && curve !== 'brainpoolP256r1')
    throw securityError('v2xsec.unsupported', { reason: `encryption on ${curve}` });
  const pair = createECDH(OPENSSL[curve]);
  pair.setPrivateKey(ephemeral);
  const { c, t } = eciesWrap(new Uint8Array(pair.computeSecret(point)), p1, key);
  const fields = {
    v: compressed(new Uint8Array(pair.getPublicKey())),
    c: { octets: toHex(c) },
    t: { octets: toHex(t) },
  };
  return curve === 'nistP256' ? { eciesNistP256: fields } : { eciesBrainpoolP256r1: fields };
};

/**
 * Encrypts a whole secured message (bytes of SecuredData) for recipients: one key of CCM, wrapped for each of them by
 * ECIES (IEEE 1609.2 5.3.5) or SM2 (GB/T 32918.4; the order of its parts in the Chinese format is unverified).
 */
export const encryptMessage = (
  profile: Profile,
  cipher: MessageCipher,
  message: Uint8Array,
  recipients: readonly Recipient[],
  random: EncryptionRandomness,
): Uint8Array => {
  if (recipients.length === 0 || random.ephemeral.length !== recipients.length)
    throw securityError('v2xsec.value', { reason: 'one private number for each of at least one recipient' });
  const sealed = sealCcm(cipher, random.key, random.nonce, message);
  const body = { nonce: { octets: toHex(random.nonce) }, ccmCiphertext: { octets: toHex(sealed) } };
  const infos = recipients.map((recipient, at) => {
    const info = {
      recipientId: { octets: recipient.id8 },
      encKey: wrap(recipient, random.ephemeral[at] ?? random.key, random.key),
    };
    if (recipient.kind === 'certRecipInfo') return { certRecipInfo: info };
    return recipient.kind === 'rekRecipInfo' ? { rekRecipInfo: info } : { signedDataRecipInfo: info };
  });
  const ciphertext = cipher === 'sm4Ccm' ? { sm4Ccm: body } : { aes128ccm: body };
  const encryptedData = { recipients: infos, ciphertext };
  return writeAs(MESSAGES[profile].SecuredData, { version: 3, content: { encryptedData } });
};

/** The private side of a recipient: agreement for ECIES, decryption for SM2. Both may live in a key store. */
export type DecryptionKey =
  | {
      readonly curve: Exclude<WrapCurve, 'sm2'>;
      /** x coordinate (32 bytes) of private key times the point (65 bytes). */
      readonly agree: (point: Uint8Array) => Uint8Array;
      readonly p1: Uint8Array;
    }
  | { readonly curve: 'sm2'; /** Text of C1 ‖ C3 ‖ C2. */ readonly decrypt: (ciphertext: Uint8Array) => Uint8Array };

/** A software key for SM2; not a certified product. The scalar goes to OpenSSL only. */
export const softwareSm2Key = (scalar: Uint8Array): DecryptionKey => ({
  curve: 'sm2',
  decrypt: (ciphertext) => decryptSm2(scalar, ciphertext, 'c1c3c2'),
});

/** A software key for ECIES; the scalar goes to OpenSSL only. */
export const softwareEciesKey = (
  curve: Exclude<WrapCurve, 'sm2'>,
  scalar: Uint8Array,
  p1: Uint8Array,
): DecryptionKey => ({
  curve,
  p1,
  agree: (point) => {
    const pair = createECDH(OPENSSL[curve]);
    pair.setPrivateKey(scalar);
    return new Uint8Array(pair.computeSecret(point));
  },
});

const unwrap = (wrapped: Wrapped, key: DecryptionKey): Uint8Array => {
  if ('ecencSm2' in wrapped && key.curve === 'sm2') {
    const { v, t, c } = wrapped.ecencSm2;
    return key.decrypt(concat(uncompressed('sm2', v), fromHex(t.octets), fromHex(c.octets)));
  }
  const ecies =
    'eciesNistP256' in wrapped && key.curve === 'nistP256'
      ? wrapped.eciesNistP256
      : 'eciesBrainpoolP256r1' in wrapped && key.curve === 'brainpoolP256r1'
        ? wrapped.eciesBrainpoolP256r1
        : undefined;
  if (ecies === undefined || key.curve === 'sm2')
    throw securityError('v2xsec.decrypt', { reason: 'the key was wrapped for another algorithm' });
  const shared = key.agree(uncompressed(key.curve, ecies.v));
  return eciesUnwrap(shared, key.p1, { c: fromHex(ecies.c.octets), t: fromHex(ecies.t.octets) });
};

/**
 * Opens an encrypted message for the recipient with this id (hex of 8 bytes) and answers the bytes of the secured message
 * inside. Throws `v2xsec.format`, and `v2xsec.decrypt` when it is not for that recipient, or was changed.
 */
export const decryptMessage = (profile: Profile, bytes: Uint8Array, id8: string, key: DecryptionKey): Uint8Array => {
  const { content } = readAs(MESSAGES[profile].SecuredData, bytes).value;
  if (!('encryptedData' in content)) throw securityError('v2xsec.format', { reason: 'the message is not encrypted' });
  const { recipients, ciphertext } = content.encryptedData;
  for (const recipient of recipients) {
    const info =
      'certRecipInfo' in recipient
        ? recipient.certRecipInfo
        : 'rekRecipInfo' in recipient
          ? recipient.rekRecipInfo
          : 'signedDataRecipInfo' in recipient
            ? recipient.signedDataRecipInfo
            : undefined;
    if (info?.recipientId.octets === id8) return openBody(ciphertext, unwrapped(info.encKey, key));
  }
  throw securityError('v2xsec.decrypt', { reason: 'the message is not for this recipient' });
};

const unwrapped = (wrapped: Wrapped, key: DecryptionKey): Uint8Array => {
  try {
    return unwrap(wrapped, key);
  } catch (cause) {
    throw securityError('v2xsec.decrypt', { reason: 'the key cannot be unwrapped' }, cause);
  }
};

type Ciphertext = ValueOf<(typeof MESSAGES)['cn']['EncryptedData']>['ciphertext'];

const openBody = (ciphertext: Ciphertext, key: Uint8Array): Uint8Array => {
  const open = (
    cipher: MessageCipher,
    body: { readonly nonce: { readonly octets: string }; readonly ccmCiphertext: { readonly octets: string } },
  ) => openCcm(cipher, key, fromHex(body.nonce.octets), fromHex(body.ccmCiphertext.octets));
  if ('sm4Ccm' in ciphertext) return open('sm4Ccm', ciphertext.sm4Ccm);
  if ('aes128ccm' in ciphertext) return open('aes128Ccm', ciphertext.aes128ccm);
  throw securityError('v2xsec.unsupported', { reason: 'a cipher of a later edition' });
};
