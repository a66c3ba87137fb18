import type { Readable } from 'node:stream';
import type { Journal } from '@chedun/journal';
import { DomainError, type Clock } from '@chedun/kernel';
import type { LogFormat } from '@chedun/logs';
import type { IngestReceipt } from '../contract.ts';
import type { Cut } from '../intake/cutter.ts';
import { writeFrames } from '../intake/frames.ts';
import type { SourceSettings } from '../sources.ts';

interface Dependencies {
  readonly settings: (source: string) => SourceSettings;
  readonly journals: Readonly<Record<'network' | 'telemetry', Pick<Journal, 'append'>>>;
  readonly clock: Pick<Clock, 'now'>;
  readonly cut: Cut;
  readonly maxBodyBytes: number;
  /** Bytes that may be in work at once, over all uploads. */
  readonly maxInWork: number;
  readonly onAccepted: (events: number) => void;
}

/** An upload as it arrives. */
export interface Upload {
  readonly source: string;
  readonly encoding: string;
  readonly body: Readable;
}

/**
 * Takes one batch: reads all of it, cuts it into frames, and answers when every frame is on disk. A batch is taken
 * whole or not at all; a sender that gets an error sends it again.
 */
export const acceptUpload = ({ settings, journals, clock, cut, maxBodyBytes, maxInWork, onAccepted }: Dependencies) => {
  let inWork = 0;
  return async ({ source, encoding, body }: Upload): Promise<IngestReceipt> => {
    const { enabled, format, retention } = settings(source);
    if (!enabled) throw new DomainError('ingest.source-disabled', { field: source });
    if (inWork > maxInWork) throw new DomainError('ingest.busy', { retryAfterSeconds: 1 });
    let mine = 0;
    try {
      const options = { encoding, format: format as LogFormat | 'auto', maxBytes: maxBodyBytes };
      const batch = await cut(body, options, (bytes) => {
        mine += bytes;
        inWork += bytes;
      });
      if (batch.frames.length === 0) return { accepted: 0, quarantined: 0, journal: retention, fromSeq: 0, toSeq: 0 };
      const range = await writeFrames(journals[retention], clock, source, batch.frames);
      onAccepted(batch.records);
      return { accepted: batch.records, quarantined: batch.refused, journal: retention, ...range };
    } finally {
      inWork -= mine;
    }
  };
};
