import { cosignersOf, openCheckpoint, readTileIn, sha256, sm3Tree } from '@chedun/journal/seal';
import {
  formatWitnessRequest,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  proveConsistency,
  type VerifierKey,
} from '@chedun/merkle';

/** What came of asking a witness. `refused`: it has seen something else of this log. */
export type WitnessOutcome =
  | { readonly kind: 'signed'; readonly size: number; readonly lines: string }
  | { readonly kind: 'silent'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** One request. */
export interface WitnessCall {
  readonly url: string;
  readonly keys: readonly string[];
  readonly logFolder: string;
  /** The signed checkpoint. */
  readonly note: string;
  /** Size of the last checkpoint that this witness signed. */
  readonly old: number;
  readonly timeoutMs?: number;
}

const MAX_ANSWER = 8192;

/** Reads the lines of verifier keys of a witness; undefined when one is none. */
export const witnessKeys = (lines: readonly string[]): readonly VerifierKey[] | undefined => {
  try {
    const keys = lines.map((line) => parseVerifierKey(sha256, line.trim()));
    return keys.every(({ type }) => type.includes('cosignature')) ? keys : undefined;
  } catch {
    return undefined;
  }
};

const post = async ({ url, note, logFolder, timeoutMs = 10_000 }: WitnessCall, old: number) => {
  const { size } = parseCheckpoint(parseNote(note).text);
  const proof = await proveConsistency({ hash: sm3Tree, size, readTile: readTileIn(logFolder) }, old);
  const response = await fetch(new URL('add-checkpoint', url.endsWith('/') ? url : `${url}/`), {
    method: 'POST',
    body: formatWitnessRequest({ old, proof, note }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = (await response.text()).slice(0, MAX_ANSWER);
  return {
    status: response.status,
    text,
    sizeGiven: response.headers.get('content-type')?.startsWith('text/x.tlog.size') === true,
  };
};

const signedBy = ({ keys, note }: WitnessCall, lines: string): WitnessOutcome => {
  try {
    const opened = openCheckpoint(`${note}${lines}`, witnessKeys(keys) ?? []);
    if (cosignersOf(opened).length > 0) return { kind: 'signed', size: opened.checkpoint.size, lines };
  } catch {
    // Falls through: what it answered are no signature lines.
  }
  return { kind: 'silent', reason: 'the answer holds no valid signature of this witness' };
};

/** Asks a witness to sign a checkpoint, with the proof from what it signed last. Never rejects. */
export const askWitness = async (call: WitnessCall): Promise<WitnessOutcome> => {
  try {
    const { size } = parseCheckpoint(parseNote(call.note).text);
    let answer = await post(call, Math.min(call.old, size));
    if (answer.status === 409 && answer.sizeGiven) {
      // It remembers another size than we do.
      const old = Number(answer.text.trim());
      if (!Number.isSafeInteger(old) || old > size)
        return {
          kind: 'refused',
          reason: `it has signed ${answer.text.trim()} frames of this log, which now has ${size}`,
        };
      answer = await post(call, old);
    }
    if (answer.status === 200) return signedBy(call, answer.text);
    const refused = answer.status === 409 || answer.status === 422;
    return { kind: refused ? 'refused' : 'silent', reason: `${answer.status} ${answer.text.trim().slice(0, 300)}` };
  } catch (error) {
    return { kind: 'silent', reason: error instanceof Error ? error.message : String(error) };
  }
};
