import { decompressPoint, publicKeyOf, sign, sm2Digest, sm2Z, sm3, verify, verifyDigest } from '@chedun/gm';
import { bytesOf, expectText, hexOf, skipped, type Outcome } from './outcome.ts';

/** A certificate, or a text in which one stands. */
interface CertificateEntry {
  readonly hex: string;
  readonly sm3?: string;
  readonly hashedId8?: string;
}

/** A signature with everything that leads to it. */
interface SignatureEntry {
  readonly d: string;
  readonly signerCertSm3: string;
  readonly tbs: string;
  readonly pubX: string;
  readonly pubY: string;
  readonly za: string;
  readonly e: string;
  readonly r: string;
  readonly s: string;
}

/** Version 3, explicit, issued by itself with SM3: head of a self-signed certificate, COER. */
const SELF_SIGNED = '8003008102';
/** Tag and length before r and s. */
const SIGNATURE_HEAD = '8440';
const SIGNATURE_BYTES = 64;
const KEY_BYTES = 33;
/** Points begin with 82 or 83 where the general form has 02 or 03. */
const POINT_KIND = 0x7f;

/** The certificate is the last thing in the bytes: head, tbs that ends with the key, signature. */
const selfSigned = (name: string, hex: string): Outcome => {
  const from = hex.indexOf(SELF_SIGNED);
  if (from < 0 || from % 2 !== 0) return skipped('no self-signed certificate inside');
  const bytes = bytesOf(hex.slice(from));
  const cut = bytes.length - SIGNATURE_BYTES;
  const tbs = bytes.subarray(SELF_SIGNED.length / 2, cut - SIGNATURE_HEAD.length / 2);
  return expectText(name, `${SIGNATURE_HEAD} true false`, () => {
    const key = tbs.slice(-KEY_BYTES);
    key[0] = (key[0] ?? 0) & POINT_KIND;
    const publicKey = decompressPoint(key);
    const signature = bytes.subarray(cut);
    const changed = tbs.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
    const head = hexOf(bytes.subarray(cut - 2, cut));
    return `${head} ${verify(publicKey, tbs, signature)} ${verify(publicKey, changed, signature)}`;
  });
};

const certificateCases = (name: string, entry: CertificateEntry): readonly Outcome[] => {
  const digest = (): string => hexOf(sm3(bytesOf(entry.hex)));
  return [
    selfSigned(`${name}: self-signed`, entry.hex),
    ...(entry.sm3 === undefined ? [] : [expectText(`${name}: SM3`, entry.sm3, digest)]),
    ...(entry.hashedId8 === undefined
      ? []
      : [expectText(`${name}: HashedId8`, entry.hashedId8, () => digest().slice(-16))]),
  ];
};

const signatureCases = (name: string, entry: SignatureEntry): readonly Outcome[] => {
  const [id, tbs, key] = [bytesOf(entry.signerCertSm3), bytesOf(entry.tbs), bytesOf(entry.d)];
  const publicKey = bytesOf(`04${entry.pubX}${entry.pubY}`);
  const signature = bytesOf(entry.r + entry.s);
  const odd = (publicKey[64] ?? 0) & 1;
  const compressed = bytesOf(`0${2 + odd}${entry.pubX}`);
  return [
    expectText(`${name}: public key`, hexOf(publicKey), () => publicKeyOf(key)),
    expectText(`${name}: compressed public key`, hexOf(publicKey), () => decompressPoint(compressed)),
    expectText(`${name}: Z`, entry.za, () => sm2Z(publicKey, id)),
    expectText(`${name}: e`, entry.e, () => sm2Digest(sm2Z(publicKey, id), tbs)),
    expectText(`${name}: signature over the message`, 'true', () => verify(publicKey, tbs, signature, id)),
    expectText(`${name}: signature over e`, 'true', () => verifyDigest(publicKey, bytesOf(entry.e), signature)),
    expectText(`${name}: another identity`, 'false', () => verify(publicKey, tbs, signature)),
    expectText(`${name}: signed again`, 'true', () => verify(publicKey, tbs, sign(key, tbs, id), id)),
  ];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isCertificate = (value: unknown): value is CertificateEntry =>
  isObject(value) && typeof value['hex'] === 'string';
const isSignature = (value: unknown): value is SignatureEntry =>
  isObject(value) && ['d', 'signerCertSm3', 'tbs', 'pubX', 'pubY', 'za', 'e', 'r', 's'].every((name) => name in value);

/** Certificates and signatures of the Chinese V2X format. */
export const v2xCases = (file: string, text: string): readonly Outcome[] => {
  const entries = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return Object.entries(entries).flatMap(([key, entry]) => {
    const name = `${file} ${key}`;
    if (isCertificate(entry)) return certificateCases(name, entry);
    if (isSignature(entry)) return signatureCases(name, entry);
    return typeof entry === 'string' ? [] : [skipped(`${name} is neither certificate nor signature`)];
  });
};
