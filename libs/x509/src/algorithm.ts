import { DerReader, TAG, encodeDer, explicit, int, nul, oid, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { x509Error } from './errors.ts';
import { DIGEST, KEY } from './oids.ts';

/** AlgorithmIdentifier (RFC 5280 4.1.1.2); `parameters` is the element as it stands, `raw` the whole. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: Uint8Array | undefined;
  readonly raw: Uint8Array;
}

/** Signature algorithms that this library names, writes and verifies. */
export const SIGNATURE_ALGORITHMS = [
  'sm2-sm3',
  'ecdsa-sha256',
  'ecdsa-sha384',
  'ecdsa-sha512',
  'rsa-sha256',
  'rsa-sha384',
  'rsa-sha512',
  'rsa-pss-sha256',
  'rsa-pss-sha384',
  'rsa-pss-sha512',
  'ed25519',
] as const;

/** One of {@link SIGNATURE_ALGORITHMS}. */
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** Digests by the names of node:crypto. */
export type DigestName = keyof typeof DIGEST;

const PLAIN: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.156.10197.1.501': 'sm2-sm3',
  '1.2.840.10045.4.3.2': 'ecdsa-sha256',
  '1.2.840.10045.4.3.3': 'ecdsa-sha384',
  '1.2.840.10045.4.3.4': 'ecdsa-sha512',
  '1.2.840.113549.1.1.11': 'rsa-sha256',
  '1.2.840.113549.1.1.12': 'rsa-sha384',
  '1.2.840.113549.1.1.13': 'rsa-sha512',
  [KEY.ed25519]: 'ed25519',
};
const OID_OF = new Map(Object.entries(PLAIN).map(([id, name]) => [name, id]));
const SALT: Readonly<Partial<Record<DigestName, number>>> = { sha256: 32, sha384: 48, sha512: 64 };
const DIGEST_NAMES = new Map<string, DigestName>(
  (Object.keys(DIGEST) as DigestName[]).map((name) => [DIGEST[name], name]),
);

/** Name of a digest by its object identifier; undefined when it is not known. */
export const digestName = (id: string): DigestName | undefined => DIGEST_NAMES.get(id);

/** Reads an AlgorithmIdentifier at the cursor. */
export const readAlgorithm = (reader: DerReader): AlgorithmIdentifier => {
  const start = reader.at;
  const outer = reader.open(TAG.sequence);
  const id = reader.oid();
  const parameters = reader.done() ? undefined : reader.element();
  reader.close(outer);
  return { oid: id, parameters, raw: reader.bytes.subarray(start, reader.at) };
};

const isAbsentOrNull = (parameters: Uint8Array | undefined): boolean =>
  parameters === undefined || (parameters.length === 2 && parameters[0] === TAG.null);

/** RSASSA-PSS-params (RFC 4055 3.1), where digest and MGF1 digest are the same and the salt is as long as the digest. */
const pssDigest = (parameters: Uint8Array): DigestName | undefined => {
  const reader = new DerReader(parameters);
  const outer = reader.open(TAG.sequence);
  const hashTag = reader.openIf(0xa0);
  if (hashTag < 0) return undefined;
  const hash = digestName(readAlgorithm(reader).oid);
  reader.close(hashTag);
  const maskTag = reader.openIf(0xa1);
  if (maskTag < 0 || hash === undefined) return undefined;
  const mask = readAlgorithm(reader);
  reader.close(maskTag);
  const saltTag = reader.openIf(0xa2);
  const salt = saltTag < 0 ? 20 : reader.small(1024);
  if (saltTag >= 0) reader.close(saltTag);
  if (!reader.done() || mask.oid !== KEY.mgf1 || mask.parameters === undefined) return undefined;
  reader.close(outer);
  reader.finish();
  const maskHash = digestName(readAlgorithm(new DerReader(mask.parameters)).oid);
  return maskHash === hash && salt === SALT[hash] ? hash : undefined;
};

/** Name of a signature algorithm; undefined for algorithms and parameters that this library does not verify. */
export const signatureAlgorithmOf = (identifier: AlgorithmIdentifier): SignatureAlgorithm | undefined => {
  if (identifier.oid === KEY.rsaPss) {
    const hash = identifier.parameters && pssDigest(identifier.parameters);
    return hash === 'sha256' || hash === 'sha384' || hash === 'sha512' ? `rsa-pss-${hash}` : undefined;
  }
  return isAbsentOrNull(identifier.parameters) ? PLAIN[identifier.oid] : undefined;
};

/** Digest of a signature algorithm; undefined for Ed25519, which has its own. */
export const digestOf = (algorithm: SignatureAlgorithm): DigestName | undefined => {
  if (algorithm === 'sm2-sm3') return 'sm3';
  return (['sha256', 'sha384', 'sha512'] as const).find((name) => algorithm.endsWith(name));
};

const pss = (digest: DigestName): Der => {
  const hash = seq(oid(DIGEST[digest]), nul);
  return seq(
    oid(KEY.rsaPss),
    seq(explicit(0, hash), explicit(1, seq(oid(KEY.mgf1), hash)), explicit(2, int(SALT[digest] ?? 0))),
  );
};

/** AlgorithmIdentifier as it is written: NULL parameters for RSA, none for SM2, ECDSA and Ed25519 (RFC 5758, RFC 8410). */
export const algorithmDer = (algorithm: SignatureAlgorithm): Der => {
  const digest = digestOf(algorithm);
  if (algorithm.startsWith('rsa-pss') && digest !== undefined) return pss(digest);
  const id = OID_OF.get(algorithm);
  if (id === undefined) throw x509Error('x509.unsupported', { reason: `signature algorithm ${algorithm}` });
  return algorithm.startsWith('rsa') ? seq(oid(id), nul) : seq(oid(id));
};

/** AlgorithmIdentifier of a digest, without parameters (RFC 5754 2; absent is what is to be written). */
export const digestDer = (digest: DigestName): Der => seq(oid(DIGEST[digest]));

/** AlgorithmIdentifier of a signature as readers give it, for messages that carry it twice. */
export const signatureIdentifier = (algorithm: SignatureAlgorithm): AlgorithmIdentifier =>
  readAlgorithm(new DerReader(encodeDer(algorithmDer(algorithm))));
