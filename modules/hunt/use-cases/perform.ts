import { DomainError } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { ColdSegment, RetentionAsks } from '@chedun/retention/contract';
import { digestOf, foundEvent } from '../domain/found.ts';
import { foundFiring } from '../domain/firing.ts';
import { addColdRows, advanceHunt, restartHunt, type KeptOrder } from '../store.ts';
import { openTally, type Tally } from '../tally.ts';
import { targetOf, type Target, type TargetNeeds } from '../targets.ts';
import { performBackfill, type BackfillWork } from './perform-backfill.ts';
import { huntCorrelations } from './run-correlations.ts';
import { huntEvents, runsInStore } from './run-hunt.ts';
import type { Store } from '../stored-rows.ts';

/** What performing a hunt stands on. */
export interface PerformNeeds extends TargetNeeds, BackfillWork {
  readonly records: Pick<Records, 'transaction'>;
  readonly store: Store;
  readonly retention: Pick<RetentionAsks, 'coldSegments'>;
  readonly detection: TargetNeeds['detection'] & BackfillWork['detection'];
  readonly correlation: TargetNeeds['correlation'] & BackfillWork['correlation'];
}

/** Larger windows are not kept: an interrupted run begins anew. */
const MOST_WINDOWS = 8 * 1024 * 1024;

/** Where a hunt goes on; other pieces than before make it begin anew. */
const resumed = async (
  { records }: PerformNeeds,
  order: KeptOrder,
  pieces: string,
): Promise<{ readonly skip: number; readonly tally: Tally }> => {
  const goesOn = order.done > 0 && order.pieces === pieces;
  if (!goesOn) await records.transaction((tx) => restartHunt(tx, order.id));
  return { skip: goesOn ? order.done : 0, tally: openTally(order.id, order.barMs, goesOn ? order.kept : 0) };
};

const write = async (
  { records }: PerformNeeds,
  order: KeptOrder,
  tally: Tally,
  cold: ColdCount,
  to: Parameters<typeof advanceHunt>[2],
): Promise<void> => {
  await records.transaction(async (tx: Tx) => {
    await tally.write(tx);
    await addColdRows(tx, order.id, cold.rows);
    await advanceHunt(tx, order.id, to);
  });
  tally.written();
  cold.rows = 0;
};

/** Rows of the cold tier since the last time that they were written down. */
interface ColdCount {
  rows: number;
}

/** Which segments a hunt reads decides which pieces it has. */
const named = (segments: readonly ColdSegment[]): string => segments.map(({ id }) => id).join(' ');

const runRules = async (
  needs: PerformNeeds,
  order: KeptOrder,
  { rules }: Extract<Target, { kind: 'rules' }>,
  signal: AbortSignal,
): Promise<void> => {
  const ids = rules.map(({ entry }) => entry.id).join(' ');
  const segments = await needs.retention.coldSegments(order.range);
  const pieces = digestOf(`${runsInStore(rules) ? 'store' : 'engine'} ${order.thorough} ${ids} ${named(segments)}`);
  const { skip, tally } = await resumed(needs, order, pieces);
  const cold: ColdCount = { rows: 0 };
  await huntEvents(
    needs.store,
    rules,
    order.range,
    { thorough: order.thorough, skip, segments },
    {
      hit: (ruleId, row, matched) => tally.hit(foundEvent(ruleId, row, matched)),
      uncounted: tally.count,
      pieceDone: (done, of) => write(needs, order, tally, cold, { progress: done / of, done, pieces }),
      coldRead: (rows) => {
        cold.rows += rows;
      },
      signal,
    },
  );
  await assertStill(needs, order, segments);
};

/** Rows that went to the cold tier while a hunt ran may have been seen in neither place: it begins anew. */
const assertStill = async (
  { retention, records }: PerformNeeds,
  order: KeptOrder,
  segments: readonly ColdSegment[],
): Promise<void> => {
  if (named(await retention.coldSegments(order.range)) === named(segments)) return;
  await records.transaction((tx) => restartHunt(tx, order.id));
  throw new DomainError('hunt.tier-moved', {});
};

const runCorrelations = async (
  needs: PerformNeeds,
  order: KeptOrder,
  { order: correlations }: Extract<Target, { kind: 'correlations' }>,
  signal: AbortSignal,
): Promise<void> => {
  const { plan } = correlations;
  const about = new Map(plan.rules.map((rule) => [plan.keyOf(rule), rule]));
  const segments = await needs.retention.coldSegments(order.range);
  const rules = digestOf(
    JSON.stringify([
      plan.rules,
      correlations.pack.rules,
      order.thorough,
      ...(segments.length > 0 ? [named(segments)] : []),
    ]),
  );
  const [, of = '0'] = order.pieces.startsWith(`${rules}/`) ? order.pieces.split('/') : [];
  const { skip, tally } = await resumed(needs, order, `${rules}/${of}`);
  const cold: ColdCount = { rows: 0 };
  await huntCorrelations(
    needs.store,
    correlations,
    order.range,
    {
      thorough: order.thorough,
      skip,
      of: Number(of),
      windows: skip > 0 ? order.windows : undefined,
      anew: () => needs.records.transaction((tx) => restartHunt(tx, order.id)),
      segments,
    },
    {
      firing: (firing) => {
        const rule = about.get(firing.rule);
        tally.hit(foundFiring(firing, rule?.title ?? '', rule?.type ?? 'value'));
      },
      coldRead: (rows) => {
        cold.rows += rows;
      },
      pieceDone: async (done, all, windows) => {
        const state = done < all ? windows() : undefined;
        const goesOn = state !== undefined && state.byteLength <= MOST_WINDOWS;
        const to = { progress: done / all, done: goesOn ? done : 0, pieces: `${rules}/${all}` };
        await write(needs, order, tally, cold, goesOn ? { ...to, windows: state } : to);
      },
      signal,
    },
  );
  await assertStill(needs, order, segments);
};

/** Performs a hunt to its end, going on where it was interrupted. */
export const performHunt =
  (needs: PerformNeeds) =>
  async (order: KeptOrder, signal: AbortSignal): Promise<void> => {
    if (order.kind === 'backfill') return performBackfill(needs, order, signal);
    const target = await targetOf(order.wanted, needs);
    if (target.kind === 'rules') return runRules(needs, order, target, signal);
    return runCorrelations(needs, order, target, signal);
  };
