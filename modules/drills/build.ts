import { join } from 'node:path';
import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { DutyAsks } from '@chedun/duty-roster/contract';
import { findingOpened, type GovernanceAsks } from '@chedun/governance/contract';
import type { IncidentAsks } from '@chedun/incidents/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { PlaybookAsks } from '@chedun/playbooks/contract';
import { drillChecks } from './checks.ts';
import { ReviewFilter } from './contract.ts';
import { evaluateJournal } from './evaluate.ts';
import { namesOf } from './names.ts';
import { endedRuns, readRuns } from './read-lists.ts';
import { readReview, readReviews, reviewOf } from './read-review.ts';
import { readRun } from './read-run.ts';
import { drillRoutes } from './routes.ts';
import { openScenarios, summariesOf } from './scenarios.ts';
import { advanceAll, advanceRun } from './use-cases/advance.ts';
import { openRunJournals } from './use-cases/journals.ts';
import { noteFinding } from './use-cases/note-finding.ts';
import { approvePlan, draftPlan, readPlan } from './use-cases/plan.ts';
import { prepareRun, startRun, stopRun } from './use-cases/prepare.ts';
import { issueDrillReport } from './use-cases/report.ts';
import { addItem, mendItem, openReview, signReview, writeReview } from './use-cases/review.ts';
import { answer, judge, writeLog } from './use-cases/team.ts';

/** Modules that this one asks. */
export interface DrillNeeds {
  readonly detection: DetectionAsks;
  readonly correlation: CorrelationAsks;
  readonly governance: GovernanceAsks;
  readonly deadlines: DeadlineAsks;
  readonly documents: DocumentsAsks;
  readonly organisation: OrganisationAsks;
  readonly incidents: IncidentAsks;
  readonly playbooks: PlaybookAsks;
  readonly 'duty-roster': DutyAsks;
}

const openNeeds = ({ records, clock, newId, pipeline, config }: Platform, asks: DrillNeeds) => ({
  ...asks,
  records,
  clock,
  newId,
  duty: asks['duty-roster'],
  scenarios: openScenarios(),
  journals: openRunJournals(join(config.dataDir, 'drills'), clock),
  evaluate: evaluateJournal({ detection: asks.detection, correlation: asks.correlation, pipeline }),
  names: namesOf(asks),
});
type Needs = ReturnType<typeof openNeeds>;

const runUses = (needs: Needs, advance: ReturnType<typeof advanceRun>) => {
  const run = readRun(needs);
  const start = startRun(needs);
  const stop = stopRun(needs);
  const judgeIt = judge(needs);
  return {
    scenarios: async () => ({ items: await summariesOf(await needs.scenarios.all(), needs) }),
    runs: readRuns(needs),
    run,
    prepare: prepareRun({ ...needs, scenario: needs.scenarios.byId }),
    start: async (...[id, actor]: Parameters<typeof start>) => {
      await start(id, actor);
      await advance(id, actor);
    },
    release: (id: string, inject: string, actor: Parameters<typeof start>[1]) => advance(id, actor, inject),
    answer: answer(needs),
    judge: async (...[id, order, actor]: Parameters<typeof judgeIt>) => {
      await judgeIt(id, order, actor);
      await advance(id, actor);
    },
    writeLog: writeLog(needs),
    stop: async (...[id, reason, actor]: Parameters<typeof stop>) => {
      await stop(id, reason, actor);
      await advance(id, actor);
    },
    report: issueDrillReport({ ...needs, run, reviewOf: reviewOf(needs) }),
  };
};

/** Builds the module from the platform. */
export const buildDrills = (platform: Platform, asks: DrillNeeds): ModuleParts<object> => {
  const needs = openNeeds(platform, asks);
  const advance = advanceRun(needs);
  const reviews = readReviews(needs);
  const plan = readPlan(needs);
  return {
    asks: {},
    routes: drillRoutes({
      runs: runUses(needs, advance),
      reviews: {
        reviews,
        review: readReview(needs),
        open: openReview(needs),
        write: writeReview(needs),
        addItem: addItem(needs),
        mend: mendItem(needs),
        sign: signReview(needs),
        plan,
        draft: draftPlan(needs),
        approve: approvePlan(needs),
      },
    }),
    reactions: [{ name: 'note-finding', on: findingOpened, react: noteFinding }],
    jobs: [{ name: 'advance', cron: '* * * * *', run: advanceAll(needs, advance) }],
    checks: drillChecks({
      ...needs,
      now: platform.clock.now,
      plan,
      ended: () => endedRuns(needs),
      reviews: async () => (await reviews(ReviewFilter.parse({ limit: 200 }))).items,
    }),
    stop: needs.journals.close,
  };
};
