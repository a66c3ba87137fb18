import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GovernanceAsks } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import type { SigmaRule } from '@chedun/sigma';
import { detectionChecks } from './checks.ts';
import type { DetectionAsks } from './contract.ts';
import { readCoverageDictionary } from './coverage-dictionary.ts';
import { coverageOf } from './domain/coverage.ts';
import type { CoverageDictionary } from './domain/coverage-outline.ts';
import { evaluateLater } from './evaluate-later.ts';
import { judgedAsks } from './judged-asks.ts';
import { coveredRules } from './read-coverage.ts';
import { drillEvents, drillRules, rememberedEvents } from './read-drill.ts';
import { keptExceptions, rulesInUse } from './read-quality.ts';
import { listRulesets, pageOfRules, ruleDetail } from './read-model.ts';
import { detectionRoutes, type DetectionUses } from './routes.ts';
import { ruleBook, type RuleBook } from './rule-book.ts';
import { readRuleSources } from './rule-sources.ts';
import { ruleFilesBelow } from './rule-folders.ts';
import { openRulesStage, STAGE } from './stages/rules.ts';
import { readPosition } from './store.ts';
import type { DetectionTables } from './tables.ts';
import { ruleUseCases } from './use-cases/change-rules.ts';
import { filesOfArchive } from './use-cases/import-archive.ts';
import { keepCompanions } from './use-cases/keep-companions.ts';
import { syncRuleset } from './use-cases/sync-ruleset.ts';
import { candidatesOf, explainStored, testRule } from './use-cases/test-rule.ts';
import { workerRepair } from './worker-repair.ts';
import type { RuleMessage } from './worker/rule-pack.ts';

const OWN_RULES = fileURLToPath(new URL('../../content/rules/', import.meta.url));
const DICTIONARIES = new URL('../../content/dictionaries/', import.meta.url);

interface Running {
  readonly book: RuleBook;
  readonly counters: { evaluated: number; failures: number; since: number };
  failed: number;
  stage: (Stage & { readonly close: () => Promise<void> }) | undefined;
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40) || 'folder';

/** Reads our own rules and the configured folders; only what changed is parsed. */
const syncFolders = async (running: Running, platform: Platform): Promise<void> => {
  const sync = syncRuleset(platform);
  const trees = [
    {
      id: 'chedun',
      title: '车盾内置规则 / CheDun rules',
      origin: 'content/rules',
      license: 'Apache-2.0',
      folder: OWN_RULES,
    },
    ...platform.config.rules.folders.map((folder) => ({
      id: slug(basename(folder)),
      title: basename(folder),
      origin: folder,
      license: '',
      folder,
    })),
  ];
  running.failed = 0;
  for (const { folder, ...tree } of trees) {
    const report = await sync({ ...tree, enableNew: 'enabled', files: ruleFilesBelow(folder) });
    running.failed += report.failures.length;
    for (const failure of report.failures.slice(0, 20)) platform.log.warn('a rule was refused', { ...failure });
    if (report.loaded + report.removed > 0)
      platform.log.info('rules were read', { ruleset: tree.id, loaded: report.loaded, removed: report.removed });
  }
};

const engineStatus = async (
  running: Running,
  { records, config, clock }: Platform,
): ReturnType<DetectionUses['engine']> => {
  const { rules } = await records
    .read<DetectionTables>()
    .selectFrom('detection.rules')
    .select((is) => is.fn.countAll<number>().as('rules'))
    .executeTakeFirstOrThrow();
  const { counters, book } = running;
  const seconds = Math.max(1, (clock.monotonic() - counters.since) / 1000);
  const pack = book.pack();
  const loadedAt = book.loadedAt();
  return {
    rules,
    enabled: pack.rules.length,
    workers: config.pipeline.workers,
    evaluatedPerSecond: Math.round(counters.evaluated / seconds),
    version: String(pack.version),
    compiledAt: loadedAt === undefined ? null : new Date(loadedAt).toISOString(),
    failures: running.failed + counters.failures,
  };
};

const documentOf =
  (running: Running, { records }: Platform) =>
  async (id: string): Promise<SigmaRule> => {
    const known = running.book.document(id);
    if (known) return known;
    const row = await records
      .read<DetectionTables>()
      .selectFrom('detection.rules')
      .select('document')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) throw new DomainError('detection.rule-unknown', { field: id });
    return row.document;
  };

