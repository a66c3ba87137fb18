import {
  FORMAT_BYTES,
  formatOf,
  openIndicatorReader,
  openStixObjects,
  READ_LIMITS,
  type EntryProblem,
  type Indicator,
  type IndicatorFormat,
  type IndicatorReader,
  type IndicatorSink,
  type ReportedSighting,
} from '@chedun/indicators';
import type { Platform } from '@chedun/module';
import type { FeedRow, ImportCounts } from '../store/feeds.ts';
import { noteImport } from '../store/feeds.ts';
import { noteReported, upsertIndicators } from '../store/indicators.ts';

/** Indicators that are written at once. */
const BATCH = 2_000;
/** Problems that are kept with their place. */
const KEPT_PROBLEMS = 500;
/** Bytes that are read without a pause. */
const PIECE = 65_536;

/** Reads into one import. */
export interface ImportWriter {
  /** A whole file; the format is told from its begin where it is not given. */
  readonly file: (source: AsyncIterable<Uint8Array>, format: IndicatorFormat | undefined) => Promise<void>;
  /** Objects of STIX from pages; markings of earlier pages are remembered. */
  readonly objects: (objects: readonly unknown[]) => Promise<void>;
  /** Writes what is still held. */
  readonly flush: () => Promise<void>;
  readonly counts: () => ImportCounts;
  readonly problems: () => {
    readonly counts: Readonly<Record<string, number>>;
    readonly kept: readonly EntryProblem[];
  };
}

const headOf = async (
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly rest: AsyncIterator<Uint8Array> }> => {
  const rest = source[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < FORMAT_BYTES) {
    const { done, value } = await rest.next();
    if (done === true) break;
    parts.push(value);
    size += value.length;
  }
  return { head: Buffer.concat(parts), rest };
};

/** Totals, problems and what is not written yet of one import. */
const newState = () => ({
  totals: { entries: 0, added: 0, changed: 0, passed_over: 0 },
  problemCounts: {} as Record<string, number>,
  kept: [] as EntryProblem[],
  indicators: [] as Indicator[],
  reported: [] as ReportedSighting[],
});

const sinkOf = (state: ReturnType<typeof newState>): IndicatorSink => ({
  indicator: (each) => void state.indicators.push(each),
  sighting: (each) => void state.reported.push(each),
  problem: (each) => {
    state.totals.passed_over += 1;
    state.problemCounts[each.code] = (state.problemCounts[each.code] ?? 0) + 1;
    if (state.kept.length < KEPT_PROBLEMS) state.kept.push(each);
  },
});

const problemsOf = ({ problemCounts, kept }: ReturnType<typeof newState>): ReturnType<ImportWriter['problems']> => ({
  counts: problemCounts,
  kept,
});

/** Takes objects of STIX from pages; markings of earlier pages are remembered. */
const objectsInto = (
  sink: IndicatorSink,
  totals: { entries: number },
  due: () => Promise<void>,
): Pick<ImportWriter, 'objects'> => {
  const stix = openStixObjects(sink, { entries: READ_LIMITS.entries });
  let given = 0;
  return {
    objects: async (objects) => {
      for (const each of objects) {
        stix.take(each, given, 0);
        given += 1;
      }
      totals.entries = stix.entries();
      await due();
    },
  };
};

/** Opens the writer of an import: indicators go to the records in batches, problems are counted and the first ones kept. */
export const openImportWriter = (
  { records, clock }: Pick<Platform, 'records' | 'clock'>,
  feed: Pick<FeedRow, 'id' | 'tlp' | 'ttl_days' | 'value_kind'>,
  importId: string,
): ImportWriter => {
  const state = newState();
  const { totals } = state;
  const sink = sinkOf(state);
  const write = async (): Promise<void> => {
    const [{ indicators, reported }, now] = [{ ...state }, clock.now()];
    [state.indicators, state.reported] = [[], []];
    for (let at = 0; at < Math.max(1, indicators.length); at += BATCH) {
      await records.transaction(async (tx) => {
        const part = indicators.slice(at, at + BATCH);
        const { added, changed } = await upsertIndicators(tx, part, feed, { importId, now });
        totals.added += added;
        totals.changed += changed;
        if (at + BATCH >= indicators.length) await noteReported(tx, feed.id, reported);
        await noteImport(tx, importId, totals);
      });
    }
  };
  const due = async (): Promise<void> => {
    if (state.indicators.length >= BATCH || state.reported.length >= BATCH) await write();
  };
  const pushOf =
    (reader: IndicatorReader, before: number) =>
    async (piece: Uint8Array): Promise<void> => {
      // Pieces are small, so that other work of the process comes in between.
      for (let at = 0; at < piece.length; at += PIECE) {
        try {
          reader.push(piece.subarray(at, at + PIECE));
        } finally {
          totals.entries = Math.min(READ_LIMITS.entries, before + reader.entries());
        }
        await due();
      }
    };
  return {
    file: async (source, format) => {
      const { head, rest } = await headOf(source);
      const told = format ?? formatOf(head);
      await records.transaction((tx) => noteImport(tx, importId, { format: told }));
      const reader = openIndicatorReader(told, sink, feed.value_kind === null ? {} : { kind: feed.value_kind });
      const before = totals.entries;
      const push = pushOf(reader, before);
      await push(head);
      for (let step = await rest.next(); step.done !== true; step = await rest.next()) await push(step.value);
      reader.end();
      totals.entries = before + reader.entries();
      await due();
    },
    ...objectsInto(sink, totals, due),
    flush: write,
    counts: () => ({ ...totals }),
    problems: () => problemsOf(state),
  };
};
