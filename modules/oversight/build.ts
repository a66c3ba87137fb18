import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { supervisionEvents, type SupervisionAsks } from '@chedun/supervision/contract';
import type { WorkdayAsks } from '@chedun/workdays/contract';
import { openBases, openColours } from './bases.ts';
import { oversightChecks } from './checks.ts';
import { oversightError } from './errors.ts';
import { exportRegister, openRules } from './read/exports.ts';
import { listIncidents, readIncident } from './read/incidents.ts';
import { listInspections, readInspection } from './read/inspections.ts';
import { listNotices, readNotice } from './read/notices.ts';
import { ownFile, ownNotice, ownNotices } from './read/own.ts';
import { readStatistics } from './read/statistics.ts';
import { oversightRoutes } from './routes.ts';
import type { OversightUses } from './routes/uses.ts';
import type { OversightTables } from './tables.ts';
import { acknowledge, firmOf, giveFeedback } from './use-cases/answer.ts';
import { changeNotice, liftNotice } from './use-cases/change.ts';
import { bringFile, openFile } from './use-cases/files.ts';
import { cancelInspection, fillItem, orderInspection, reportInspection } from './use-cases/inspect.ts';
import { decidePenalty, proposePenalty, reviewDelivery } from './use-cases/review.ts';
import { sendNotice } from './use-cases/send.ts';
import { openTables, takeReport } from './use-cases/take-report.ts';
import { watchOversight } from './use-cases/watch.ts';
import { bringRelays, relayDone, workIncident } from './use-cases/work-incident.ts';

export interface OversightGiven {
  readonly supervision: SupervisionAsks;
  readonly deadlines: DeadlineAsks;
  readonly documents: DocumentsAsks;
  readonly organisation: OrganisationAsks;
  readonly workdays: WorkdayAsks;
}

const HOURLY = '13 * * * *';
const UNNAMED = '监管部门';

const needsOf = (platform: Platform, given: OversightGiven) => ({
  records: platform.records,
  blobs: platform.blobs,
  jobs: platform.jobs,
  newId: platform.newId,
  now: () => platform.clock.now(),
  bases: openBases(),
  colours: openColours(),
  tables: openTables(),
  rules: openRules(),
  authority: async () => (await given.organisation.profile())?.name ?? UNNAMED,
  ...given,
});
type Needs = ReturnType<typeof needsOf>;

/** The order or the record of an inspection, as it was signed. */
const inspectionFile =
  ({ records, documents }: Needs): OversightUses['inspectionFile'] =>
  async (id, which) => {
    const query = records.read<OversightTables>().selectFrom('oversight.inspections').selectAll();
    const row = await query.where('id', '=', id).executeTakeFirst();
    const version = which === 'order' ? 1 : row?.report_version;
    if (row === undefined || version === null || version === undefined) throw oversightError('oversight.unknown');
    const bytes = await documents.packageOf(row.document, version);
    return { contentType: 'application/zip', fileName: `${row.number}-${which}.cdf`, bytes };
  };

const ofEnterprise = (
  needs: Needs,
): Pick<OversightUses, 'own' | 'ownOne' | 'ownFile' | 'acknowledge' | 'feedback' | 'bringOwn'> => ({
  own: ownNotices(needs),
  ownOne: ownNotice(needs),
  ownFile: ownFile(needs),
  acknowledge: acknowledge(needs),
  feedback: giveFeedback(needs),
  bringOwn: async (bytes, name, actor) => bringFile(needs)(bytes, name, (await firmOf(needs, actor)).id, actor),
});

/** Builds the module from the platform. */
export const buildOversight = (platform: Platform, given: OversightGiven): ModuleParts<Record<never, never>> => {
  const needs = needsOf(platform, given);
  const statistics = readStatistics(needs);
  const exports = exportRegister(needs);
  const inspections = listInspections(needs);
  return {
    asks: {},
    routes: oversightRoutes({
      ...ofEnterprise(needs),
      bases: needs.bases.all,
      notices: listNotices(needs),
      notice: readNotice(needs),
      send: sendNotice(needs),
      change: changeNotice(needs),
      lift: liftNotice(needs),
      review: reviewDelivery(needs),
      propose: proposePenalty(needs),
      decide: decidePenalty(needs),
      bring: (bytes, name, actor) => bringFile(needs)(bytes, name, null, actor),
      file: openFile(needs),
      statistics,
      incidents: listIncidents(needs),
      incident: readIncident(needs),
      work: workIncident(needs),
      relay: relayDone(needs),
      exports,
      inspections,
      inspection: readInspection(needs),
      order: orderInspection(needs),
      fill: fillItem(needs),
      cancel: cancelInspection(needs),
      report: reportInspection(needs),
      inspectionFile: inspectionFile(needs),
    }),
    reactions: [
      {
        name: 'take-report',
        on: supervisionEvents.received,
        react: (event, tx) => takeReport(needs)(event.payload, tx),
      },
    ],
    jobs: [
      { name: 'relays', run: bringRelays(needs) },
      { name: 'watch', cron: HOURLY, run: watchOversight({ ...needs, register: exports }) },
    ],
    checks: oversightChecks({
      statistics,
      register: exports,
      inspections,
      firms: async () => (await given.supervision.enterprises()).length,
    }),
  };
};
