import { documentsRead, type DetectionAsks } from '@chedun/detection/contract';
import type { Job, ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import { createCorrelator, type CorrelatorLimits } from '@chedun/sigma';
import type { z } from 'zod';
import { correlationChecks } from './checks.ts';
import type { CorrelationAsks, CorrelationEngine } from './contract.ts';
import { correlationBook, type CorrelationBook } from './correlation-book.ts';
import { statsOf } from './lane.ts';
import { planDrill } from './plan-drill.ts';
import { correlationReadModel } from './read-model.ts';
import { joinRequests } from './request-join.ts';
import { reloader, type Reloader } from './reloader.ts';
import { correlationRoutes } from './routes.ts';
import { evaluateLater } from './afterwards/evaluate-later.ts';
import { forgetRuns } from './afterwards/store.ts';
import { judgedRanges } from './judged.ts';
import { openCorrelationStage, STAGE, type CorrelationStage } from './stages/rules.ts';
import type { LaneNeeds } from './stages/keep-lane.ts';
import { forgetFirings } from './store.ts';
import type { CorrelationTables } from './tables.ts';
import { correlationUseCases } from './use-cases/change-correlations.ts';
import { huntableCorrelations } from './use-cases/huntable.ts';
import { keepDocuments } from './use-cases/keep-documents.ts';
import { testCorrelation } from './use-cases/test-correlation.ts';

const SNAPSHOT_MS = 10_000;
/** Firings are kept as long as logs of the network. */
const KEEP_MS = 184 * 86_400_000;

interface Running {
  stage: CorrelationStage | undefined;
  failures: number;
}

/** Limits of the windows of one stream, as the operator set them. */
const limitsOf = ({
  correlation,
}: Platform['config']): Required<Pick<CorrelatorLimits, 'groups' | 'bytes' | 'latenessMs'>> => ({
  groups: correlation.groups,
  bytes: correlation.memoryMb * 1024 * 1024,
  latenessMs: correlation.latenessSeconds * 1000,
});

const engineOf = async (
  running: Running,
  book: CorrelationBook,
  { records, config }: Platform,
): Promise<z.input<typeof CorrelationEngine>> => {
  const rows = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select(['id', 'kind', 'title'])
    .execute();
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  return {
    correlations: rows.filter(({ kind }) => kind === 'correlation').length,
    running: book.plan().rules.length,
    filters: book.filters().length,
    baseRules: book.pack().rules.length,
    silenced: book.silenced().length,
    latenessSeconds: config.correlation.latenessSeconds,
    groupLimit: config.correlation.groups,
    byteLimit: limitsOf(config).bytes,
    broken: [...book.broken()].map(([id, reason]) => ({ id, title: titles.get(id) ?? id, reason })),
    streams: (running.stage?.lanes() ?? []).map((lane) => ({
      stream: lane.stream,
      seq: lane.settled,
      savedSeq: lane.savedSeq,
      savedAt: lane.savedSeq === 0 ? null : new Date(lane.savedAt).toISOString(),
      ...statsOf(lane),
    })),
  };
};

const headOf =
  (journals: Platform['journals']) =>
  (stream: string): number =>
    stream === 'network' || stream === 'telemetry' ? journals[stream].head().seq : 0;

const laneNeeds = (book: CorrelationBook, { records, clock, log, config }: Platform): LaneNeeds => ({
  records,
  book,
  clock,
  log,
  snapshotMs: SNAPSHOT_MS,
  open: () => createCorrelator(book.plan(), limitsOf(config)),
});

const openStage = (running: Running, book: CorrelationBook, platform: Platform, reload: Reloader): CorrelationStage => {
  const { journals } = platform;
  return openCorrelationStage({
    ...laneNeeds(book, platform),
    head: headOf(journals),
    onFailures: (events) => {
      running.failures += events;
    },
    onEvaluated: reload.seen,
  });
};

const forgetJob = ({ records, clock }: Platform): Job => ({
  name: 'forget',
  cron: '40 3 * * *',
  run: () =>
    records.transaction(async (tx) => {
      await forgetFirings(tx, clock.now() - KEEP_MS);
      await forgetRuns(tx, clock.now() - KEEP_MS);
    }),
});

/** What a run over older frames asks. */
const laterAsks = (
  running: Running,
  book: CorrelationBook,
  platform: Platform,
): Pick<CorrelationAsks, 'evaluateLater' | 'judged'> => ({
  evaluateLater: evaluateLater({
    ...laneNeeds(book, platform),
    stage: () => running.stage,
    latenessMs: limitsOf(platform.config).latenessMs,
    head: headOf(platform.journals),
  }),
  judged: async (id) => ({ version: book.versions().get(id), ranges: await judgedRanges(platform.records, id) }),
});

/** Builds the module from the platform. */
export const buildCorrelation = (platform: Platform, detection: DetectionAsks): ModuleParts<CorrelationAsks> => {
  const { records, clock, log, pipeline, newId } = platform;
  const running: Running = { stage: undefined, failures: 0 };
  const book = correlationBook(records, detection.ruleSources);
  const reload = reloader({
    book,
    detection,
    broadcast: (pack) => pipeline.broadcast(STAGE, pack),
    replace: async () => running.stage?.replace(),
    now: clock.now,
    log,
  });
  const needs = { records, detection, book, now: clock.now };
  const engine = (): Promise<z.input<typeof CorrelationEngine>> => engineOf(running, book, platform);
  detection.onRulesChanged((ids) => {
    if (book.standsOn(ids)) reload.soon();
  });
  return {
    asks: {
      huntable: (asked) => huntableCorrelations(asked, needs),
      engine: async () => ({ ...(await engine()) }) as CorrelationEngine,
      planDrill: (at) => planDrill(book, at),
      latenessMs: limitsOf(platform.config).latenessMs,
      ...laterAsks(running, book, platform),
    },
    routes: correlationRoutes({
      reads: correlationReadModel(needs),
      writes: correlationUseCases({ records, detection, newId, now: clock.now, changed: reload.now }),
      test: testCorrelation(needs),
      engine,
    }),
    checks: correlationChecks({
      engine,
      failures: () => running.failures,
      book,
      join: () => joinRequests(platform.events, clock.now()),
    }),
    reactions: [
      {
        name: 'correlation-documents',
        on: documentsRead,
        react: keepDocuments({ now: clock.now, log, changed: reload.soon }),
      },
    ],
    jobs: [forgetJob(platform)],
    start: async () => {
      await reload.now();
      running.stage = openStage(running, book, platform, reload);
      pipeline.use(running.stage as Stage);
    },
    stop: async () => {
      reload.close();
      await running.stage?.close();
    },
  };
};
