import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal, type Journal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';
import type { DecodedFrame, PipelineFrame } from '@chedun/pipeline';
import { openDecoder } from '../worker/decode.ts';

/** Real journals in a folder of their own. */
export interface TestJournals {
  readonly journals: Readonly<Record<'network' | 'telemetry', Journal>>;
  readonly folder: string;
  /** All frames of a stream so far. */
  readonly frames: (stream?: 'network' | 'telemetry') => Promise<PipelineFrame[]>;
  /** The same, decoded. */
  readonly decoded: (stream?: 'network' | 'telemetry') => Promise<DecodedFrame[]>;
  readonly close: () => Promise<void>;
}

/** Opens both streams; `queuedBytes` bounds what may wait for the disk. */
export const testJournals = async (clock: Clock, queuedBytes?: number): Promise<TestJournals> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-ingest-'));
  const open = (stream: string): Promise<Journal> =>
    openJournal({ dir: join(folder, 'journal'), stream, clock, ...(queuedBytes ? { limits: { queuedBytes } } : {}) });
  const journals = { network: await open('network'), telemetry: await open('telemetry') };
  const frames: TestJournals['frames'] = async (stream = 'network') => {
    const found: PipelineFrame[] = [];
    for (let from = 1; from <= journals[stream].head().seq; from += 1) {
      const [frame] = await journals[stream].read({ from, maxFrames: 1 });
      if (frame) found.push({ ...frame, stream, payload: Uint8Array.from(frame.payload) });
    }
    return found;
  };
  return {
    journals,
    folder,
    frames,
    decoded: async (stream) => (await frames(stream)).map((frame) => openDecoder(undefined).decode(frame)),
    close: async () => {
      await Promise.all(Object.values(journals).map((journal) => journal.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Texts of the decoded events: their bodies or original bytes. */
export const textsOf = (decoded: readonly DecodedFrame[]): string[] =>
  decoded.flatMap(({ events }) =>
    events.map(({ event, raw }) => event.bodyJson ?? Buffer.from(raw ?? new Uint8Array(0)).toString('utf8')),
  );
