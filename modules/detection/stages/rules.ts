import { findingsReported, isDrill } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage, type StageBatch } from '@chedun/pipeline';
import type { Records, Tx } from '@chedun/records';
import { reportOf } from '../domain/report.ts';
import type { RuleBook } from '../rule-book.ts';
import { countHits, lockPosition, readPosition, savePosition } from '../store.ts';
import type { DetectResult, HitGroup } from '../worker/detect-stage.ts';

/** Name of the stage, also in the flow of the console. */
export const STAGE = 'detection.rules';

/** Findings of one told event: its payload stays well below a megabyte. */
const REPORTS_PER_EVENT = 100;

const tellFindings = async (tx: Tx, groups: readonly HitGroup[], book: RuleBook): Promise<void> => {
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
        const groups = batches.filter((batch) => batch.toSeq > done).flatMap((batch) => batch.result.groups);
        if (groups.length > 0) {
          await tellFindings(tx, groups, book);
          const counted = groups.filter(({ asset }) => !isDrill(asset));
          if (counted.length > 0) await countHits(tx, counted, last.newestReceivedAt);
        }
        await savePosition(tx, stream, Math.max(done, last.toSeq));
      });
      for (const batch of batches)
        onEvaluated({ events: batch.events, failures: batch.result.failures, version: batch.result.version });
    },
    size: (batch) => batch.events,
    flush: { size: 20_000, afterMs: 100 },
    maxSize: 400_000,
    log,
  });
};
