import type { Budget } from '@chedun/behaviour';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import type { WorkdayAsks } from '@chedun/workdays/contract';
import type { z } from 'zod';
import { baselineChecks } from './checks.ts';
import { kindOfHour } from './domain/kind-of-hour.ts';
import type { BaselineAsks, BaselineEngine } from './contract.ts';
import { baselineReadModel } from './read-model.ts';
import { oldFrames } from './old-frames.ts';
import { baselineRoutes } from './routes.ts';
import { ruleBook, type RuleBook } from './rule-book.ts';
import { openBaselineStage, STAGE, type BaselineStage } from './stages/baselines.ts';
import { forgetVerdicts } from './store.ts';
import { ruleUseCases } from './use-cases/change-rules.ts';
import { keepShipped } from './use-cases/keep-shipped.ts';
import { testRule } from './use-cases/test-rule.ts';

/** Modules that this one asks. */
export interface BaselineNeeds {
  readonly detection: DetectionAsks;
  readonly ingest: IngestAsks;
  readonly workdays: WorkdayAsks;
}

const SNAPSHOT_MS = 30_000;
/** Verdicts are kept as long as logs of the network. */
const KEEP_MS = 184 * 86_400_000;
/** A worker that missed a change gets it again after this time. */
const AGAIN_MS = 1_000;

interface Running {
  stage: BaselineStage | undefined;
  failures: number;
  sentAt: number;
  turn: Promise<void>;
}

interface Parts {
  readonly running: Running;
  readonly book: RuleBook;
  readonly budget: Budget;
  readonly reads: ReturnType<typeof baselineReadModel>;
}

const broadcast = ({ running, book }: Parts, { clock, pipeline }: Platform): void => {
  running.sentAt = clock.now();
  pipeline.broadcast(STAGE, book.pack());
};

/** Takes a change into what runs, one after the other. Lanes first: what workers select from then on finds its rule. */
const takeChange = (parts: Parts, platform: Platform): Promise<void> => {
  const { running, book } = parts;
  const next = running.turn.then(async () => {
    await book.load();
    await running.stage?.replace();
    broadcast(parts, platform);
  });
  running.turn = next.catch(() => undefined);
  return next;
};

const engineOf = async ({ running, book, budget, reads }: Parts): Promise<z.input<typeof BaselineEngine>> => {
  const rules = await reads.list();
  return {
    rules: rules.length,
    running: book.running().length,
    broken: rules.filter(({ state }) => state === 'broken').length,
    bytes: budget.used,
    byteLimit: budget.most,
    refused: rules.reduce((sum, { refused }) => sum + refused, 0),
    waiting: await reads.waiting(),
    streams: (running.stage?.lanes() ?? []).map(({ stream, through, savedSeq, savedAt }) => ({
      stream,
      seq: through,
      savedSeq,
      savedAt: savedAt === 0 ? null : new Date(savedAt).toISOString(),
    })),
  };
};

const openStage = (parts: Parts, platform: Platform, { ingest, workdays }: BaselineNeeds): BaselineStage => {
  const { running, book, budget } = parts;
  const { records, clock, log, journals, pipeline, config } = platform;
  return openBaselineStage({
    records,
    book,
    budget,
    clock,
    log,
    record: ingest.record,
    kindOf: kindOfHour(workdays.calendar),
    old: oldFrames(journals, pipeline),
    lookBackDays: config.baselines.lookBackDays,
    snapshotMs: SNAPSHOT_MS,
    onFailures: (events) => {
      running.failures += events;
    },
    onEvaluated: (version) => {
      if (version < book.pack().version && clock.now() - running.sentAt >= AGAIN_MS) broadcast(parts, platform);
    },
  });
};

/** Builds the module from the platform. */
export const buildBaselines = (platform: Platform, needs: BaselineNeeds): ModuleParts<BaselineAsks> => {
  const { detection, workdays } = needs;
  const { records, clock, log, pipeline, newId, config } = platform;
  const book = ruleBook(records);
  const running: Running = { stage: undefined, failures: 0, sentAt: 0, turn: Promise.resolve() };
  const reads = baselineReadModel({
    records,
    book,
    lanes: () => running.stage?.lanes() ?? [],
    calendar: workdays.calendar,
    now: clock.now,
  });
  const budget = { used: 0, most: config.baselines.memoryMb * 1024 * 1024 };
  const parts: Parts = { running, book, budget, reads };
  const engine = () => engineOf(parts);
  const changed = () => takeChange(parts, platform);
  return {
    asks: { engine },
    routes: baselineRoutes({
      reads,
      engine,
      writes: ruleUseCases({ records, newId, now: clock.now, changed }),
      test: testRule({ detection, now: clock.now }),
    }),
    checks: baselineChecks({ list: reads.list, engine, failures: () => running.failures }),
    jobs: [
      {
        name: 'forget',
        cron: '50 3 * * *',
        run: async () => void (await records.transaction((tx) => forgetVerdicts(tx, clock.now() - KEEP_MS))),
      },
    ],
    start: async () => {
      await keepShipped({ records, log, now: clock.now })();
      await book.load();
      running.stage = openStage(parts, platform, needs);
      pipeline.use(running.stage as Stage);
    },
    stop: async () => {
      await running.turn;
      await running.stage?.close();
    },
  };
};
