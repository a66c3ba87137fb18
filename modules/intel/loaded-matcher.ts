import { setImmediate as breathe } from 'node:timers/promises';
import { MatcherBuilder, packedBytes, type PackedMatcher } from '@chedun/indicators';
import type { Platform } from '@chedun/module';
import { activePages, type LoadedRow } from './store/indicators.ts';

/** The indicators of now in memory. */
export interface LoadedMatcher {
  readonly packed: () => PackedMatcher;
  readonly about: () => { readonly indicators: number; readonly loadedAt: number | undefined; readonly bytes: number };
  /** Reads the indicators again and hands them to `replaced`; calls that come meanwhile join the next round. */
  readonly reload: () => Promise<void>;
}

type Needs = Pick<Platform, 'records' | 'clock' | 'randomBytes'>;

const entryOf = (row: LoadedRow) => ({
  id: row.id,
  kind: row.kind,
  value: row.value,
  also: row.also,
  validFrom: row.valid_from?.getTime(),
  validUntil: row.valid_until?.getTime(),
});

const newBuilder = ({ randomBytes }: Pick<Needs, 'randomBytes'>): MatcherBuilder =>
  new MatcherBuilder(Buffer.from(randomBytes(4)).readInt32LE());

/** Packs without holding the event loop for long. */
const packSlowly = async (builder: MatcherBuilder): Promise<PackedMatcher> => {
  const steps = builder.steps();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await breathe();
  }
};

/** Packs the active indicators, or those of them that one import brought. `each` sees every row. */
export const packActive = async (
  needs: Needs,
  options: { readonly importId?: string; readonly each?: (row: LoadedRow) => boolean } = {},
): Promise<PackedMatcher> => {
  const builder = newBuilder(needs);
  for await (const rows of activePages(needs.records, needs.clock.now(), options.importId)) {
    for (const row of rows) if (options.each?.(row) !== false) builder.add(entryOf(row));
  }
  return packSlowly(builder);
};

/** Opens the matcher, empty until the first `reload`. */
export const openLoadedMatcher = (needs: Needs, replaced: (packed: PackedMatcher) => void): LoadedMatcher => {
  let packed = newBuilder(needs).build();
  let loadedAt: number | undefined;
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    packed = await packActive(needs);
    loadedAt = needs.clock.now();
    replaced(packed);
  };
  const begin = (): Promise<void> => {
    running = load().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    packed: () => packed,
    about: () => ({ indicators: packed.count, loadedAt, bytes: packedBytes(packed) }),
    reload: () => {
      if (running === undefined) return begin();
      waiting ??= running.then(
        () => {
          waiting = undefined;
          return begin();
        },
        () => {
          waiting = undefined;
          return begin();
        },
      );
      return waiting;
    },
  };
};
