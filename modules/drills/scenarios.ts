import { readdir, readFile } from 'node:fs/promises';
import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import { Scenario, type ScenarioSummary } from './contract.ts';
import { drillError } from './error.ts';

const FOLDER = new URL('../../content/drills/', import.meta.url);

/** The scenarios that the product brings, by file name; read once. */
export const openScenarios = (): {
  readonly all: () => Promise<readonly Scenario[]>;
  readonly byId: (id: string) => Promise<Scenario>;
} => {
  let read: Promise<readonly Scenario[]> | undefined;
  const load = async (): Promise<readonly Scenario[]> => {
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).toSorted();
    return Promise.all(
      names.map(async (name) => Scenario.parse(JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')))),
    );
  };
  const all = (): Promise<readonly Scenario[]> => (read ??= load());
  return {
    all,
    byId: async (id) => {
      const found = (await all()).find((each) => each.id === id);
      if (found === undefined) throw drillError('drills.scenario-unknown', 'scenario');
      return found;
    },
  };
};

interface Needs {
  readonly detection: Pick<DetectionAsks, 'rulesInUse'>;
  readonly correlation: Pick<CorrelationAsks, 'evaluateLater'>;
}

/** A scenario in lists, with what it expects and is not at work here. */
export const summariesOf = async (
  scenarios: readonly Scenario[],
  { detection, correlation }: Needs,
): Promise<ScenarioSummary[]> => {
  const rules = new Set((await detection.rulesInUse()).map(({ id }) => id));
  const runs = (kind: 'rule' | 'correlation', id: string): boolean =>
    kind === 'rule' ? rules.has(id) : correlation.evaluateLater(id) !== undefined;
  return scenarios.map(({ templates: _none, injects, expectations, ...facts }) => ({
    ...facts,
    minutes: Math.max(...injects.map(({ at }) => at)),
    technical: injects.filter(({ kind }) => kind === 'technical').length,
    human: injects.filter(({ kind }) => kind === 'human').length,
    expectations: expectations.length,
    families: [...new Set(expectations.map(({ family }) => family))],
    missing: expectations.flatMap((each) =>
      each.kind === 'detect' ? each.targets.filter(({ kind, id }) => !runs(kind, id)).map(({ id }) => id) : [],
    ),
  }));
};
