import { isSignedByLog, openCheckpoint } from '@chedun/journal/seal';
import { fromBase64, toBase64, treeHash, verifyInclusion, type VerifierKey } from '@chedun/merkle';
import { createHash } from 'node:crypto';
import { readEntry, type LogEntry } from './entry.ts';

/** SM3 of bytes. */
export const sm3Of = (bytes: Uint8Array): Uint8Array => createHash('sm3').update(bytes).digest();

/** Hash functions of the issuance log. */
export const LOG_HASH = treeHash(sm3Of);

/** A file that proves one entry of the issuance log to whoever has the public keys of the log. */
export interface CertificateProof {
  readonly entry: string;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

/** What a proof is worth. `failed` names the first thing that is wrong. */
export interface ProofResult {
  readonly failed: 'format' | 'signature' | 'path' | 'certificate' | undefined;
  readonly entry: LogEntry | undefined;
  readonly origin: string;
  readonly size: number;
}

const FORMAT = 'chedun-certificate-proof/1';
const MOST_TEXT = 100_000;
const MOST_PATH = 64;

/** Writes a proof as JSON text. */
export const formatCertificateProof = ({ entry, index, path, checkpoint }: CertificateProof): string =>
  `${JSON.stringify({ format: FORMAT, entry, index, path: path.map(toBase64), checkpoint }, undefined, 2)}\n`;

const readPath = (value: unknown): Uint8Array[] | undefined => {
  if (!Array.isArray(value) || value.length > MOST_PATH) return undefined;
  const hashes = value.map((each: unknown) => (typeof each === 'string' ? fromBase64(each) : undefined));
  return hashes.every((each) => each !== undefined) ? hashes : undefined;
};

/** Reads a proof; undefined for text that is none. At most 100,000 characters. */
export const parseCertificateProof = (text: string): CertificateProof | undefined => {
  if (text.length > MOST_TEXT) return undefined;
  try {
    const { format, entry, index, path, checkpoint } = JSON.parse(text) as Record<string, unknown>;
    const hashes = readPath(path);
    if (format !== FORMAT || typeof entry !== 'string' || typeof checkpoint !== 'string') return undefined;
    if (typeof index !== 'number' || !Number.isSafeInteger(index) || hashes === undefined) return undefined;
    return { entry, index, path: hashes, checkpoint };
  } catch {
    return undefined;
  }
};

/**
 * Checks a proof with the public keys of the log, without any server: signature of the checkpoint (SM2 and Ed25519), path
 * to its root (RFC 9162 2.1.3.2 with SM3), and, when a certificate is given, that the entry is about it. Never throws.
 */
export const checkCertificateProof = (
  text: string,
  keys: readonly VerifierKey[],
  certificate?: Uint8Array,
): ProofResult => {
  const proof = parseCertificateProof(text);
  const entry = proof && readEntry(proof.entry);
  if (proof === undefined || entry === undefined) return { failed: 'format', entry, origin: '', size: 0 };
  try {
    const opened = openCheckpoint(proof.checkpoint, keys);
    const { origin, size, root } = opened.checkpoint;
    const about = { entry, origin, size };
    if (!isSignedByLog(opened)) return { failed: 'signature', ...about };
    const leaf = LOG_HASH.leaf(Buffer.from(proof.entry));
    if (!verifyInclusion(LOG_HASH, { leaf, index: proof.index, size, root }, proof.path))
      return { failed: 'path', ...about };
    const hash = certificate && Buffer.from(sm3Of(certificate)).toString('hex');
    return { failed: hash !== undefined && hash !== entry.certificate ? 'certificate' : undefined, ...about };
  } catch {
    return { failed: 'format', entry, origin: '', size: 0 };
  }
};
