import type { ColdSegment } from '@chedun/retention/contract';
import { countSql, type TimeRange } from './domain/query.ts';
import type { Events } from '@chedun/events';

/** The part of the event store that a hunt reads. */
export type Store = Pick<Events, 'query' | 'stream'>;

/** Limits of a read. */
export const LIMITS = { maxMs: 600_000, maxRows: 50_000_000 } as const;

/** True for a segment that may hold events of a range. */
export const reaches = ({ from, to }: Pick<ColdSegment, 'from' | 'to'>, range: TimeRange): boolean =>
  from < range.to && to >= range.from;

/** A segment without events. */
const NOTHING: Store = {
  query: async () => [],
  async *stream() {},
};

/** Does something with the rows of a segment in place of those of the event store. */
export const withSegment = async <Result>(
  store: Store,
  segment: ColdSegment,
  work: (cold: Store) => Promise<Result>,
): Promise<Result> => {
  const { files, close } = await segment.open();
  try {
    return await work(
      files.length === 0
        ? NOTHING
        : {
            query: (bound, limits) => store.query(bound, { ...limits, coldFiles: files }),
            stream: (bound, limits) => store.stream(bound, { ...limits, coldFiles: files }),
          },
    );
  } finally {
    close();
  }
};

/** How many rows of a range a store holds. */
export const rowsIn = async (store: Pick<Store, 'query'>, range: TimeRange): Promise<number> => {
  const [answer] = await store.query<{ readonly events: number }>(countSql(range), LIMITS);
  return Number(answer?.events ?? 0);
};
