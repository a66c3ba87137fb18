import { extensionOf, proveInclusion, type RecordProof, type VerifierKey } from '@chedun/merkle';
import { journalError } from '../errors.ts';
import type { Frame } from '../frame.ts';
import { cosignedCheckpoint, newestCheckpoint } from './checkpoint-book.ts';
import { frameHeaderOf, sm3, sm3Tree } from './leaf.ts';
import { isSignedByLog, openCheckpoint, type OpenedCheckpoint } from './note-keys.ts';
import { readTileIn } from './tile-store.ts';
import { walkFrom } from './walk.ts';

/** Which record is to be proved. */
export interface ProveTask {
  readonly journalFolder: string;
  readonly logFolder: string;
  readonly stream: string;
  readonly keys: readonly VerifierKey[];
  readonly seq: number;
  /** Number of the record within its frame; absent to prove the frame. */
  readonly record?: number;
}

/** Frame `seq` as it lies on disk now; undefined when it is not there. */
export const frameAt = async (journalFolder: string, seq: number): Promise<Frame | undefined> => {
  for await (const piece of walkFrom(journalFolder, seq)) {
    if (piece.kind === 'segment-end') return undefined;
    for (const item of piece.items) if (item.kind === 'frame' && item.frame.seq === seq) return item.frame;
  }
  return undefined;
};

const opened = (note: string | undefined, keys: readonly VerifierKey[]): OpenedCheckpoint | undefined => {
  const found = note === undefined ? undefined : openCheckpoint(note, keys);
  return found !== undefined && isSignedByLog(found) ? found : undefined;
};

/**
 * Makes the proof that a frame is in the log, under a checkpoint that witnesses signed where there is one that covers it.
 * Rejects with `journal.not_sealed` when no checkpoint covers it yet, with `journal.damaged` when it is not there.
 */
export const proveRecord = async (task: ProveTask): Promise<RecordProof> => {
  const { logFolder, seq, keys, stream, record } = task;
  const notes = [opened(await cosignedCheckpoint(logFolder), keys), opened(await newestCheckpoint(logFolder), keys)];
  const indexIn = ({ checkpoint }: OpenedCheckpoint): number => seq - Number(extensionOf(checkpoint, 'first-seq') ?? 1);
  const under = notes
    .flatMap((note) => note ?? [])
    .find((note) => indexIn(note) < note.checkpoint.size && indexIn(note) >= 0);
  if (under === undefined)
    throw journalError('journal.not_sealed', { seq, reason: `no checkpoint covers frame ${seq} yet` });
  const frame = await frameAt(task.journalFolder, seq);
  if (frame === undefined)
    throw journalError('journal.damaged', { seq, reason: `frame ${seq} is not kept or cannot be read` });
  const { size } = under.checkpoint;
  const path = await proveInclusion({ hash: sm3Tree, size, readTile: readTileIn(logFolder) }, indexIn(under));
  return {
    stream,
    seq,
    ...(record === undefined ? {} : { record }),
    header: Uint8Array.from(frameHeaderOf(frame)),
    payload: Uint8Array.from(frame.payload),
    payloadHash: Uint8Array.from(sm3(frame.payload)),
    index: indexIn(under),
    path,
    checkpoint: under.note,
  };
};
