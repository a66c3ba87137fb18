import { createHash } from 'node:crypto';
import { encodeOer } from '@chedun/asn1/oer';
import {
  eciesUnwrap,
  encodeMessage,
  encryptionKeyOf,
  encryptMessage,
  openCcm,
  parseMessage,
  sealCcm,
} from '@chedun/v2x-security';
import type { DecryptionKey, ParsedCertificate, SecuredValue } from '@chedun/v2x-security';
import { MESSAGES } from '@chedun/v2x-security/schema';
import { concat, fromHex, toHex } from './bytes.ts';
import type { SealedValue } from './linkage-answer.ts';
import { readMessage } from './read-fast.ts';
import { shortCcm } from './short-ccm.ts';
import type { ShortCcm } from './short-ccm.ts';
import type { Suite } from './suite.ts';
import { pkiError } from './errors.ts';
import { randomScalar, recipientOf } from './wire.ts';
import type { Random } from './wire.ts';

/** Encrypted data of a linkage value as it stands in management messages. */
export type EncryptedData = Extract<SecuredValue['content'], { readonly encryptedData: unknown }>['encryptedData'];

/** An unsecured message of version 3 that holds 9 bytes: what is encrypted. */
const HEAD = Uint8Array.of(3, 0x80, 9);
/** Values under one key before another one is made. */
const MOST_VALUES = 1_000_000;
const NONCE = 12;
const LAST_NONCE = new Uint8Array(NONCE).fill(0xff);

interface Epoch {
  readonly recipients: EncryptedData['recipients'];
  readonly ccm: ShortCcm;
  used: number;
}

/**
 * Encrypts linkage values for the certificate authority. One key, wrapped once, serves many values of many devices: the
 * values are unlinkable under it, as every device has the same, and each has a nonce of its own.
 */
export interface LinkageSealer {
  readonly seal: (values: readonly Uint8Array[]) => readonly SealedValue[];
  /** The wrapped key of what is sealed next, for so many values. */
  readonly recipients: (values: number) => EncryptedData['recipients'];
}

/** Makes the sealer of a linkage authority. */
export const linkageSealer = (suite: Suite, aca: ParsedCertificate, random: Random): LinkageSealer => {
  let epoch: Epoch | undefined;
  const fresh = (): Epoch => {
    const key = random(16);
    const parts = { key, nonce: LAST_NONCE, ephemeral: [randomScalar(random)] };
    const { content } = parseMessage('cn', encryptMessage('cn', suite.cipher, HEAD, [recipientOf(aca)], parts));
    if (!('encryptedData' in content)) throw new Error('an encrypted message');
    return { recipients: content.encryptedData.recipients, ccm: shortCcm(suite.cipher, key), used: 0 };
  };
  const epochFor = (values: number): Epoch => {
    if (epoch === undefined || epoch.used + values > MOST_VALUES) epoch = fresh();
    return epoch;
  };
  return {
    recipients: (values) => epochFor(values).recipients,
    seal: (values) => {
      const now = epochFor(values.length);
      const nonces = values.map((_, at) => nonceOf(now.used + at));
      now.used += values.length;
      const sealed = now.ccm.seal(
        nonces,
        values.map((value) => concat(HEAD, value)),
      );
      return sealed.map((bytes, at) => ({ nonce: nonces[at] ?? LAST_NONCE, sealed: bytes }));
    },
  };
};

const nonceOf = (count: number): Uint8Array => {
  const nonce = new Uint8Array(NONCE);
  new DataView(nonce.buffer).setUint32(NONCE - 4, count);
  return nonce;
};

/** Keys of linkage authorities that were unwrapped, and are kept. */
const MOST_KEYS = 16;

/** Opens linkage values at the certificate authority. Throws `v2xpki.message`. */
export interface LinkageOpener {
  readonly open: (values: readonly EncryptedData[]) => readonly Uint8Array[];
}

/** Makes the opener of a certificate authority with its reading key. */
export const linkageOpener = (suite: Suite, decrypt: DecryptionKey): LinkageOpener => {
  const keys = new Map<string, ShortCcm>();
  const ccmOf = (data: EncryptedData): ShortCcm => {
    const { name, wrapped } = wrappedIn(data);
    const known = keys.get(name);
    if (known !== undefined) return known;
    const ccm = shortCcm(suite.cipher, unwrapped(wrapped, decrypt));
    const [oldest] = keys.keys();
    if (keys.size >= MOST_KEYS && oldest !== undefined) keys.delete(oldest);
    keys.set(name, ccm);
    return ccm;
  };
  return {
    open: (values) => {
      const groups = new Map<ShortCcm, number[]>();
      for (const [at, value] of values.entries()) {
        const ccm = ccmOf(value);
        const group = groups.get(ccm);
        if (group === undefined) groups.set(ccm, [at]);
        else group.push(at);
      }
      const opened: Uint8Array[] = [];
      for (const [ccm, places] of groups) openGroup(ccm, values, places, opened);
      return opened;
    },
  };
};

const openGroup = (
  ccm: ShortCcm,
  values: readonly EncryptedData[],
  places: readonly number[],
  opened: Uint8Array[],
): void => {
  const bodies = places.map((at) => bodyOf(values[at]));
  const texts = ccm.open(
    bodies.map(({ nonce }) => nonce),
    bodies.map(({ sealed }) => sealed),
  );
  for (const [index, at] of places.entries()) {
    const text = texts[index];
    if (text?.length !== HEAD.length + 9 || HEAD.some((byte, place) => text[place] !== byte))
      throw pkiError('v2xpki.message', { reason: 'a linkage value cannot be opened' });
    opened[at] = text.subarray(HEAD.length);
  }
};

