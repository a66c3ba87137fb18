import { checkpointDays, checkpointsOf } from '@chedun/journal/seal';
import { extensionOf, toBase64 } from '@chedun/merkle';
import type { CheckpointView, SealedLog } from './contract.ts';
import type { LogSigner } from './signing.ts';

/** The newest checkpoints of a log, newest first, signatures verified. */
export const readCheckpoints = async (
  { origin }: SealedLog,
  folder: string,
  signer: Pick<LogSigner, 'open'>,
  limit: number,
): Promise<CheckpointView[]> => {
  const notes: string[] = [];
  for (const day of (await checkpointDays(folder)).toReversed()) {
    notes.push(...(await checkpointsOf(folder, day)).toReversed());
    if (notes.length >= limit) break;
  }
  const views: CheckpointView[] = [];
  for (const note of notes.slice(0, limit)) {
    const opened = await signer.open(origin, note);
    if (opened === undefined) continue;
    const { checkpoint, signatures } = opened;
    views.push({
      size: checkpoint.size,
      root: toBase64(checkpoint.root),
      at: extensionOf(checkpoint, 'time') ?? new Date(0).toISOString(),
      signatures: signatures.map(({ type }) => type),
      valid: signatures.every(({ valid }) => valid),
    });
  }
  return views;
};
