import {
  decrypt,
  generateKeyPair,
  hmacSm3,
  publicKeyOf,
  scalarFromPkcs8,
  signatureFromDer,
  signDigest,
  sm3,
  sm4CbcDecrypt,
  sm4CbcEncrypt,
  sm4CcmDecrypt,
  sm4CcmEncrypt,
  sm4Ctr,
  sm4EcbDecrypt,
  sm4EcbEncrypt,
  sm4GcmDecrypt,
  sm4GcmEncrypt,
  verifyDigest,
  type AeadOptions,
} from '@chedun/gm';
import { expectText, hexOf, skipped, type Outcome } from './outcome.ts';
import { parseStanzas, valueBytes, type Stanza } from './stanzas.ts';

type Bytes = Uint8Array;
type Keys = Map<string, Bytes>;

/** Both directions of a cipher, the tag behind the text where there is one. */
interface Cipher {
  readonly encrypt: (key: Bytes, iv: Bytes, text: Bytes, options: AeadOptions) => Bytes;
  readonly decrypt: (key: Bytes, iv: Bytes, text: Bytes, options: AeadOptions) => Bytes;
}

const CIPHERS: Readonly<Record<string, Cipher>> = {
  'SM4-ECB': {
    encrypt: (key, _iv, text) => sm4EcbEncrypt(key, text, 'none'),
    decrypt: (key, _iv, text) => sm4EcbDecrypt(key, text, 'none'),
  },
  'SM4-CBC': {
    encrypt: (key, iv, text) => sm4CbcEncrypt(key, iv, text, 'none'),
    decrypt: (key, iv, text) => sm4CbcDecrypt(key, iv, text, 'none'),
  },
  'SM4-CTR': { encrypt: sm4Ctr, decrypt: sm4Ctr },
  'SM4-GCM': { encrypt: sm4GcmEncrypt, decrypt: sm4GcmDecrypt },
  'SM4-CCM': { encrypt: sm4CcmEncrypt, decrypt: sm4CcmDecrypt },
};

const optional = (stanza: Stanza, name: string): Bytes => {
  const value = stanza.fields.get(name);
  return value === undefined ? new Uint8Array(0) : valueBytes(value);
};

const cipherCase = (name: string, stanza: Stanza): Outcome => {
  const cipher = CIPHERS[stanza.value.toUpperCase()];
  if (cipher === undefined) return skipped(`${stanza.value} is no mode of the library`);
  const [key, iv] = [optional(stanza, 'Key'), optional(stanza, 'IV')];
  const [text, tag] = [optional(stanza, 'Plaintext'), optional(stanza, 'Tag')];
  const sealed = hexOf(optional(stanza, 'Ciphertext')) + hexOf(tag);
  const options = tag.length === 0 ? {} : { aad: optional(stanza, 'AAD'), tagLength: tag.length };
  return expectText(name, `${sealed} ${hexOf(text)}`, () => {
    const there = cipher.encrypt(key, iv, text, options);
    const back = cipher.decrypt(key, iv, valueBytes(sealed), options);
    return `${hexOf(there)} ${hexOf(back)}`;
  });
};

const digestCase = (name: string, stanza: Stanza): Outcome => {
  if (stanza.value.toUpperCase() !== 'SM3') return skipped(`digest ${stanza.value} is none of ours`);
  return expectText(name, hexOf(optional(stanza, 'Output')), () => sm3(optional(stanza, 'Input')));
};

const macCase = (name: string, stanza: Stanza): Outcome => {
  if (stanza.value !== 'HMAC' || stanza.fields.get('Algorithm') !== 'SM3') return skipped('only HMAC with SM3 is ours');
  const expected = hexOf(optional(stanza, 'Output'));
  return expectText(name, expected, () => hmacSm3(optional(stanza, 'Key'), optional(stanza, 'Input')));
};

