import type { DetectionAsks } from '@chedun/detection/contract';
import type { Journal } from '@chedun/journal';
import { DomainError } from '@chedun/kernel';
import type { Pipeline } from '@chedun/pipeline';
import type { Records, Tx } from '@chedun/records';
import { digestOf, foundEvent } from '../domain/found.ts';
import { foundFiring } from '../domain/firing.ts';
import { advanceHunt, restartHunt, type KeptOrder } from '../store.ts';
import { openTally, type Tally } from '../tally.ts';
import { targetOf, type Target, type TargetNeeds } from '../targets.ts';
import { backfill } from './run-backfill.ts';
import { huntCorrelations } from './run-correlations.ts';
import { huntEvents, runsInStore, type Store } from './run-hunt.ts';

/** What performing a hunt stands on. */
export interface PerformNeeds extends TargetNeeds {
  readonly records: Pick<Records, 'transaction'>;
  readonly store: Store;
  readonly journals: Readonly<Record<string, Journal>>;
  readonly pipeline: Pick<Pipeline, 'replay'>;
  readonly detection: Pick<DetectionAsks, 'ruleSources' | 'judged' | 'judgedThrough' | 'evaluateLater'>;
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
  to: Parameters<typeof advanceHunt>[2],
): Promise<void> => {
  await records.transaction(async (tx: Tx) => {
    await tally.write(tx);
    await advanceHunt(tx, order.id, to);
  });
  tally.written();
};

const runRules = async (
  needs: PerformNeeds,
  order: KeptOrder,
  { rules }: Extract<Target, { kind: 'rules' }>,
  signal: AbortSignal,
): Promise<void> => {
  const ids = rules.map(({ entry }) => entry.id).join(' ');
  const pieces = digestOf(`${runsInStore(rules) ? 'store' : 'engine'} ${order.thorough} ${ids}`);
  const { skip, tally } = await resumed(needs, order, pieces);
  await huntEvents(
    needs.store,
    rules,
    order.range,
    { thorough: order.thorough, skip },
    {
      hit: (ruleId, row, matched) => tally.hit(foundEvent(ruleId, row, matched)),
      uncounted: tally.count,
      pieceDone: (done, of) => write(needs, order, tally, { progress: done / of, done, pieces }),
      signal,
    },
  );
};

const runCorrelations = async (
  needs: PerformNeeds,
  order: KeptOrder,
  { order: correlations }: Extract<Target, { kind: 'correlations' }>,
  signal: AbortSignal,
): Promise<void> => {
  const { plan } = correlations;
  const about = new Map(plan.rules.map((rule) => [plan.keyOf(rule), rule]));
  const rules = digestOf(JSON.stringify([plan.rules, correlations.pack.rules, order.thorough]));
  const [, of = '0'] = order.pieces.startsWith(`${rules}/`) ? order.pieces.split('/') : [];
  const { skip, tally } = await resumed(needs, order, `${rules}/${of}`);
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
    },
    {
      firing: (firing) => {
        const rule = about.get(firing.rule);
        tally.hit(foundFiring(firing, rule?.title ?? '', rule?.type ?? 'value'));
      },
      pieceDone: async (done, all, windows) => {
        const state = done < all ? windows() : undefined;
        const goesOn = state !== undefined && state.byteLength <= MOST_WINDOWS;
        const to = { progress: done / all, done: goesOn ? done : 0, pieces: `${rules}/${all}` };
        await write(needs, order, tally, goesOn ? { ...to, windows: state } : to);
      },
      signal,
    },
  );
};

const runBackfill = async (needs: PerformNeeds, order: KeptOrder, signal: AbortSignal): Promise<void> => {
  const id = order.ruleId ?? '';
  const evaluation = needs.detection.evaluateLater(id);
  if (evaluation === undefined) throw new DomainError('hunt.not-live', { field: id });
  const tally = openTally(order.id, order.barMs, order.kept);
  const { journals, pipeline, detection } = needs;
  await backfill(
    { id, evaluation },
    order.range,
    { journals, pipeline, judged: detection.judged, judgedThrough: detection.judgedThrough },
    {
      write: async (tx, raised, done, of) => {
        let samples = 0;
        for (const { fingerprint, asset, matched, samples: found } of raised.alerts)
          for (const { ref, at, summary } of found) {
            samples += 1;
            tally.hit({
              ruleId: id,
              key: `${ref.journal}/${ref.seq}/${ref.index}`,
              time: Date.parse(at),
              journal: ref.journal,
              seq: ref.seq,
              index: ref.index,
              source: '',
              subject: asset.id,
              subjectKind: asset.kind,
              message: summary,
              matched: [...matched].slice(0, 12),
              events: [],
              fingerprint,
            });
          }
        if (raised.hits > samples) tally.count(id, raised.hits - samples);
        await tally.write(tx);
        await advanceHunt(tx, order.id, { progress: done / of, done, pieces: '' });
      },
      written: tally.written,
      signal,
    },
  );
};

/** Performs a hunt to its end, going on where it was interrupted. */
export const performHunt =
  (needs: PerformNeeds) =>
  async (order: KeptOrder, signal: AbortSignal): Promise<void> => {
    if (order.kind === 'backfill') return runBackfill(needs, order, signal);
    const target = await targetOf(order.wanted, needs);
    if (target.kind === 'rules') return runRules(needs, order, target, signal);
    return runCorrelations(needs, order, target, signal);
  };
