import { alternativesOf } from './alternatives.ts';
import { fieldIn, measuredFields } from './fields.ts';
import type { Order } from './groups.ts';
import { markMeasure, type TemporalCondition } from './marks.ts';
import type { Measure, Tables } from './measure.ts';
import { countMeasure, distinctMeasure, percentileMeasure, sumMeasure } from './measures.ts';
import type { Bound, CorrelationPlan, CorrelationRule } from './types.ts';

/** Fields of the hits of one input: names in its own events. */
interface InputFields {
  readonly group: readonly string[];
  readonly measured: readonly string[];
}

/** One correlation at work. */
export interface Runner {
  readonly rule: CorrelationRule;
  readonly key: string;
  readonly index: number;
  readonly measure: Measure;
  /** What the value of a hit is: a text that is counted, a number, or nothing. */
  readonly reads: 'text' | 'number' | 'nothing';
  /** By place of the reference. */
  readonly fields: readonly InputFields[];
  /** Whether a window fires as soon as it meets the condition, because no later hit can change that; else at its end. */
  readonly early: boolean;
  /** Groups by their last hit; they end in this order. */
  readonly order: Order;
  readonly alone: boolean;
  /** Everything that decides what its windows mean: a snapshot fits when this is the same. */
  readonly fingerprint: string;
  refused: number;
  noticed: number;
}

/** A correlation and the places where it names an input. */
export interface Route {
  readonly runner: Runner;
  readonly positions: readonly number[];
}

/** Puts the correlations of a plan to work on shared tables. */
export const runnersOf = (plan: CorrelationPlan, tables: Tables): readonly Runner[] =>
  plan.rules.map((rule, index) => {
    const key = plan.keyOf(rule);
    const measured = measuredFields(rule);
    return {
      rule,
      key,
      index,
      measure: measureOf(rule, tables),
      reads: rule.type === 'value_count' ? 'text' : rule.type.startsWith('value_') ? 'number' : 'nothing',
      fields: rule.rules.map((reference) => ({
        group: rule.groupBy.map((name) => fieldIn(rule, reference, name)),
        measured: measured.map((name) => fieldIn(rule, reference, name)),
      })),
      early: firesEarly(rule),
      order: { oldest: -1, newest: -1 },
      alone: plan.standsAlone(key),
      fingerprint: fingerprintOf(rule, plan.inputs(key)),
      refused: 0,
      noticed: -Infinity,
    };
  });

/** Which correlations a hit of a rule (or a firing of a correlation) goes to, in the order of the plan. */
export const routesOf = (plan: CorrelationPlan, runners: readonly Runner[]): ReadonlyMap<string, readonly Route[]> => {
  const routes = new Map<string, Route[]>();
  for (const runner of runners) {
    const inputs = plan.inputs(runner.key);
    for (const input of new Set(inputs)) {
      const positions = inputs.flatMap((name, at) => (name === input ? [at] : []));
      routes.set(input, [...(routes.get(input) ?? []), { runner, positions }]);
    }
  }
  return routes;
};

const boundsOf = ({ condition }: CorrelationRule): readonly Bound[] =>
  condition.kind === 'bounds' ? condition.bounds : [];

const measureOf = (rule: CorrelationRule, tables: Tables): Measure => {
  const shape = rule.window.kind === 'sliding' ? 'sliding' : 'fixed';
  const bounds = boundsOf(rule);
  switch (rule.type) {
    case 'event_count':
      return countMeasure(tables, shape, bounds);
    case 'value_count':
      return distinctMeasure(tables, shape, bounds);
    case 'value_sum':
      return sumMeasure(tables, shape, bounds, 'sum');
    case 'value_avg':
      return sumMeasure(tables, shape, bounds, 'average');
    case 'value_percentile':
    case 'value_median':
      return percentileMeasure(tables, shape, bounds, percentileOf(rule));
    default:
      return markMeasure(tables, temporalCondition(rule));
  }
};

const percentileOf = ({ condition }: CorrelationRule): number =>
  condition.kind === 'bounds' ? (condition.percentile ?? 50) : 50;

const temporalCondition = (rule: CorrelationRule): TemporalCondition => {
  const { condition, type } = rule;
  if (condition.kind === 'rules') {
    const alternatives = alternativesOf(condition.expression, rule.rules);
    return { kind: type === 'temporal_ordered_extended' ? 'in-order' : 'any-order', alternatives };
  }
  if (type === 'temporal') return { kind: 'bounds', bounds: condition.bounds };
  return { kind: 'in-order', alternatives: [{ seen: rule.rules.map((_, at) => at), unseen: [] }] };
};

const GROWING = new Set(['event_count', 'value_count', 'temporal']);

const firesEarly = (rule: CorrelationRule): boolean => {
  if (rule.type === 'temporal_ordered') return true;
  if (rule.condition.kind === 'rules')
    return alternativesOf(rule.condition.expression, rule.rules).every(({ unseen }) => unseen.length === 0);
  return GROWING.has(rule.type) && rule.condition.bounds.every(({ op }) => op === 'gt' || op === 'gte');
};

const fingerprintOf = (rule: CorrelationRule, inputs: readonly string[]): string => {
  const { type, rules, groupBy, aliases, timespanMs, window, condition } = rule;
  return JSON.stringify({ type, rules, inputs, groupBy, aliases, timespanMs, window, condition });
};
