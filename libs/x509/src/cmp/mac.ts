import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { DerReader, TAG, encodeDer, int, nul, octetString, oid, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { digestDer, digestName, readAlgorithm } from '../algorithm.ts';
import type { AlgorithmIdentifier, DigestName } from '../algorithm.ts';
import { x509Error } from '../errors.ts';
import { CMP } from './types.ts';
import type { PkiMessage } from './types.ts';

/** Digests that keys and MACs of messages are made with; none of them is SHA-1. */
export type MacDigest = Exclude<DigestName, 'sha1'>;

/** How a message is protected with a shared secret. */
export type MacSpec =
  /** PasswordBasedMac (RFC 4210 5.1.3.1, RFC 9481 6.1.1): the digest of secret and salt, again and again. */
  | {
      readonly kind: 'password-based';
      readonly salt: Uint8Array;
      readonly digest: MacDigest;
      readonly iterations: number;
      readonly mac: MacDigest;
    }
  /** PBMAC1 (RFC 8018 7.1, RFC 9481 6.1.2): PBKDF2 and HMAC. */
  | {
      readonly kind: 'pbmac1';
      readonly salt: Uint8Array;
      readonly digest: MacDigest;
      readonly iterations: number;
      /** Bytes of the key. */
      readonly keyLength: number;
      readonly mac: MacDigest;
    };

/** HMAC-SM3 as GM/T 0006 is cited by public implementations; the text of the standard was not at hand (unverified). */
const HMAC: Readonly<Record<MacDigest, string>> = {
  sha256: '1.2.840.113549.2.9',
  sha384: '1.2.840.113549.2.10',
  sha512: '1.2.840.113549.2.11',
  sm3: '1.2.156.10197.1.401.2',
};
const HMAC_NAMES = new Map<string, MacDigest>((Object.keys(HMAC) as MacDigest[]).map((name) => [HMAC[name], name]));

/** Guards against messages that cost more than they are worth. */
const MOST_ITERATIONS = { 'password-based': 10_000, pbmac1: 200_000 } as const;
const LEAST_ITERATIONS = 100;
const MOST_SALT = 128;
const MOST_KEY = 128;
const LEAST_KEY = 16;

const weak = (reason: string): Error => x509Error('x509.unsupported', { reason });

const readSalt = (reader: DerReader): Uint8Array => {
  const salt = reader.octets();
  if (salt.length < 8 || salt.length > MOST_SALT)
    throw x509Error('x509.limit', { offset: reader.from, reason: 'a salt under 8 or over 128 bytes' });
  return salt;
};

const readIterations = (reader: DerReader, most: number): number => {
  const iterations = reader.small(most);
  if (iterations < LEAST_ITERATIONS)
    throw x509Error('x509.limit', { offset: reader.from, reason: `fewer than ${LEAST_ITERATIONS} iterations` });
  return iterations;
};

const readDigest = (reader: DerReader): MacDigest => {
  const { oid: id } = readAlgorithm(reader);
  const name = digestName(id);
  if (name === undefined || name === 'sha1') throw weak(`the digest ${id} of a MAC`);
  return name;
};

const readHmac = (reader: DerReader): MacDigest => {
  const { oid: id } = readAlgorithm(reader);
  const name = HMAC_NAMES.get(id);
  if (name === undefined) throw weak(`the MAC ${id}`);
  return name;
};

const readPasswordBased = (reader: DerReader): MacSpec => {
  const outer = reader.open(TAG.sequence);
  const salt = readSalt(reader);
  const digest = readDigest(reader);
  const iterations = readIterations(reader, MOST_ITERATIONS['password-based']);
  const mac = readHmac(reader);
  reader.close(outer);
  return { kind: 'password-based', salt, digest, iterations, mac };
};

const readDerivation = (reader: DerReader): Omit<Extract<MacSpec, { kind: 'pbmac1' }>, 'mac' | 'kind'> => {
  const outer = reader.open(TAG.sequence);
  if (reader.oid() !== CMP.pbkdf2) throw weak('a derivation of keys other than PBKDF2');
  const inside = reader.open(TAG.sequence);
  const salt = readSalt(reader);
  const iterations = readIterations(reader, MOST_ITERATIONS.pbmac1);
  const keyLength = reader.peek() === TAG.integer ? reader.small(MOST_KEY) : 32;
  if (keyLength < LEAST_KEY) throw weak('a key of a MAC under 16 bytes');
  // The default of PBKDF2 is HMAC-SHA-1.
  if (reader.done()) throw weak('PBKDF2 with SHA-1');
  const digest = readHmac(reader);
  reader.close(inside);
  reader.close(outer);
  return { salt, digest, iterations, keyLength };
};

const readPbmac1 = (reader: DerReader): MacSpec => {
  const outer = reader.open(TAG.sequence);
  const derivation = readDerivation(reader);
  const mac = readHmac(reader);
  reader.close(outer);
  return { kind: 'pbmac1', ...derivation, mac };
};

/**
 * How an algorithm protects with a shared secret; undefined when it is no such algorithm. Throws `asn1.*`, `x509.limit` and,
 * for SHA-1 and algorithms that are not known, `x509.unsupported`.
 */
export const macSpecOf = (algorithm: AlgorithmIdentifier): MacSpec | undefined => {
  const { oid: id, parameters } = algorithm;
  if (id !== CMP.passwordBasedMac && id !== CMP.pbmac1) return undefined;
  const reader = new DerReader(parameters ?? new Uint8Array());
  const spec = id === CMP.pbmac1 ? readPbmac1(reader) : readPasswordBased(reader);
  reader.finish();
  return spec;
};

const hmacDer = (name: MacDigest): Der => seq(oid(HMAC[name]), nul);

/** The AlgorithmIdentifier of a MAC. */
export const macAlgorithm = (spec: MacSpec): AlgorithmIdentifier => {
  const { salt, iterations } = spec;
  const parameters =
    spec.kind === 'password-based'
      ? seq(octetString(salt), digestDer(spec.digest), int(iterations), hmacDer(spec.mac))
      : seq(
          seq(oid(CMP.pbkdf2), seq(octetString(salt), int(iterations), int(spec.keyLength), hmacDer(spec.digest))),
          hmacDer(spec.mac),
        );
  const id = spec.kind === 'pbmac1' ? CMP.pbmac1 : CMP.passwordBasedMac;
  return readAlgorithm(new DerReader(encodeDer(seq(oid(id), parameters))));
};

const derive = promisify(pbkdf2);

const keyOf = async (spec: MacSpec, secret: Uint8Array): Promise<Uint8Array> => {
  if (spec.kind === 'pbmac1') return derive(secret, spec.salt, spec.iterations, spec.keyLength, spec.digest);
  let key = createHash(spec.digest).update(secret).update(spec.salt).digest();
  for (let round = 1; round < spec.iterations; round += 1) key = createHash(spec.digest).update(key).digest();
  return key;
};

/** The MAC of bytes under a shared secret. */
export const macOf = async (spec: MacSpec, secret: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(
    createHmac(spec.mac, await keyOf(spec, secret))
      .update(bytes)
      .digest(),
  );

/** Whether a message carries the MAC that `spec` and the secret give; the comparison takes the same time wherever it fails. */
export const isMacOf = async (
  message: Pick<PkiMessage, 'protection' | 'protectedPart'>,
  spec: MacSpec,
  secret: Uint8Array,
): Promise<boolean> => {
  const right = await macOf(spec, secret, message.protectedPart);
  const given = message.protection;
  return given !== undefined && given.length === right.length && timingSafeEqual(given, right);
};
