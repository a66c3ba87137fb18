import {
  cosignedText,
  keyIdOf,
  parseCheckpoint,
  parseCosignature,
  parseNote,
  type Checkpoint,
  type NoteSignature,
  type VerifierKey,
} from '@chedun/merkle';
import { ed25519Verify, sm2SpkiOf, sm2Verify } from '@chedun/keys';
import { sha256 } from './leaf.ts';

/** A signature of a note that was looked at. `time` only for witnesses, ms since 1970. */
export interface SignatureVerdict {
  readonly name: string;
  readonly type: VerifierKey['type'];
  readonly valid: boolean;
  readonly time?: number;
}

/** A checkpoint with what its signatures are worth under the keys given. */
export interface OpenedCheckpoint {
  readonly note: string;
  readonly text: string;
  readonly checkpoint: Checkpoint;
  readonly signatures: readonly SignatureVerdict[];
}

const isBy = (key: VerifierKey, { name, keyId }: NoteSignature): boolean =>
  key.name === name && Buffer.from(keyIdOf(sha256, key)).equals(Buffer.from(keyId));

const verifyWith = (key: VerifierKey, signature: Uint8Array, text: string): boolean => {
  const data = Buffer.from(text);
  return key.type === 'ed25519' || key.type === 'cosignature/v1'
    ? ed25519Verify(key.key, signature, data)
    : sm2Verify(sm2SpkiOf(key.key), signature, data);
};

const verdictOf = (key: VerifierKey, { signature }: NoteSignature, text: string): SignatureVerdict => {
  const { name, type } = key;
  if (type === 'ed25519' || type === 'sm2-sm3') return { name, type, valid: verifyWith(key, signature, text) };
  const timed = parseCosignature(signature);
  if (timed === undefined) return { name, type, valid: false };
  const valid = verifyWith(key, timed.signature, cosignedText(text, timed.seconds));
  return { name, type, valid, time: timed.seconds * 1000 };
};

/**
 * Opens a signed checkpoint: reads it and verifies every signature whose key is given. Throws `merkle.bad-note` or
 * `merkle.bad-checkpoint` when it is none.
 */
export const openCheckpoint = (note: string, keys: readonly VerifierKey[]): OpenedCheckpoint => {
  const { text, signatures } = parseNote(note);
  const verdicts = signatures.flatMap((signature) => {
    const key = keys.find((each) => isBy(each, signature));
    return key === undefined ? [] : [verdictOf(key, signature, text)];
  });
  return { note, text, checkpoint: parseCheckpoint(text), signatures: verdicts };
};

/**
 * Whether the log itself signed: at least one signature of its keys, and none of them wrong. Signatures of witnesses do not
 * count here.
 */
export const isSignedByLog = ({ signatures, checkpoint }: OpenedCheckpoint): boolean => {
  const own = signatures.filter(({ name, type }) => name === checkpoint.origin && !type.includes('cosignature'));
  return own.length > 0 && own.every(({ valid }) => valid);
};

/** Valid signatures of witnesses. */
export const cosignersOf = ({ signatures }: OpenedCheckpoint): readonly SignatureVerdict[] =>
  signatures.filter(({ type, valid }) => type.includes('cosignature') && valid);
