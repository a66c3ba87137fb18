import type { Records } from '@chedun/records';
import type { IngestTables } from './tables.ts';

/** What the listeners have to know of a source. */
export interface SourceSettings {
  readonly enabled: boolean;
  readonly format: string;
  readonly retention: 'network' | 'telemetry';
}

/** Settings of sources in memory, so that no listener waits for the records store. */
export interface SourceBook {
  /** Settings of a source; one that nobody declared takes everything and detects the format. */
  readonly of: (source: string) => SourceSettings;
  /** Reads all settings again; after every change and at start. */
  readonly load: () => Promise<void>;
}

const UNDECLARED: SourceSettings = { enabled: true, format: 'auto', retention: 'network' };

/** Creates an empty book; `load` fills it. */
export const sourceBook = (records: Pick<Records, 'read'>): SourceBook => {
  let known = new Map<string, SourceSettings>();
  return {
    of: (source) => known.get(source) ?? UNDECLARED,
    load: async () => {
      const rows = await records.read<IngestTables>().selectFrom('ingest.sources').selectAll().execute();
      known = new Map(
        rows.map(({ id, enabled, format, retention }) => [
          id,
          { enabled, format, retention: retention === 'telemetry' ? 'telemetry' : 'network' },
        ]),
      );
    },
  };
};
