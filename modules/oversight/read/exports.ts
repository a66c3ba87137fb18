import { readFile } from 'node:fs/promises';
import type { Records } from '@chedun/records';
import { readDataRules, type DataRules } from '@chedun/regulations';
import type { FilingFacts, SupervisionAsks } from '@chedun/supervision/contract';
import type { ExportLine } from '../contract.ts';
import { declaredOf, exportProblems, observedOf, routeOf } from '../domain/exports.ts';
import type { OversightTables } from '../tables.ts';

export interface ExportNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly now: () => number;
  readonly supervision: Pick<SupervisionAsks, 'enterprises' | 'filings'>;
  readonly rules: () => Promise<DataRules>;
}

/** Reads the rules on data once. */
export const openRules = (): (() => Promise<DataRules>) => {
  let kept: Promise<DataRules> | undefined;
  const file = new URL('../../../content/regulations/data-rules.json', import.meta.url);
  return () => (kept ??= readFile(file, 'utf8').then((text) => readDataRules(JSON.parse(text))));
};

/** What a task about a difference is known by. */
const exportSource = (enterprise: string, rule: string): string => `${enterprise}/${rule}`;

const tasksOf = async ({ records }: ExportNeeds): Promise<ReadonlyMap<string, string>> => {
  const rows = await records
    .read<OversightTables>()
    .selectFrom('oversight.notices')
    .select(['id', 'source_id'])
    .where('source_kind', '=', 'export')
    .where('state', '=', 'open')
    .orderBy('issued_at')
    .limit(5_000)
    .execute();
  return new Map(rows.map(({ id, source_id: source }) => [source, id]));
};

const newest = (filings: readonly FilingFacts[], enterprise: string): FilingFacts[] =>
  filings.filter((each) => each.enterprise === enterprise);

/** The register of data exports: declared against what later reports of the same enterprise say. */
export const exportRegister = (needs: ExportNeeds) => async (): Promise<ExportLine[]> => {
  const [firms, filed, annual, risks, rules, tasks] = await Promise.all([
    needs.supervision.enterprises(),
    needs.supervision.filings({ kind: 'data-export' }),
    needs.supervision.filings({ kind: 'annual-report' }),
    needs.supervision.filings({ kind: 'risk-assessment' }),
    needs.rules(),
    tasksOf(needs),
  ]);
  return firms.flatMap(({ id, name, province }) => {
    const [filing] = newest(filed, id);
    const since = filing?.receivedAt ?? '';
    const later = newest([...annual, ...risks], id).filter(({ receivedAt }) => receivedAt >= since);
    const observed = observedOf(later.map(({ data }) => data));
    if (filing === undefined && observed.exports === 'not-stated') return [];
    const declared = filing === undefined ? undefined : declaredOf(filing.data);
    const problems = exportProblems(declared, observed, rules, needs.now());
    return [
      {
        enterprise: { id, name, province },
        filing: filing?.filing ?? null,
        number: filing?.number ?? '',
        declaredRoute: declared?.route ?? null,
        computedRoute: declared === undefined ? null : routeOf(declared, rules).route,
        persons: declared?.persons ?? 0,
        sensitive: declared?.sensitive ?? 0,
        observedPersons: observed.persons,
        important: declared?.important ?? false,
        recipients: [...(declared?.recipients ?? [])],
        assessedOn: declared?.assessedOn ?? '',
        filedAt: filing?.receivedAt ?? null,
        problems: problems.map((each) => ({ ...each, notice: tasks.get(exportSource(id, each.rule)) ?? null })),
      },
    ];
  });
};
