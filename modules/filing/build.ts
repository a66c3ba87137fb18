import type { AssetsAsks } from '@chedun/assets/contract';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { filingChecks } from './checks.ts';
import { clocksOfUnits, passedReviews, reviewSubject } from './clocks.ts';
import { openContent } from './content.ts';
import type { FilingAsks } from './contract.ts';
import { caseLine, listCases, readCase, readExchange } from './read-cases.ts';
import { readGrading, readLevelRule } from './read-levels.ts';
import { listProjects } from './read-projects.ts';
import { listUnits, proposeUnits, readUnit, unitLines } from './read-units.ts';
import { filingRoutes } from './routes.ts';
import type { FilingTables } from './tables.ts';
import { openTransport } from './transport.ts';
import { compareUnits } from './use-cases/compare.ts';
import { gradeUseCases } from './use-cases/grade.ts';
import { handInUseCases, type HandInNeeds } from './use-cases/hand-in.ts';
import { unitUseCases } from './use-cases/keep-units.ts';
import { pollCases } from './use-cases/poll.ts';
import { openCase, prepareUseCases } from './use-cases/prepare.ts';
import { projectUseCases, watchFilings } from './use-cases/projects.ts';
import { takeReceipt } from './use-cases/take-receipt.ts';

/** What the module is given by others. */
export interface FilingGiven {
  readonly assets: AssetsAsks;
  readonly deadlines: DeadlineAsks;
  readonly documents: DocumentsAsks;
  readonly organisation: OrganisationAsks;
}

const MINUTES = '*/10 * * * *';

/** Clocks of filings that are overdue, over all units. */
const overdueClocks = (needs: HandInNeeds) => async (): Promise<number> =>
  (await clocksOfUnits(needs)).filter(({ overdue, rule }) => overdue && ['GRD-1', 'GRD-2'].includes(rule.id)).length;

const asksOf = (needs: HandInNeeds): FilingAsks => ({
  units: async () => {
    const [lines, reviews, members] = await Promise.all([
      unitLines(needs),
      passedReviews(needs),
      needs.records.read<FilingTables>().selectFrom('filing.members').selectAll().execute(),
    ]);
    const byUnit = Map.groupBy(members, ({ unit }) => unit);
    const subject = (id: string): string | null => {
      const review = reviews.get(id);
      return review === undefined ? null : reviewSubject(id, review);
    };
    return lines.map((line) => ({
      ...line,
      clockSubject: subject(line.id),
      assets: (byUnit.get(line.id) ?? []).map(({ kind, asset }) => `${kind}:${asset}`),
    }));
  },
  openCase: openCase(needs),
  caseOf: async ({ kind, id }) => {
    const row = await needs.records
      .read<FilingTables>()
      .selectFrom('filing.cases')
      .selectAll()
      .where('subject_kind', '=', kind)
      .where('subject_id', '=', id)
      .orderBy('opened_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { state, number } = caseLine(row, needs.clock.now());
    return { id: row.id, state, number };
  },
});

/** Builds the module from the platform. */
export const buildFiling = (
  { records, clock, newId, blobs, keys }: Pick<Platform, 'records' | 'clock' | 'newId' | 'blobs' | 'keys'>,
  { assets, deadlines, documents, organisation }: FilingGiven,
): ModuleParts<FilingAsks> => {
  const content = openContent();
  const transport = openTransport();
  const needs = { records, clock, newId, blobs, keys, content, assets, deadlines, documents, organisation, transport };
  const units = listUnits(needs);
  const cases = listCases(needs);
  const projects = listProjects(needs);
  const poll = pollCases(needs);
  const compare = compareUnits(needs);
  return {
    asks: asksOf(needs),
    routes: filingRoutes({
      listUnits: units,
      readUnit: readUnit(needs),
      proposeUnits: proposeUnits(needs),
      ...unitUseCases(needs),
      readLevelRule: readLevelRule({ ...needs, countVehicles: assets.countVehicles }),
      readGrading: readGrading(needs),
      ...gradeUseCases(needs),
      listCases: cases,
      readCase: readCase(needs),
      ...prepareUseCases(needs),
      ...handInUseCases(needs),
      takeReceipt: takeReceipt(needs),
      readExchange: readExchange(needs),
      poll,
      compare,
      listProjects: projects,
      ...projectUseCases(needs),
    }),
    checks: filingChecks({ units, cases, projects, overdue: overdueClocks(needs) }),
    jobs: [
      { name: 'poll', cron: '* * * * *', run: async () => void (await poll()) },
      { name: 'compare', cron: '30 2 * * *', run: async () => void (await compare()) },
      { name: 'watch', cron: MINUTES, run: () => watchFilings(needs)() },
    ],
  };
};
