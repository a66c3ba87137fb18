import {
  decompressPoint,
  compressPoint,
  encryptWith,
  decrypt,
  GM_ERRORS,
  pkcs8FromScalar,
  pointFromSpki,
  publicKeyOf,
  scalarFromPkcs8,
  signatureFromDer,
  signatureToDer,
  sm4CcmDecrypt,
  sm4CcmEncrypt,
  sm4GcmDecrypt,
  sm4GcmEncrypt,
  spkiFromPoint,
  Sm2Verifier,
  SM2_ITEM_BYTES,
} from '@chedun/gm';
import { bytesOf, hexBytes, must } from '../target.ts';
import type { Target } from '../target.ts';

const privateKey = hexBytes('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
const k = hexBytes('59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21');
const publicKey = publicKeyOf(privateKey);
const signature = hexBytes(
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
);
const e = hexBytes('f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640');
const key = privateKey.subarray(0, 16);
const nonce = privateKey.subarray(16, 28);
const text = bytesOf('a text of some length');
const verifier = new Sm2Verifier({ keys: 1, batch: 4 });

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;
const ciphertext = (order: 'asn1' | 'c1c3c2' | 'c1c2c3'): readonly Uint8Array[] => {
  const made = encryptWith(k, publicKey, text, order);
  return made === undefined ? [] : [made];
};

const common = {
  keep: 'libs/gm/testing/fuzz',
  codes: Object.keys(GM_ERRORS),
  words: ['30', '0201', '0220', '022100', '0420', '034200', '06082a811ccf5501822d', '8180', '820100', 'ff', '00'].map(
    hexBytes,
  ),
};

/** Readers of signatures, keys, points and ciphertexts, and the batch of the verifier. */
export const targets: readonly Target[] = [
  {
    ...common,
    name: 'gm-signature',
    seeds: [signatureToDer(signature), signatureToDer(joined(new Uint8Array(31), bytesOf('a'), e))],
    run: (bytes) => must(same(signatureToDer(signatureFromDer(bytes)), bytes), 'a signature is written as it was read'),
  },
  {
    ...common,
    name: 'gm-spki',
    seeds: [spkiFromPoint(publicKey)],
    run: (bytes) => must(same(spkiFromPoint(pointFromSpki(bytes)), bytes), 'a public key is written as it was read'),
  },
  {
    ...common,
    name: 'gm-pkcs8',
    seeds: [pkcs8FromScalar(privateKey), pkcs8FromScalar(privateKey, publicKey)],
    run: (bytes) => {
      const read = scalarFromPkcs8(bytes);
      must(same(scalarFromPkcs8(pkcs8FromScalar(read)), read), 'a private key stays');
    },
  },
  {
    ...common,
    name: 'gm-point',
    seeds: [compressPoint(publicKey)],
    run: (bytes) => must(same(compressPoint(decompressPoint(bytes)), bytes), 'a point is compressed as it was'),
  },
  {
    ...common,
    name: 'gm-ciphertext',
    isSlow: true,
    seeds: [...ciphertext('asn1'), ...ciphertext('c1c3c2')],
    run: (bytes) => {
      const order = bytes[0] === 0x30 ? 'asn1' : 'c1c3c2';
      const read = decrypt(privateKey, bytes, order);
      must(same(encryptWith(k, publicKey, read, order) ?? bytes, bytes), 'only what was encrypted is decrypted');
    },
  },
  {
    ...common,
    name: 'gm-gcm',
    seeds: [sm4GcmEncrypt(key, nonce, text)],
    run: (bytes) =>
      must(same(sm4GcmEncrypt(key, nonce, sm4GcmDecrypt(key, nonce, bytes)), bytes), 'GCM opens what it seals'),
  },
  {
    ...common,
    name: 'gm-ccm',
    seeds: [sm4CcmEncrypt(key, nonce, text)],
    run: (bytes) =>
      must(same(sm4CcmEncrypt(key, nonce, sm4CcmDecrypt(key, nonce, bytes)), bytes), 'CCM opens what it seals'),
  },
  {
    ...common,
    name: 'gm-batch',
    seeds: [joined(e, signature, publicKey.subarray(1), new Uint8Array(4))],
    run: (bytes) => {
      const answers = verifier.verifyPacked(bytes);
      must(answers.length === bytes.length / SM2_ITEM_BYTES, 'one answer for every item');
      must(
        answers.every((answer) => answer <= 2),
        'every answer is one of three',
      );
      const tail = [...answers].map(
        (_, at) => verifier.verifyPacked(bytes.subarray(at * SM2_ITEM_BYTES, (at + 1) * SM2_ITEM_BYTES))[0],
      );
      must(
        tail.every((answer, at) => answer === answers[at]),
        'an item alone gets the answer that it gets in a batch',
      );
    },
  },
];
