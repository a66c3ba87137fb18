import { createHash } from 'node:crypto';
import { encodeOer } from '@chedun/asn1/oer';
import { multiplyBase, multiplyPoint, sm2Kdf, sm3 } from '@chedun/gm';
import { encodeMessage, encodePdu, encryptionKeyValue, encryptMessage, unsecuredMessage } from '@chedun/v2x-security';
import type { encodeCertificate, PublicKey, SecuredValue } from '@chedun/v2x-security';
import { PublicEncryptionKey } from '@chedun/v2x-security/schema';
import { concat, fromHex, toHex } from './bytes.ts';
import { SUITES } from './suite.ts';
import type { Suite } from './suite.ts';
import { mark, templateOf } from './template.ts';
import type { Template } from './template.ts';
import { sealWholeCcm } from './whole-ccm.ts';

/** Numbers for one encryption: key of 16 bytes, nonce of 12, private number of 32. */
interface AnswerRandomness {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ephemeral: Uint8Array;
}

const MARKS = {
  id: mark(1, 8),
  x: mark(2, 32),
  t: mark(3, 32),
  c: mark(4, 16),
  nonce: mark(5, 12),
};

const SHA256_OF_NOTHING = new Uint8Array(createHash('sha256').digest());

/** Bytes of a PublicEncryptionKey, for a point with an even and an odd y. */
const keyTemplates = (suite: Suite): readonly Template[] =>
  [0, 1].map((parity) => {
    const point = Uint8Array.from([4, ...MARKS.x, ...new Uint8Array(31), parity]);
    const publicKey = encryptionKeyValue({ curve: suite.curve, point });
    return templateOf(encodeOer(PublicEncryptionKey, { supportedSymmAlg: suite.cipher, publicKey }), [MARKS.x]);
  });

const known = new Map<string, readonly Template[]>();

/** Name of a key of a device as recipient: last 8 bytes of the hash of its PublicEncryptionKey, hex. */
export const encryptionKeyId = (suite: Suite, point: Uint8Array): string => {
  const templates = known.get(suite.name) ?? keyTemplates(suite);
  known.set(suite.name, templates);
  const key = templates[(point[64] ?? 0) & 1]?.fill([point.subarray(1, 33)]) ?? point;
  const hash = createHash(suite.curve === 'sm2' ? 'sm3' : 'sha256').update(key);
  return hash.digest('hex').slice(-16);
};

/** What ECIES binds for a key that no certificate names (IEEE 1609.2 5.3.5). */
export const noCertificate = (): Uint8Array => SHA256_OF_NOTHING;

/** Encrypts a secured message for a key of a device. */
export type AnswerSealer = (message: Uint8Array, point: Uint8Array, random: AnswerRandomness) => Uint8Array;

const xorInto = (text: Uint8Array, mask: Uint8Array): Uint8Array => text.map((byte, at) => byte ^ (mask[at] ?? 0));

/** Encrypted messages of one length, for C1 with an even and an odd y. */
const sm2Templates = (length: number): readonly Template[] => {
  const sealed = mark(6, length + 16);
  const octets = (bytes: Uint8Array) => ({ octets: toHex(bytes) });
  const of = (v: { readonly compressedY0: object } | { readonly compressedY1: object }): Template => {
    const encKey = { ecencSm2: { v, t: octets(MARKS.t), c: octets(MARKS.c) } };
    const encryptedData = {
      recipients: [{ rekRecipInfo: { recipientId: octets(MARKS.id), encKey } }],
      ciphertext: { sm4Ccm: { nonce: octets(MARKS.nonce), ccmCiphertext: octets(sealed) } },
    };
    const message = { version: 3, content: { encryptedData } } as SecuredValue;
    return templateOf(encodeMessage('cn', message), [...Object.values(MARKS), sealed]);
  };
  return [of({ compressedY0: octets(MARKS.x) }), of({ compressedY1: octets(MARKS.x) })];
};

/**
 * SM2 encryption (GB/T 32918.4) with the engine of @chedun/gm: a ninth of the time of OpenSSL. The time of the engine tells
 * the private number, which is used once and protects a certificate from the registration authority only, never a private
 * key; no caller sees the time of a single encryption, as they run in batches.
 */
const sm2Sealer = (): AnswerSealer => {
  const templates = new Map<number, readonly Template[]>();
  return (message, point, { key, nonce, ephemeral }) => {
    const c1 = multiplyBase(ephemeral);
    const shared = multiplyPoint(ephemeral, point).subarray(1);
    const wrapped = xorInto(key, sm2Kdf(shared, key.length));
    const hash = sm3(concat(shared.subarray(0, 32), key, shared.subarray(32)));
    const forLength = templates.get(message.length) ?? sm2Templates(message.length);
    templates.set(message.length, forLength);
    const template = forLength[(c1[64] ?? 0) & 1];
    if (template === undefined) throw new Error('two templates');
    const id = fromHex(encryptionKeyId(SUITES.cn, point));
    return template.fill([id, c1.subarray(1, 33), hash, wrapped, nonce, sealWholeCcm(key, nonce, message)]);
  };
};

/** The encryption of answers of a profile. */
export const answerSealer = (suite: Suite): AnswerSealer => {
  if (suite.curve === 'sm2') return sm2Sealer();
  return (message, point, { key, nonce, ephemeral }) => {
    const id8 = encryptionKeyId(suite, point);
    const recipient = { id8, kind: 'rekRecipInfo', key: { curve: suite.curve, point }, p1: noCertificate() } as const;
    return encryptMessage('cn', suite.cipher, message, [recipient], { key, nonce, ephemeral: [ephemeral] });
  };
};

/** What a device finds when it has decrypted an answer: an unsecured message with certificate and contribution. */
export type PlainAnswer = (certificate: Uint8Array, contribution: Uint8Array) => Uint8Array;

/** Maker of plain answers; `example` is a certificate of the same length and form. */
export const plainAnswers = (example: Parameters<typeof exampleAnswer>[0], generationTime: number): PlainAnswer => {
  const contribution = mark(7, 32);
  const bytes = unsecuredMessage('cn', exampleAnswer(example, generationTime, contribution));
  const template = templateOf(bytes, [example.bytes, contribution]);
  return (certificate, value) => template.fill([certificate, value]);
};

type CertificateValue = Parameters<typeof encodeCertificate>[0];

const exampleAnswer = (
  { value }: { readonly bytes: Uint8Array; readonly value: CertificateValue },
  generationTime: number,
  contribution: Uint8Array,
): Uint8Array =>
  encodePdu({
    version: 1,
    content: {
      acaEe: {
        acaEeCertResponse: {
          version: 1,
          generationTime,
          certificate: value,
          privateKeyInfo: { octets: toHex(contribution) },
        },
      },
    },
  });

/** A public key of a request, uncompressed so that the reader need not compute its y. */
export const wholePoint = ({ point }: Pick<PublicKey, 'point'>) => ({
  uncompressed: {
    x: { octets: toHex(point.subarray(1, 33)) },
    y: { octets: toHex(point.subarray(33)) },
  },
});
