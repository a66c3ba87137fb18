import { findingsReported, isDrill } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage, type StageBatch } from '@chedun/pipeline';
import type { Records, Tx } from '@chedun/records';
import { reportOf } from '../domain/report.ts';
import { keepJudged, type JudgedRun } from '../judged.ts';
import type { RuleBook } from '../rule-book.ts';
import { countHits, lockPosition, readPosition, savePosition } from '../store.ts';
import type { DetectResult, HitGroup } from '../worker/detect-stage.ts';

/** Name of the stage, also in the flow of the console. */
export const STAGE = 'detection.rules';

/** Findings of one told event: its payload stays well below a megabyte. */
const REPORTS_PER_EVENT = 100;

/** Tells hits as findings and counts them; part of the transaction that notes what was evaluated. */
export const raiseAlerts = async (
  tx: Tx,
  groups: readonly HitGroup[],
  book: Pick<RuleBook, 'facts'>,
  newestReceivedAt: number,
): Promise<void> => {
  if (groups.length === 0) return;
  await tellFindings(tx, groups, book);
  const counted = groups.filter(({ asset }) => !isDrill(asset));
  if (counted.length > 0) await countHits(tx, counted, newestReceivedAt);
};

/** Batches at which other rules were at work than on the frames before. */
const turnsOf = (
  batches: readonly StageBatch<DetectResult>[],
  book: Pick<RuleBook, 'liveIn'>,
  before: number | undefined,
): JudgedRun[] =>
  batches
    .filter(({ result }, at) => result.version !== (at === 0 ? before : batches[at - 1]?.result.version))
    .map(({ fromSeq, result }) => ({ fromSeq, rules: book.liveIn(result.version) }));

const tellFindings = async (tx: Tx, groups: readonly HitGroup[], book: Pick<RuleBook, 'facts'>): Promise<void> => {
  const reports = groups.flatMap((group) => {
    const rule = book.facts(group.ruleId);
    return rule ? [reportOf(group, rule)] : [];
  });
  for (let at = 0; at < reports.length; at += REPORTS_PER_EVENT) {
    const findings = reports.slice(at, at + REPORTS_PER_EVENT);
    await tx.tell({ type: findingsReported, aggregate: 'detection', payload: { findings } as never }, SYSTEM_ACTOR);
  }
};

/** The stage that turns hits into alerts; hits, statistics and position become durable in one transaction. */
export const openRulesStage = (options: {
  readonly records: Records;
  readonly book: RuleBook;
  readonly log: Logger;
  /** Called for each batch that is durable, with the version of the rules that it was evaluated with. */
  readonly onEvaluated: (batch: {
    readonly events: number;
    readonly failures: number;
    readonly version: number;
  }) => void;
}): Stage<DetectResult> & { readonly close: () => Promise<void> } => {
  const { records, book, log, onEvaluated } = options;
  /** Version of the rules behind the newest durable batch of a stream. */
  const versions = new Map<string, number>();
  return batchingStage<DetectResult>({
    name: STAGE,
    worker: new URL('../worker/detect-stage.ts', import.meta.url),
    init: async () => book.pack(),
    position: (stream) => readPosition(records, stream),
    commit: async (stream, batches: readonly StageBatch<DetectResult>[]) => {
      const last = batches.at(-1);
      if (!last) return;
      await records.transaction(async (tx) => {
        const done = await lockPosition(tx, stream);
        const fresh = batches.filter((batch) => batch.toSeq > done);
        await keepJudged(tx, stream, turnsOf(fresh, book, versions.get(stream)));
        await raiseAlerts(
          tx,
          fresh.flatMap((batch) => batch.result.groups),
          book,
          last.newestReceivedAt,
        );
        await savePosition(tx, stream, Math.max(done, last.toSeq));
      });
      versions.set(stream, last.result.version);
      for (const batch of batches)
        onEvaluated({ events: batch.events, failures: batch.result.failures, version: batch.result.version });
    },
    size: (batch) => batch.events,
    flush: { size: 20_000, afterMs: 250 },
    maxSize: 400_000,
    log,
  });
};