const otherDigest = (stanza: Stanza): boolean =>
  stanza.controls.some((control) => control.startsWith('digest:') && control.toUpperCase() !== 'DIGEST:SM3');

const keyOf = (stanza: Stanza, keys: Keys): Bytes => {
  const key = keys.get(stanza.value);
  if (key === undefined) throw new Error(`no key ${stanza.value} before line ${stanza.line}`);
  return key;
};

/** Without a `distid` the input is the digest itself. */
const verifyCase = (name: string, stanza: Stanza, keys: Keys): Outcome => {
  if (otherDigest(stanza)) return skipped('SM2 of the library takes SM3 only');
  if (stanza.controls.some((control) => control.startsWith('distid'))) return skipped('a stanza with an identity');
  const expected = stanza.fields.has('Result') ? 'false' : 'true';
  return expectText(name, expected, () =>
    verifyDigest(
      publicKeyOf(keyOf(stanza, keys)),
      optional(stanza, 'Input'),
      signatureFromDer(optional(stanza, 'Output')),
    ),
  );
};

/** The file's own output can not come again, as a signature is random: a new one has to differ and to verify. */
const signCase = (name: string, stanza: Stanza, keys: Keys): Outcome => {
  if (otherDigest(stanza)) return skipped('SM2 of the library takes SM3 only');
  return expectText(name, 'true', () => {
    const [key, digest] = [keyOf(stanza, keys), optional(stanza, 'Input')];
    const signature = signDigest(key, digest);
    const old = hexOf(signatureFromDer(optional(stanza, 'Output')));
    return hexOf(signature) !== old && verifyDigest(publicKeyOf(key), digest, signature);
  });
};

const decryptCase = (name: string, stanza: Stanza, keys: Keys): Outcome => {
  if (otherDigest(stanza)) return skipped('SM2 of the library takes SM3 only');
  const expected = hexOf(optional(stanza, 'Output'));
  return expectText(name, expected, () => decrypt(keyOf(stanza, keys), optional(stanza, 'Input'), 'asn1'));
};

const keyCase = (name: string, stanza: Stanza, keys: Keys): Outcome =>
  expectText(name, '65', () => {
    const key = scalarFromPkcs8(new Uint8Array(Buffer.from(stanza.pem, 'base64')));
    keys.set(stanza.value, key);
    return String(publicKeyOf(key).length);
  });

const keyGenCase = (name: string): Outcome =>
  expectText(name, 'true', () => {
    const { privateKey, publicKey } = generateKeyPair();
    const digest = sm3(publicKey);
    return verifyDigest(publicKey, digest, signDigest(privateKey, digest));
  });

const caseOf = (name: string, stanza: Stanza, keys: Keys): Outcome => {
  switch (stanza.kind) {
    case 'Cipher':
      return cipherCase(name, stanza);
    case 'Digest':
      return digestCase(name, stanza);
    case 'MAC':
      return macCase(name, stanza);
    case 'Verify':
      return verifyCase(name, stanza, keys);
    case 'Sign':
      return signCase(name, stanza, keys);
    case 'Decrypt':
      return decryptCase(name, stanza, keys);
    case 'PrivateKey':
      return keyCase(name, stanza, keys);
    case 'KeyGen':
      return stanza.value.toUpperCase() === 'SM2' ? keyGenCase(name) : skipped(`no keys of ${stanza.value} here`);
    default:
      return skipped(`a stanza of kind ${stanza.kind}`);
  }
};

/** Runs all stanzas of a file. */
export const tongsuoCases = (file: string, text: string): readonly Outcome[] => {
  const keys: Keys = new Map();
  return parseStanzas(text).map((stanza) => {
    const name = `${file}:${stanza.line} ${stanza.kind} ${stanza.value}`;
    try {
      return caseOf(name, stanza, keys);
    } catch (error) {
      return { kind: 'failed', case: name, expected: 'a readable stanza', got: String(error) };
    }
  });
};
