import type { Coverage, CoverageList, LastRuns, Run, RunLine } from './contract.ts';
import { applicableTo, isGap, worstLight } from './domain/run.ts';
import { riskError } from './errors.ts';
import { runOf, today, type Needs } from './store.ts';
import type { RiskTables } from './tables.ts';

const lineOf = ({ items, risks: _risks, ...run }: Run): RunLine => ({
  ...run,
  applicable: items.filter(({ result }) => result !== 'n-a').length,
  passed: items.filter(({ result }) => result === 'pass').length,
  gaps: items.filter(isGap).length,
});

const filingOf = async ({ filing }: Needs, id: string): Promise<Run['filing']> =>
  (await filing.caseOf({ kind: 'risk-run', id })) ?? null;

/** GET /risks/runs: newest first. */
export const listRuns = (needs: Needs) => async (): Promise<{ items: RunLine[] }> => {
  const rows = await needs.records
    .read<RiskTables>()
    .selectFrom('risks.runs')
    .selectAll()
    .orderBy('made_at', 'desc')
    .limit(1000)
    .execute();
  return {
    items: await Promise.all(
      rows.map(async (row) => lineOf(runOf(row, row.case_id === null ? null : await filingOf(needs, row.id)))),
    ),
  };
};

/** When each graded unit was last tested and assessed. */
export const lastRuns = (needs: Needs) => async (): Promise<LastRuns[]> => {
  const done = await needs.records
    .read<RiskTables>()
    .selectFrom('risks.runs')
    .select(({ fn }) => ['unit', 'kind', fn.max('ended_on').as('on')])
    .where('state', '=', 'done')
    .groupBy(['unit', 'kind'])
    .execute();
  const on = (unit: string, kind: Run['kind']): string | null =>
    done.find((each) => each.unit === unit && each.kind === kind)?.on ?? null;
  return (await needs.filing.units())
    .filter(({ level }) => level !== null)
    .map(({ id, name }) => ({ name, evaluatedOn: on(id, 'evaluation'), assessedOn: on(id, 'risk-assessment') }));
};

/** GET /risks/runs/:id */
export const readRun =
  (needs: Needs) =>
  async (id: string): Promise<Run> => {
    const query = needs.records.read<RiskTables>().selectFrom('risks.runs').selectAll().where('id', '=', id);
    const row = await query.executeTakeFirst();
    if (row === undefined) throw riskError('risks.unknown', { field: 'id' });
    return runOf(row, row.case_id === null ? null : await filingOf(needs, id));
  };

/** Lights of obligations, each asked for once. */
export const lightsOf = async (
  { posture }: Pick<Needs, 'posture'>,
  obligations: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const lights = new Map<string, string>();
  for (const each of new Set(obligations)) lights.set(each, await posture.lightOf(each));
  return lights;
};

/** Coverage of the machine items of the baseline, unit by unit: passed of applicable. */
const coverageNow = async (needs: Needs): Promise<Omit<Coverage, 'history'>[]> => {
  const [{ items }, units] = await Promise.all([needs.content.baseline(), needs.filing.units()]);
  const machine = items.filter(({ kind }) => kind === 'machine');
  const graded = units.filter(({ level }) => level !== null);
  if (graded.length === 0) return [];
  const lights = await lightsOf(
    needs,
    machine.flatMap(({ obligations }) => obligations),
  );
  return graded.map(({ id, name, level }) => {
    const own = applicableTo(machine, level ?? 0).map(({ id: item, title, obligations }) => ({
      id: item,
      title,
      light: worstLight(obligations.map((each) => lights.get(each) ?? 'none')),
    }));
    return {
      unit: id,
      name,
      level: level ?? 0,
      applicable: own.length,
      passed: own.filter(({ light }) => light === 'green').length,
      items: own,
    };
  });
};

/** GET /risks/coverage */
export const readCoverage = (needs: Needs) => async (): Promise<CoverageList> => {
  const [{ version }, items, past] = await Promise.all([
    needs.content.baseline(),
    coverageNow(needs),
    needs.records.read<RiskTables>().selectFrom('risks.coverage').selectAll().orderBy('day').limit(100_000).execute(),
  ]);
  const byUnit = Map.groupBy(past, ({ unit }) => unit);
  return {
    baseline: { version, basis: 'unverified' },
    items: items.map((each) => ({
      ...each,
      history: (byUnit.get(each.unit) ?? [])
        .slice(-180)
        .map(({ day, applicable, passed }) => ({ day, applicable, passed })),
    })),
  };
};

/** Keeps the coverage of today. */
export const keepCoverage = (needs: Needs) => async (): Promise<void> => {
  const [{ version }, items] = await Promise.all([needs.content.baseline(), coverageNow(needs)]);
  const day = today(needs);
  await needs.records.transaction(async (tx) => {
    for (const { unit, applicable, passed } of items)
      await tx
        .as<RiskTables>()
        .insertInto('risks.coverage')
        .values({ unit, day, baseline: version, applicable, passed })
        .onConflict((on) => on.columns(['unit', 'day']).doUpdateSet({ applicable, passed, baseline: version }))
        .execute();
  });
};
