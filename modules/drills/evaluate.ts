import type { CorrelationAsks, HuntableCorrelations } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { Journal } from '@chedun/journal';
import { journalReader, type Pipeline } from '@chedun/pipeline';
import { compileCorrelations, createCorrelator, type CorrelationPlan, type Firing } from '@chedun/sigma';
import type { Scenario } from './contract.ts';
import type { DrillPack, DrillResult } from './worker/drill-pack.ts';

const WORKER = new URL('./worker/drill-stage.ts', import.meta.url);
/** Records come in order of time, so none has to wait for another. */
const LIMITS = { groups: 100_000, bytes: 64 * 1024 * 1024, latenessMs: 0, aheadMs: Number.MAX_SAFE_INTEGER };
const LONGEST_MS = 120_000;
/** Rules that are asked for at once. */
const AT_ONCE = 1000;

/** What evaluating stands on. */
export interface EvaluateNeeds {
  readonly detection: Pick<DetectionAsks, 'rulesInUse' | 'ruleSources'>;
  readonly correlation: Pick<CorrelationAsks, 'huntable' | 'evaluateLater'>;
  readonly pipeline: Pick<Pipeline, 'replay'>;
}

/** Place of an injected record. */
interface Place {
  readonly seq: number;
  readonly index: number;
}
/** A rule or a correlation that fired, with the records behind it. */
export interface Fired {
  readonly kind: 'rule' | 'correlation';
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly level: string;
  readonly places: readonly Place[];
}
/** What came of the whole journal of a run. */
export interface Evaluated {
  readonly fired: readonly Fired[];
  readonly refused: ReadonlyMap<number, number>;
}

/** Correlations that a scenario expects. */
const correlationsOf = (scenario: Scenario): readonly string[] => [
  ...new Set(
    scenario.expectations.flatMap((each) =>
      each.kind === 'detect' ? each.targets.filter(({ kind }) => kind === 'correlation').map(({ id }) => id) : [],
    ),
  ),
];

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The rules at work with their exceptions, exactly as they are now. */
const rulesAtWork = async ({ detection }: EvaluateNeeds) => {
  const inUse = await detection.rulesInUse();
  const exceptions = new Map<string, readonly unknown[]>();
  const excepted = inUse.filter((rule) => rule.exceptions > 0).map(({ id }) => id);
  for (let at = 0; at < excepted.length; at += AT_ONCE)
    for (const source of await detection.ruleSources(excepted.slice(at, at + AT_ONCE)))
      exceptions.set(source.id, source.exceptions);
  return inUse.map((rule) => ({ ...rule, exceptions: exceptions.get(rule.id) ?? [] }));
};

const NO_CORRELATIONS: HuntableCorrelations = { documents: [], wanted: [], rules: [] };

const correlationsAtWork = async ({ correlation }: EvaluateNeeds, scenario: Scenario) => {
  const ids = correlationsOf(scenario).filter((id) => correlation.evaluateLater(id) !== undefined);
  return ids.length === 0 ? NO_CORRELATIONS : correlation.huntable({ ids });
};

/** Sends the hits through the windows in order of time, and lets time pass at the end so that windows close. */
const correlate = (plan: CorrelationPlan, results: readonly DrillResult[]): Firing[] => {
  const correlator = createCorrelator(plan, LIMITS);
  const hits = results
    .flatMap(({ base }) => base.flatMap(({ seq, hits: all }) => all.map((hit) => ({ seq, hit }))))
    .toSorted((a, b) => a.hit[1] - b.hit[1]);
  const firings: Firing[] = [];
  for (const {
    seq,
    hit: [rule, time, weight, index, values],
  } of hits) {
    const fields = plan.fields(rule);
    const value = (field: string): string | number | undefined => values[fields.indexOf(field)] ?? undefined;
    firings.push(...correlator.observe({ rule, time, weight, ref: `${seq}/${index}`, value }));
  }
  const last = hits.at(-1)?.hit[1];
  if (last !== undefined) firings.push(...correlator.advance(last + plan.reachMs + 1));
  return firings;
};

/** A correlation and those that it refers to. */
const keysBehind = (plan: CorrelationPlan, key: string, known = new Set<string>()): ReadonlySet<string> => {
  if (known.has(key)) return known;
  known.add(key);
  const keys = new Set(plan.rules.map(plan.keyOf));
  for (const input of plan.inputs(key)) if (keys.has(input)) keysBehind(plan, input, known);
  return known;
};

const placeOf = (ref: string): Place => {
  const [seq = 0, index = 0] = ref.split('/').map(Number);
  return { seq, index };
};

/** Shows every frame of the journal of a run to the rules at work, in a worker of its own: decoder → rules → correlations. */
export const evaluateJournal =
  (needs: EvaluateNeeds) =>
  async (scenario: Scenario, journal: Journal, through: number): Promise<Evaluated> => {
    const [rules, correlations] = await Promise.all([rulesAtWork(needs), correlationsAtWork(needs, scenario)]);
    const sources = new Map(correlations.rules.map((each) => [each.id, each]));
    const find = (reference: string): string | undefined =>
      sources.get(reference)?.id ?? [...sources.values()].find(({ document }) => document.name === reference)?.id;
    const plan = compileCorrelations(correlations.documents, find);
    const base = plan.baseRules().flatMap((id) => {
      const source = sources.get(id);
      return source ? [{ id, document: source.document, exceptions: source.exceptions, fields: plan.fields(id) }] : [];
    });
    const init: DrillPack = {
      rules: rules.map(({ id, document, exceptions }) => ({ id, document, exceptions })),
      base: { version: 1, rules: base },
    };
    const results: DrillResult[] = [];
    await needs.pipeline.replay({
      stage: { worker: WORKER, init },
      reader: journalReader('drill', journal, () => undefined),
      from: 1,
      to: through,
      take: async ({ result }) => void results.push(result as DrillResult),
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    const byRule = Map.groupBy(
      results.flatMap(({ hits }) => hits),
      ({ rule }) => rule,
    );
    const firings = correlate(plan, results);
    return {
      fired: [
        ...rules.flatMap(({ id, title, titleZh, level }): Fired[] => {
          const hits = byRule.get(id) ?? [];
          return hits.length === 0 ? [] : [{ kind: 'rule', id, title, titleZh, level, places: hits }];
        }),
        ...correlations.documents.flatMap((document): Fired[] => {
          const own = firings.filter(({ rule }) => rule === plan.keyOf(document));
          const { id, title } = document;
          if (own.length === 0 || id === undefined || !correlations.wanted.includes(id)) return [];
          const titleZh = textOf(document.custom['x-title-zh']);
          const behind = keysBehind(plan, plan.keyOf(document));
          const places = firings.filter(({ rule }) => behind.has(rule)).flatMap(({ refs }) => refs.map(placeOf));
          return [{ kind: 'correlation', id, title, titleZh, level: document.level ?? 'medium', places }];
        }),
      ],
      refused: new Map(results.flatMap(({ refused }) => refused)),
    };
  };
