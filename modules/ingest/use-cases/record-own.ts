import type { Journal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';
import type { IngestAsks, OwnSource } from '../contract.ts';
import { collectFrames, writeFrames } from '../intake/frames.ts';
import type { SourceSettings } from '../sources.ts';
import type { DeclaredSource } from './manage-sources.ts';

interface Dependencies {
  readonly settings: (source: string) => Pick<SourceSettings, 'retention'>;
  readonly declare: (source: DeclaredSource) => Promise<void>;
  readonly journals: Readonly<Record<'network' | 'telemetry', Pick<Journal, 'append'>>>;
  readonly clock: Pick<Clock, 'now'>;
  readonly onAccepted: (records: number) => void;
}

/** Puts records of our own modules into the journal; a source is declared with its first record. */
export const recordOwn = ({ settings, declare, journals, clock, onAccepted }: Dependencies): IngestAsks['record'] => {
  const declared = new Map<string, Promise<void>>();
  const declareOnce = (source: OwnSource): Promise<void> => {
    const known = declared.get(source.id);
    if (known) return known;
    const first = declare({ ...source, kind: 'own', format: 'ndjson', retention: 'network' });
    declared.set(source.id, first);
    first.catch(() => declared.delete(source.id));
    return first;
  };
  return async (source, records) => {
    if (records.length === 0) return;
    await declareOnce(source);
    const frames = collectFrames('ndjson');
    for (const record of records) frames.add(Buffer.from(JSON.stringify(record)));
    await writeFrames(journals[settings(source.id).retention], clock, source.id, await frames.finish());
    onAccepted(records.length);
  };
};
