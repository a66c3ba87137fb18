import type { FiredAfterwards, LaterCorrelation, LaterWindows } from '@chedun/correlation/contract';
import type { Journal } from '@chedun/journal';
import { journalReader, type Pipeline } from '@chedun/pipeline';
import type { Tx } from '@chedun/records';
import { frameAt, receivedAt } from './spans.ts';

/** What a backfill of a correlation stands on. */
export interface CorrelationBackfillNeeds {
  readonly journals: Readonly<Record<string, Journal>>;
  readonly pipeline: Pick<Pipeline, 'replay'>;
}

/** Where it tells how it goes. */
export interface CorrelationBackfillSink {
  /** Part of the transaction that writes windows and alerts. */
  readonly write: (tx: Tx, fired: FiredAfterwards, done: number, of: number) => Promise<void>;
  /** The transaction is durable. */
  readonly written: () => void;
  readonly signal: AbortSignal;
}

/** So many frames are shown while the live windows stand still; that takes less than a second. */
const CLOSE = 256;

interface Place {
  readonly stream: string;
  readonly journal: Journal;
  readonly begin: number;
  readonly from: number;
  readonly fromReceivedAt: number;
}

/** Where windows have to begin in each stream so that they are complete at `from`; streams without frames are left out. */
const placesOf = async (
  journals: CorrelationBackfillNeeds['journals'],
  from: number,
  correlation: LaterCorrelation,
): Promise<readonly Place[]> => {
  const places: Place[] = [];
  for (const [stream, journal] of Object.entries(journals)) {
    const first = await frameAt(journal, from);
    const at = await receivedAt(journal, first);
    const live = correlation.through(stream);
    if (at === undefined || live === undefined || live < first) continue;
    const begin = first <= journal.first() ? first : await frameAt(journal, at - correlation.warmUpMs);
    places.push({ stream, journal, begin, from: first, fromReceivedAt: at });
  }
  return places;
};

/** Shows the windows all frames up to the one where the live ones stand, and hands them over. */
const runPlace = async (
  correlation: LaterCorrelation,
  windows: LaterWindows,
  { stream, journal }: Place,
  { pipeline }: CorrelationBackfillNeeds,
  sink: {
    readonly also: Parameters<LaterWindows['take']>[1];
    readonly taken: () => void;
    readonly signal: AbortSignal;
  },
): Promise<void> => {
  const show = async (to: number): Promise<void> => {
    if (windows.through() >= to) return;
    await pipeline.replay({
      stage: windows,
      reader: journalReader(stream, journal, () => undefined),
      from: windows.through() + 1,
      to,
      signal: sink.signal,
      take: async (batch) => {
        await windows.take(batch, sink.also);
        sink.taken();
      },
    });
    windows.reached(to);
  };
  for (;;) {
    const live = correlation.through(stream) ?? 0;
    if (live - windows.through() <= CLOSE) break;
    await show(live);
  }
  sink.signal.throwIfAborted();
  await windows.handOver(show, sink.also);
  sink.taken();
};

/**
 * Runs a correlation over all frames received since `from`, oldest first, with windows of its own, raises the alerts that
 * are missing, and gives the live windows what it knows. An interrupted run goes on where it was; one over frames that are
 * evaluated already finds nothing to do. Rejects with the reason of `signal` when it aborts.
 */
export const backfillCorrelation = async (
  run: { readonly id: string; readonly from: number; readonly correlation: LaterCorrelation },
  needs: CorrelationBackfillNeeds,
  sink: CorrelationBackfillSink,
): Promise<void> => {
  const { correlation } = run;
  const places = await placesOf(needs.journals, run.from, correlation);
  const framesOf = ({ stream, begin }: Place): number => (correlation.through(stream) ?? 0) - begin + 1;
  let before = 0;
  for (const [at, place] of places.entries()) {
    const windows = await correlation.open({ ...place, id: run.id });
    const left = places.slice(at + 1).reduce((sum, each) => sum + framesOf(each), 0);
    if (windows !== undefined) {
      const done = (): number => before + windows.through() - place.begin + 1;
      await runPlace(correlation, windows, place, needs, {
        also: (tx, fired) => sink.write(tx, fired, done(), before + framesOf(place) + left),
        taken: sink.written,
        signal: sink.signal,
      });
    }
    before += framesOf(place);
  }
};
