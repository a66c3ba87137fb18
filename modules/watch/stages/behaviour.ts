import type { CampaignState, Fact } from '@chedun/behaviour';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage, type StageBatch } from '@chedun/pipeline';
import type { Records, Tx } from '@chedun/records';
import { WATCH_SOURCE } from '../contract.ts';
import type { PeerGroups } from '../peer-groups.ts';
import { countSpoken, noteFed, readPosition, saveMemory, savePosition } from '../store.ts';
import type { Watcher } from '../watcher.ts';
import type { WatchResult } from '../worker/watch-stage.ts';

/** Name of the stage, also in the flow of the console. */
const STAGE = 'watch.behaviour';

/** What detectors learnt is kept this often. */
const SAVE_EVERY_MS = 300_000;

/** What was judged and is not durable yet. */
interface Outcome {
  readonly records: Readonly<Record<string, unknown>>[];
  readonly spoken: Map<string, number>;
  readonly fed: Map<string, number>;
  readonly campaigns: Map<string, CampaignState>;
  newestAt: number;
}

/** How far a stream was judged, and what of it still has to become durable. */
interface Lane {
  through: number;
  outcome: Outcome;
}

const nothing = (): Outcome => ({ records: [], spoken: new Map(), fed: new Map(), campaigns: new Map(), newestAt: 0 });

const add = (into: Map<string, number>, from: ReadonlyMap<string, number>): void => {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
};

interface Options {
  readonly records: Records;
  readonly watcher: Watcher;
  readonly groups: PeerGroups;
  readonly record: IngestAsks['record'];
  readonly keepCampaigns: (tx: Tx, campaigns: readonly CampaignState[]) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/** Judges batches that were not judged yet. A commit that is tried again finds them judged: detectors see each batch once. */
const judge = async (lane: Lane, batches: readonly StageBatch<WatchResult>[], options: Options): Promise<void> => {
  const fresh = batches.filter((batch) => batch.toSeq > lane.through);
  const facts: Fact[] = fresh.flatMap((batch) => [...batch.result.facts]);
  await options.groups.prepare(facts.flatMap((fact) => (fact.kind === 'signal' ? [fact.vehicle] : [])));
  const { outcome } = lane;
  // From here to the end nothing waits, so that no other stream and no second attempt comes between.
  const judged = options.watcher.judge(facts);
  outcome.records.push(...judged.records);
  add(outcome.spoken, judged.spoken);
  if (judged.signals > 0) add(outcome.fed, new Map([['signal', judged.signals]]));
  for (const campaign of judged.campaigns)
    outcome.campaigns.set(`${campaign.signature} ${campaign.openedAt}`, campaign);
  for (const batch of fresh) {
    add(outcome.spoken, batch.result.spoken);
    add(outcome.fed, batch.result.fed);
    outcome.newestAt = Math.max(outcome.newestAt, batch.newestReceivedAt);
    lane.through = batch.toSeq;
  }
};

/**
 * The stage that runs the detectors of behaviour. Verdicts enter the journal as records; then counts, campaigns and position
 * become durable in one transaction. When the process ends between the two, verdicts of that batch may be recorded twice;
 * none is lost.
 */
export const openBehaviourStage = (options: Options): Stage<WatchResult> & { readonly close: () => Promise<void> } => {
  const { records, watcher, clock } = options;
  const lanes = new Map<string, Lane>();
  let savedAt = clock.now();
  return batchingStage<WatchResult>({
    name: STAGE,
    worker: new URL('../worker/watch-stage.ts', import.meta.url),
    init: async () => WATCH_SOURCE.id,
    position: async (stream) => {
      const seq = await readPosition(records, stream);
      if (!lanes.has(stream)) lanes.set(stream, { through: seq, outcome: nothing() });
      return seq;
    },
    commit: async (stream, batches) => {
      const last = batches.at(-1);
      if (!last) return;
      const lane = lanes.get(stream) ?? { through: 0, outcome: nothing() };
      lanes.set(stream, lane);
      await judge(lane, batches, options);
      const { outcome } = lane;
      await options.record(WATCH_SOURCE, outcome.records);
      outcome.records.length = 0;
      const due = clock.now() - savedAt >= SAVE_EVERY_MS;
      await records.transaction(async (tx) => {
        await countSpoken(tx, outcome.spoken, outcome.newestAt);
        await noteFed(tx, outcome.fed, outcome.newestAt);
        await options.keepCampaigns(tx, [...outcome.campaigns.values()]);
        if (due) await saveMemory(tx, watcher.behaviour.save(), clock.now());
        await savePosition(tx, stream, last.toSeq);
      });
      lane.outcome = nothing();
      if (due) savedAt = clock.now();
    },
    size: (batch) => batch.events,
    flush: { size: 20_000, afterMs: 500 },
    maxSize: 400_000,
    log: options.log,
  });
};
