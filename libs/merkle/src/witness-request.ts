import { fromBase64, toBase64 } from './base64.ts';
import { merkleError } from './errors.ts';
import { HASH_BYTES } from './hashing.ts';

const MAX_PROOF = 63;
const MAX_REQUEST = 128 * 1024;

/** Body of `POST /add-checkpoint` (C2SP tlog-witness). */
export interface WitnessRequest {
  /** Size of the checkpoint that the log believes to be the last one of the witness. */
  readonly old: number;
  /** Consistency proof from `old` to the checkpoint. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly note: string;
}

/** Writes the body of a request. */
export const formatWitnessRequest = ({ old, proof, note }: WitnessRequest): string =>
  `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;

const bad = (line: number, reason: string): Error => merkleError('merkle.bad-checkpoint', { line, reason });

/** Reads the body of a request, at most 128 KiB; the note in it is not read yet. Throws `merkle.bad-checkpoint`. */
export const parseWitnessRequest = (text: string): WitnessRequest => {
  const end = text.indexOf('\n\n');
  if (text.length > MAX_REQUEST || end < 0) throw bad(1, 'too long, or no blank line before the checkpoint');
  const [first = '', ...hashes] = text.slice(0, end).split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  if (old === undefined || !Number.isSafeInteger(Number(old))) throw bad(1, 'no old size');
  if (hashes.length > MAX_PROOF) throw bad(2, `a proof has at most ${MAX_PROOF} hashes`);
  const proof = hashes.map((line, at) => {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) throw bad(at + 2, 'no hash in base64');
    return hash;
  });
  return { old: Number(old), proof, note: text.slice(end + 2) };
};
