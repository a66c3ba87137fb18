import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { GatewayAsks } from '@chedun/gateway/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { actionBook } from './actions/registry.ts';
import { playbookChecks } from './checks.ts';
import type { PlaybookAsks } from './contract.ts';
import {
  approvedPlaybooks,
  listPlaybooks,
  listRuns,
  playbookDetail,
  runDetail,
  suggestions,
  type ReadNeeds,
} from './read-model.ts';
import { playbookRoutes } from './routes.ts';
import type { PlaybookUses } from './routes/uses.ts';
import { versionOf } from './store.ts';
import { advanceDue, advanceRun } from './use-cases/advance.ts';
import { approvePlaybook, dryAnswer, importPlaybook, loadShipped, validatePlaybook } from './use-cases/library.ts';
import { startRun, type StartNeeds } from './use-cases/start.ts';
import { assignStep, completeStep, releaseStep, stopRun, undoStep } from './use-cases/steps.ts';

/** Modules that this one asks. */
export interface PlaybookNeeds {
  readonly governance: Pick<GovernanceAsks, 'findingById'>;
  readonly gateway: GatewayAsks;
  readonly certificates: Pick<CertificatesAsks, 'changeState' | 'statusByOcsp'>;
  readonly identity: Pick<IdentityAsks, 'switchAccount' | 'accountState' | 'revokeToken' | 'tokenState'>;
}

const usesOf = (needs: StartNeeds & ReadNeeds): PlaybookUses => {
  const { records } = needs;
  return {
    list: listPlaybooks(needs),
    detail: playbookDetail(needs),
    body: (id, version) => versionOf(records, id, version),
    actions: needs.actions.list,
    importFile: importPlaybook(needs),
    validate: validatePlaybook,
    approve: approvePlaybook(needs),
    dry: async (id, values, assume) => dryAnswer((await versionOf(records, id)).body, values, assume),
    suggest: suggestions(needs),
    start: startRun(needs),
    runs: listRuns(needs),
    run: runDetail(needs),
    stop: stopRun(needs),
    complete: completeStep(needs),
    assign: assignStep(needs),
    release: releaseStep(needs),
    undo: undoStep(needs),
    advance: advanceRun(needs),
  };
};

const runIn = (input: unknown): string => {
  const value = typeof input === 'object' && input !== null && 'run' in input ? input.run : undefined;
  return typeof value === 'string' ? value : '';
};

/** Builds the module from the platform. */
export const buildPlaybooks = (platform: Platform, asks: PlaybookNeeds): ModuleParts<PlaybookAsks> => {
  const { records, clock, jobs, newId, log } = platform;
  const needs = {
    records,
    clock,
    jobs,
    newId,
    log,
    actions: actionBook(asks),
    findingById: asks.governance.findingById,
  };
  const uses = usesOf(needs);
  return {
    asks: {
      approved: approvedPlaybooks(needs),
      dry: async (id, version) => dryAnswer((await versionOf(records, id, version)).body, {}, 'true').status,
    },
    routes: playbookRoutes(uses),
    checks: playbookChecks({ records, clock, list: uses.list }),
    jobs: [
      {
        name: 'advance',
        run: async (input) => {
          const id = runIn(input);
          if (id !== '') await uses.advance(id);
        },
      },
      { name: 'due', cron: '* * * * *', run: advanceDue(needs) },
    ],
    start: loadShipped(needs),
  };
};
