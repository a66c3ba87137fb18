import { worded, type SigmaError } from '../errors.ts';
import { say, type Reason } from '../reason/reason.ts';
import { fieldIn, measuredFields } from './fields.ts';
import type { CorrelationPlan, CorrelationRule, RuleResolver } from './types.ts';

/** A correlation with what its references stand for. */
interface Linked {
  readonly rule: CorrelationRule;
  readonly inputs: readonly string[];
  /** Correlations in its longest chain. */
  readonly depth: number;
}

/** Correlations in a chain at most. */
const MOST_DEPTH = 32;

/** Where compilation stands: correlations by key, and which of them are being looked at. */
interface Linking {
  readonly byReference: ReadonlyMap<string, CorrelationRule>;
  readonly resolve: RuleResolver;
  readonly linked: Map<string, Linked>;
  readonly broken: Set<string>;
  readonly path: CorrelationRule[];
  readonly errors: SigmaError[];
}

/**
 * Links correlations with the rules and correlations that they refer to. One whose references are unknown, run in a circle or
 * lack a field that they are grouped by is left out with a reason; so is one that refers to it. The others run.
 */
export const compileCorrelations = (rules: readonly CorrelationRule[], known: RuleResolver): CorrelationPlan => {
  const errors: SigmaError[] = [];
  const own = withoutTwins(rules, errors);
  const state: Linking = {
    byReference: new Map(
      own.flatMap((rule) => [rule.name, rule.id].filter((name) => name !== undefined).map((name) => [name, rule])),
    ),
    resolve: known,
    linked: new Map(),
    broken: new Set(),
    path: [],
    errors,
  };
  for (const rule of own) link(rule, state);
  return planOf([...state.linked.values()], errors);
};

const keyOf = (rule: CorrelationRule): string => rule.id ?? rule.name ?? `${rule.file}:${rule.line}`;

const withoutTwins = (rules: readonly CorrelationRule[], errors: SigmaError[]): readonly CorrelationRule[] => {
  const taken = new Set<string>();
  return rules.filter((rule) => {
    const names = [keyOf(rule), ...(rule.name === undefined ? [] : [rule.name])];
    const twin = names.find((name) => taken.has(name));
    if (twin !== undefined) {
      errors.push(errorOf(rule, say('correlation-twice', { key: twin }), rule.id === twin ? 'id' : 'name'));
      return false;
    }
    for (const name of names) taken.add(name);
    return true;
  });
};

const errorOf = (rule: CorrelationRule, why: Reason, field: string): SigmaError => ({
  code: 'sigma.correlation',
  ...worded(why),
  file: rule.file,
  line: rule.line,
  field,
  title: rule.title,
  ...(rule.id === undefined ? {} : { ruleId: rule.id }),
});

/** Links what the rule refers to, then the rule. */
const link = (rule: CorrelationRule, state: Linking): void => {
  const key = keyOf(rule);
  if (state.linked.has(key) || state.broken.has(key)) return;
  state.path.push(rule);
  const inputs: string[] = [];
  const why = linkReferences(rule, state, inputs);
  state.path.pop();
  const depth = 1 + Math.max(0, ...inputs.map((input) => state.linked.get(input)?.depth ?? 0));
  if (why === undefined) state.linked.set(key, { rule, inputs, depth });
  else {
    state.broken.add(key);
    state.errors.push(errorOf(rule, why, 'correlation.rules'));
  }
};

const linkReferences = (rule: CorrelationRule, state: Linking, inputs: string[]): Reason | undefined => {
  for (const name of rule.rules) {
    const inner = state.byReference.get(name);
    const why = inner === undefined ? linkPlain(name, state, inputs) : linkInner(rule, name, inner, state, inputs);
    if (why !== undefined) return why;
  }
  if (rule.type === 'temporal_ordered') return undefined;
  const twice = rule.rules.find((_, at) => inputs.indexOf(inputs[at] ?? '') < at);
  return twice === undefined ? undefined : say('correlation-rule-twice', { name: twice });
};

const linkPlain = (name: string, state: Linking, inputs: string[]): Reason | undefined => {
  const id = state.resolve(name);
  if (id === undefined) return say('reference-unknown', { name });
  inputs.push(id);
  return undefined;
};

const linkInner = (
  rule: CorrelationRule,
  name: string,
  inner: CorrelationRule,
  state: Linking,
  inputs: string[],
): Reason | undefined => {
  const from = state.path.indexOf(inner);
  if (from >= 0) {
    const circle = [...state.path.slice(from), inner].map((one) => one.name ?? one.id ?? one.title);
    return say('reference-cycle', { path: circle.join(' → ') });
  }
  if (state.path.length >= MOST_DEPTH) return say('reference-deep', { most: MOST_DEPTH });
  link(inner, state);
  if ((state.linked.get(keyOf(inner))?.depth ?? 0) >= MOST_DEPTH) return say('reference-deep', { most: MOST_DEPTH });
  if (state.broken.has(keyOf(inner))) return say('reference-broken', { name });
  const wanted = [...rule.groupBy, ...measuredFields(rule)].map((field) => fieldIn(rule, name, field));
  const missing = wanted.find((field) => !inner.groupBy.includes(field));
  if (missing !== undefined) return say('reference-field', { name, field: missing });
  inputs.push(keyOf(inner));
  return undefined;
};

const planOf = (linked: readonly Linked[], errors: readonly SigmaError[]): CorrelationPlan => {
  const byKey = new Map(linked.map((one) => [keyOf(one.rule), one]));
  const fields = fieldsByRule(linked, byKey);
  const generating = new Map<string, boolean>();
  for (const { rule, inputs } of linked)
    for (const input of inputs) generating.set(input, generating.get(input) === true || rule.generate);
  const reach = new Map<string, number>();
  for (const { rule, inputs } of linked)
    reach.set(keyOf(rule), rule.timespanMs + Math.max(0, ...inputs.map((input) => reach.get(input) ?? 0)));
  return {
    rules: linked.map(({ rule }) => rule),
    errors: errors.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)),
    keyOf,
    baseRules: () => [...fields.keys()],
    inputs: (key) => byKey.get(key)?.inputs ?? [],
    fields: (ruleId) => fields.get(ruleId) ?? [],
    standsAlone: (key) => generating.get(key) ?? true,
    reachMs: Math.max(0, ...reach.values()),
  };
};

const fieldsByRule = (
  linked: readonly Linked[],
  byKey: ReadonlyMap<string, Linked>,
): ReadonlyMap<string, readonly string[]> => {
  const fields = new Map<string, Set<string>>();
  for (const { rule, inputs } of linked) {
    inputs.forEach((input, at) => {
      if (byKey.has(input)) return;
      const wanted = fields.get(input) ?? new Set();
      fields.set(input, wanted);
      for (const name of [...rule.groupBy, ...measuredFields(rule)])
        wanted.add(fieldIn(rule, rule.rules[at] ?? '', name));
    });
  }
  return new Map([...fields].map(([rule, names]) => [rule, [...names]]));
};