const usesOf = (
  running: Running,
  platform: Platform,
  governance: GovernanceAsks,
  told: { readonly changed: (ids: readonly string[]) => Promise<void>; readonly replaced: () => Promise<void> },
): DetectionUses => {
  const { records, clock, events, newId } = platform;
  const explain = explainStored(events, documentOf(running, platform));
  let read: Promise<CoverageDictionary> | undefined;
  const dictionary = (): Promise<CoverageDictionary> => (read ??= readCoverageDictionary(DICTIONARIES));
  return {
    rules: ruleUseCases({ records, newId, now: clock.now, changed: told.changed }),
    page: (filter) => pageOfRules(records, filter, clock.now()),
    detail: (id) => ruleDetail(records, governance, id, clock.now()),
    rulesets: () => listRulesets(records),
    importArchive: async ({ name, license, enable }, body, actor) => {
      const files = await filesOfArchive(body);
      const report = await syncRuleset(platform)({
        id: name,
        title: name,
        origin: 'import',
        license,
        enableNew: enable === 'true' ? 'enabled' : 'disabled',
        files,
      });
      const after = { loaded: report.loaded, removed: report.removed, failed: report.failures.length };
      await records.transaction((tx) =>
        tx.audit({
          actor,
          action: 'detection.rules-imported',
          target: { kind: 'ruleset', id: name },
          outcome: 'done',
          after,
        }),
      );
      await told.replaced();
      return {
        ruleset: name,
        loaded: report.loaded,
        unchanged: report.unchanged,
        removed: report.removed,
        failures: report.failures.slice(0, 500),
      };
    },
    test: testRule(events),
    explain: ({ ruleId, ref }) => explain(ruleId, ref),
    coverage: async (framework) =>
      coverageOf(framework, await dictionary(), await coveredRules(records, governance, clock.now())),
    engine: () => engineStatus(running, platform),
  };
};

/** Who has to know when rules change: the workers, and modules that listen. */
const tellersOf = (book: RuleBook, broadcast: (message: RuleMessage) => void) => {
  const listeners: ((ids: readonly string[] | undefined) => void)[] = [];
  return {
    listeners,
    changed: async (ids: readonly string[]): Promise<void> => {
      broadcast({ kind: 'delta', delta: await book.refresh(ids) });
      for (const listener of listeners) listener(ids);
    },
    replaced: async (): Promise<void> => {
      await book.load();
      broadcast({ kind: 'pack', pack: book.pack() });
      for (const listener of listeners) listener(undefined);
    },
  };
};

/** Builds the module from the platform. */
export const buildDetection = (platform: Platform, governance: GovernanceAsks): ModuleParts<DetectionAsks> => {
  const hasDrillEvent = rememberedEvents(OWN_RULES);
  const { records, clock, log, pipeline } = platform;
  const counters = { evaluated: 0, failures: 0, since: clock.monotonic() };
  const running: Running = { book: ruleBook(records, clock.now), counters, failed: 0, stage: undefined };
  const broadcast = (message: RuleMessage): void => pipeline.broadcast(STAGE, message);
  const repair = workerRepair({ book: running.book, now: clock.now, broadcast });
  const told = tellersOf(running.book, broadcast);
  const uses = usesOf(running, platform, governance, told);
  return {
    asks: {
      engine: async () => ({ ...(await uses.engine()) }),
      rulesInUse: () => rulesInUse(records, running.book, clock.now()),
      exceptions: () => keptExceptions(records),
      drillRules: () => drillRules(records, running.book, hasDrillEvent),
      drillEvents: (ids) => drillEvents(records, running.book, { folder: OWN_RULES, now: clock.now() }, ids),
      ruleSources: (references) => readRuleSources(records, references),
      ...judgedAsks(records, running.book),
      judgedThrough: (stream) => readPosition(records, stream),
      evaluateLater: evaluateLater(records, running.book),
      candidates: (asked) => candidatesOf(platform.events, asked),
      onRulesChanged: (listener) => void told.listeners.push(listener),
      filter: async (filters) => {
        running.book.overlay(filters);
        await running.book.load();
        broadcast({ kind: 'pack', pack: running.book.pack() });
      },
      silence: async (ids) => broadcast({ kind: 'delta', delta: await running.book.silence(ids) }),
      keepCompanions: keepCompanions({ records, now: clock.now, changed: told.changed }),
    },
    routes: detectionRoutes(uses),
    checks: detectionChecks({
      book: running.book,
      engine: uses.engine,
      ownRules: OWN_RULES,
      positions: () => pipeline.stats().next,
    }),
    start: async () => {
      await syncFolders(running, platform);
      await running.book.load();
      const stage = openRulesStage({
        records,
        book: running.book,
        log,
        onEvaluated: ({ events, failures, version }) => {
          counters.evaluated += events;
          counters.failures += failures;
          repair(version);
        },
      });
      running.stage = stage as Stage & typeof stage;
      pipeline.use(stage as Stage);
    },
    stop: async () => {
      await running.stage?.close();
    },
  };
};