const SEALED = HEAD.length + 9 + 16;

const bodyOf = (data: EncryptedData | undefined): { readonly nonce: Uint8Array; readonly sealed: Uint8Array } => {
  if (data === undefined) throw pkiError('v2xpki.message', { reason: 'a linkage value is missing' });
  const text = data.ciphertext;
  const body = 'sm4Ccm' in text ? text.sm4Ccm : 'aes128ccm' in text ? text.aes128ccm : undefined;
  const sealed = fromHex(body?.ccmCiphertext.octets ?? '');
  if (body === undefined || sealed.length !== SEALED)
    throw pkiError('v2xpki.message', { reason: 'a linkage value of another length' });
  return { nonce: fromHex(body.nonce.octets), sealed };
};

type Wrapped = Extract<
  EncryptedData['recipients'][number],
  { readonly certRecipInfo: unknown }
>['certRecipInfo']['encKey'];

const wrappedIn = ({ recipients }: EncryptedData): { readonly name: string; readonly wrapped: Wrapped } => {
  const [recipient, more] = recipients;
  if (recipient === undefined || more !== undefined || !('certRecipInfo' in recipient))
    throw pkiError('v2xpki.message', { reason: 'a linkage value has one recipient with a certificate' });
  const { encKey } = recipient.certRecipInfo;
  const parts = 'ecencSm2' in encKey ? encKey.ecencSm2 : 'eciesNistP256' in encKey ? encKey.eciesNistP256 : undefined;
  return { name: `${parts?.t.octets ?? ''}:${parts?.c.octets ?? ''}`, wrapped: encKey };
};

/** Engines of keys have errors of their own for ciphertexts that do not fit. */
const unwrapped = (wrapped: Wrapped, key: DecryptionKey): Uint8Array => {
  try {
    return unwrap(wrapped, key);
  } catch (error) {
    throw pkiError('v2xpki.message', { reason: 'the key of a linkage value cannot be opened' }, error);
  }
};

const unwrap = (wrapped: Wrapped, key: DecryptionKey): Uint8Array => {
  if ('ecencSm2' in wrapped && key.curve === 'sm2') {
    const { v, t, c } = wrapped.ecencSm2;
    return key.decrypt(concat(encryptionKeyOf({ ecencSm2: v }).point, fromHex(t.octets), fromHex(c.octets)));
  }
  if ('eciesNistP256' in wrapped && key.curve === 'nistP256') {
    const { v, t, c } = wrapped.eciesNistP256;
    const shared = key.agree(encryptionKeyOf({ eciesNistP256: v }).point);
    return eciesUnwrap(shared, key.p1, { c: fromHex(c.octets), t: fromHex(t.octets) });
  }
  throw pkiError('v2xpki.message', { reason: 'the key of a linkage value is of another profile' });
};

/** A secured message that holds encrypted data. */
export const messageOf = (data: EncryptedData): Uint8Array =>
  encodeMessage('cn', { version: 3, content: { encryptedData: data } });

/** Encrypted data of a secured message. Throws `v2xpki.message`. */
export const encryptedIn = (bytes: Uint8Array): EncryptedData => {
  const { content } = readMessage(bytes);
  if ('encryptedData' in content) return content.encryptedData;
  throw pkiError('v2xpki.message', { reason: 'a linkage value that is not encrypted' });
};

/**
 * Hides the number of a chain from the registration authority, which keeps it: encrypted under a key that only the linkage
 * authority has, named by the last 8 bytes of its hash (a pre-shared key of IEEE 1609.2 with itself).
 */
export const chainEnvelope = (
  suite: Suite,
  secret: Uint8Array,
  random: Random,
): { readonly seal: (chainId: Uint8Array) => Uint8Array; readonly open: (data: EncryptedData) => string } => {
  const hash = (text: string) => createHash('sm3').update(text).update(secret).digest();
  const key = new Uint8Array(hash('chain numbers').subarray(0, 16));
  const pskRecipInfo = { octets: hash('name of the key').toString('hex').slice(-16) };
  return {
    seal: (chainId) => {
      const nonce = random(12);
      const sealed = sealCcm(suite.cipher, key, nonce, chainId);
      const body = { nonce: { octets: toHex(nonce) }, ccmCiphertext: { octets: toHex(sealed) } };
      const ciphertext = suite.cipher === 'sm4Ccm' ? { sm4Ccm: body } : { aes128ccm: body };
      return encodeOer(MESSAGES.cn.EncryptedData, { recipients: [{ pskRecipInfo }], ciphertext });
    },
    open: ({ recipients, ciphertext }) => {
      const [one] = recipients;
      const body =
        'sm4Ccm' in ciphertext ? ciphertext.sm4Ccm : 'aes128ccm' in ciphertext ? ciphertext.aes128ccm : undefined;
      if (
        one === undefined ||
        body === undefined ||
        !('pskRecipInfo' in one) ||
        one.pskRecipInfo.octets !== pskRecipInfo.octets
      )
        throw pkiError('v2xpki.message', { reason: 'a chain number of another authority' });
      return toHex(openCcm(suite.cipher, key, fromHex(body.nonce.octets), fromHex(body.ccmCiphertext.octets)));
    },
  };
};
