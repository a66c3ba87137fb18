import { isSignedByLog, openCheckpoint, sha256 } from '@chedun/journal/seal';
import { ed25519RawOf, sm2PointOf, type Keys } from '@chedun/keys';
import type { Clock } from '@chedun/kernel';
import {
  cosignedText,
  formatCosignature,
  formatNote,
  formatVerifierKey,
  keyIdOf,
  parseCheckpoint,
  parseNote,
  parseWitnessRequest,
  type VerifierKey,
} from '@chedun/merkle';
import type { WitnessBook } from './book.ts';
import { decide, type Decision } from './decide.ts';

/** What a witness is made of. */
export interface WitnessNeeds {
  /** Name of its keys, for example `auditor.example.org/witness`. */
  readonly name: string;
  readonly keys: Keys;
  readonly book: WitnessBook;
  /** Public keys of the logs that it watches. */
  readonly logKeys: readonly VerifierKey[];
  readonly clock: Pick<Clock, 'now'>;
}

/** An answer as HTTP has it. */
export interface WitnessAnswer {
  readonly status: number;
  readonly type: 'text/plain' | 'text/x.tlog.size';
  readonly body: string;
}

/** A witness of logs. */
export interface Witness {
  /** Its public keys, as a server has to know them. */
  readonly keyLines: readonly string[];
  /** Takes the body of `POST /add-checkpoint` (C2SP tlog-witness). */
  readonly addCheckpoint: (body: string) => Promise<WitnessAnswer>;
}

const ED25519 = 'witness-ed25519';
const SM2 = 'witness-sm2';

const answer = (status: number, body: string): WitnessAnswer => ({ status, type: 'text/plain', body: `${body}\n` });

const STATUS: Readonly<Record<Exclude<Decision, 'sign' | 'behind'>, readonly [number, string]>> = {
  'bad-request': [400, 'the old size is larger than the checkpoint'],
  'rolled-back': [409, 'the log had more leaves before: it was rolled back'],
  forked: [409, 'another root of this size was signed before: the log was forked'],
  unproven: [422, 'the proof does not show that the log only grew'],
};

/** Both keys of the witness, made at the first start. */
const ownKeys = async ({ name, keys }: WitnessNeeds): Promise<readonly (readonly [string, VerifierKey])[]> => {
  const ed25519 = ed25519RawOf((await keys.ensure(ED25519, 'ed25519')).publicKey ?? new Uint8Array(0));
  const sm2 = sm2PointOf((await keys.ensure(SM2, 'sm2')).publicKey ?? new Uint8Array(0));
  if (ed25519 === undefined || sm2 === undefined) throw new Error('the keys of the witness cannot be used');
  return [
    [ED25519, { name, type: 'cosignature/v1', key: Uint8Array.from(ed25519) }],
    [SM2, { name, type: 'sm2-sm3-cosignature/v1', key: Uint8Array.from(sm2) }],
  ];
};

/** Opens a witness. Requests are taken one after the other, so that two cannot both follow the same checkpoint. */
export const openWitness = async (needs: WitnessNeeds): Promise<Witness> => {
  const own = await ownKeys(needs);
  let queue: Promise<unknown> = Promise.resolve();
  return {
    keyLines: own.map(([, key]) => formatVerifierKey(sha256, key)),
    addCheckpoint: (body) => {
      const next = queue.then(() => take(needs, own, body));
      queue = next.catch(() => undefined);
      return next;
    },
  };
};

const take = async (
  needs: WitnessNeeds,
  own: Awaited<ReturnType<typeof ownKeys>>,
  body: string,
): Promise<WitnessAnswer> => {
  const { book, logKeys, clock } = needs;
  const request = readRequest(body);
  if (request === undefined) return answer(400, 'the body is no checkpoint with a proof');
  const { checkpoint, text } = request;
  const keys = logKeys.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return answer(404, 'this log is not watched here');
  if (!isSignedByLog(openCheckpoint(request.note, keys))) return answer(403, 'no signature of this log is right');
  const before = await book.known(checkpoint.origin);
  const known = before === undefined ? undefined : parseCheckpoint(parseNote(before).text);
  const decision = decide(known, request, checkpoint);
  if (decision === 'behind') return { status: 409, type: 'text/x.tlog.size', body: `${known?.size ?? 0}\n` };
  if (decision !== 'sign') {
    const [status, reason] = STATUS[decision];
    const at = new Date(clock.now()).toISOString();
    if (decision !== 'bad-request')
      await book.keepConflict({
        at,
        kind: decision,
        origin: checkpoint.origin,
        known: before ?? '',
        refused: request.note,
      });
    return answer(status, `${decision}: ${reason}`);
  }
  await book.keep(checkpoint.origin, request.note);
  return { status: 200, type: 'text/plain', body: await cosign(needs, own, text) };
};

const readRequest = (body: string) => {
  try {
    const request = parseWitnessRequest(body);
    const { text } = parseNote(request.note);
    return { ...request, text, checkpoint: parseCheckpoint(text) };
  } catch {
    return undefined;
  }
};

const cosign = async (
  { keys, clock }: WitnessNeeds,
  own: Awaited<ReturnType<typeof ownKeys>>,
  text: string,
): Promise<string> => {
  const seconds = Math.floor(clock.now() / 1000);
  const signatures = [];
  for (const [id, key] of own) {
    const { bytes } = await keys.sign(id, Buffer.from(cosignedText(text, seconds)));
    signatures.push({ name: key.name, keyId: keyIdOf(sha256, key), signature: formatCosignature(seconds, bytes) });
  }
  // Only the signature lines: the text is known to whoever asked.
  return formatNote({ text: '', signatures }).slice(1);
};
