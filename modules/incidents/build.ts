import type { AssetsAsks } from '@chedun/assets/contract';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { DutyAsks } from '@chedun/duty-roster/contract';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { incidentChecks } from './checks.ts';
import type { IncidentAsks } from './contract.ts';
import { incidentReadModel } from './read-model.ts';
import { incidentRoutes } from './routes.ts';
import { readShippedRules, type ShippedRules } from './shipped.ts';
import { bringAllClocks } from './use-cases/bring-clocks.ts';
import { addEvidence, readEvidence, verifyEvidence } from './use-cases/evidence.ts';
import { regrade } from './use-cases/grade.ts';
import { openIncident } from './use-cases/open.ts';
import { issueReport, recordSubmission } from './use-cases/report.ts';
import { changeSettings } from './use-cases/settings.ts';
import { addNote, changeNarrative, changeRecovery, changeState, recordCall, startPlan } from './use-cases/work.ts';

/** Modules that incidents stand on. */
export interface IncidentNeeds {
  readonly assets: AssetsAsks;
  readonly governance: GovernanceAsks;
  readonly deadlines: DeadlineAsks;
  readonly documents: DocumentsAsks;
  readonly organisation: OrganisationAsks;
  readonly 'duty-roster': DutyAsks;
}

/** The rules are read once, when they are first wanted. */
const openRules = (): (() => Promise<ShippedRules>) => {
  let read: Promise<ShippedRules> | undefined;
  return () => {
    read ??= readShippedRules();
    return read;
  };
};

/** Builds the module from the platform. */
export const buildIncidents = (
  { records, clock, newId, blobs }: Pick<Platform, 'records' | 'clock' | 'newId' | 'blobs'>,
  { assets, governance, deadlines, documents, organisation, 'duty-roster': duty }: IncidentNeeds,
): ModuleParts<IncidentAsks> => {
  const store = {
    records,
    now: clock.now,
    newId,
    rules: openRules(),
    blobs,
    clocks: deadlines,
    documents,
    organisation,
    duty,
  };
  const { findingById } = governance;
  const grades = { ...store, findingById, countRegistered: assets.countRegistered };
  const screens = incidentReadModel(grades);
  const note = addNote(store);
  return {
    asks: {
      summary: screens.summary,
      milestones: screens.milestones,
      endedSince: screens.endedSince,
      ofFinding: screens.ofFinding,
      addMeasure: (id, text, actor) => note(id, { kind: 'measure', text }, actor),
    },
    routes: incidentRoutes({
      screens,
      open: openIncident(grades),
      link: (id, findings, actor) => regrade(grades, id, { findings, reason: `关联 ${findings.length} 条告警` }, actor),
      changeFacts: (id, { facts, reason }, actor) => regrade(grades, id, { facts, reason }, actor),
      changeNarrative: changeNarrative(store),
      changeRecovery: changeRecovery(store),
      startPlan: startPlan(store),
      recordCall: recordCall(store),
      addNote: note,
      changeState: (id, { to, comment }, actor) => changeState(store)(id, to, comment, actor),
      changeSettings: changeSettings(store),
      addEvidence: addEvidence(store),
      readEvidence: readEvidence(store),
      verifyEvidence: verifyEvidence(store),
      issueReport: issueReport(store),
      recordSubmission: recordSubmission(store),
    }),
    jobs: [{ name: 'clocks', cron: '* * * * *', run: bringAllClocks(grades) }],
    checks: incidentChecks({ screens, clocks: deadlines, now: clock.now }),
  };
};
