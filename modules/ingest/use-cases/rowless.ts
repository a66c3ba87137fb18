import { setImmediate } from 'node:timers/promises';
import type { Journal } from '@chedun/journal';
import { NO_EXTRACT } from '@chedun/idsm';
import type { IngestAsks } from '../contract.ts';
import { openDecoder } from '../worker/decode.ts';

/** Frames of one call that are decoded. */
const MOST = 300;

/** Counts the records of frames that make no event: refused by their reader, or lines that only head others. */
export const rowlessRecords = (
  journals: Readonly<Record<'network' | 'telemetry', Pick<Journal, 'read'>>>,
): IngestAsks['rowlessRecords'] => {
  const decoder = openDecoder({ extract: NO_EXTRACT });
  return async (stream, seqs) => {
    const found = new Map<number, number>();
    for (const seq of seqs.slice(0, MOST)) {
      const [frame] = await journals[stream].read({ from: seq, maxFrames: 1 });
      if (frame === undefined || frame.seq !== seq) continue;
      const { events } = decoder.decode({ ...frame, stream });
      found.set(seq, Math.max(0, frame.count - events.length));
      // Other work gets its turn between two frames.
      await setImmediate();
    }
    return found;
  };
};
