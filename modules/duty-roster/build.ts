import type { ModuleParts, Platform } from '@chedun/module';
import type { WarningsAsks } from '@chedun/warnings/contract';
import { dutyChecks } from './checks.ts';
import { CallTreeQuery, type DutyAsks } from './contract.ts';
import { readTree, readTrees } from './read-calls.ts';
import { dutyAsks, readBoard } from './read-model.ts';
import { dutyRoutes } from './routes.ts';
import { answerCall, escalateCalls, startCalls } from './use-cases/call.ts';
import { keepUseCases } from './use-cases/keep.ts';
import { watchRoster } from './use-cases/watch.ts';

/** Modules that this one asks. */
export interface DutyNeeds {
  readonly warnings: WarningsAsks;
}

/** Builds the module from the platform. */
export const buildDuty = (
  { records, clock, newId }: Pick<Platform, 'records' | 'clock' | 'newId'>,
  { warnings }: DutyNeeds,
): ModuleParts<DutyAsks> => {
  const needs = { records, clock, newId, warnings };
  const read = readBoard(needs);
  const trees = (query: Parameters<typeof readTrees>[1]) => readTrees(needs, query);
  return {
    asks: dutyAsks(needs),
    routes: dutyRoutes({
      read,
      trees,
      tree: (id) => readTree(needs, id),
      start: startCalls(needs),
      answer: answerCall(needs),
      ...keepUseCases(needs),
    }),
    jobs: [
      { name: 'escalate', cron: '* * * * *', run: escalateCalls(needs) },
      { name: 'watch', cron: '*/5 * * * *', run: watchRoster({ ...needs, read }) },
    ],
    checks: dutyChecks({
      read,
      now: clock.now,
      tests: async () => (await trees(CallTreeQuery.parse({ limit: 100 }))).items.filter(({ kind }) => kind === 'test'),
    }),
  };
};
