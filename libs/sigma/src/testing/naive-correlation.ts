import type { Bound, CorrelationPlan, CorrelationRule, Firing, RuleExpression } from '../correlate/types.ts';

/** A hit of a timeline: plain data. */
export interface TimedHit {
  readonly rule: string;
  readonly time: number;
  readonly weight?: number;
  readonly ref: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** A hit with its place among those of one time: what ends a window comes first, what a hit fires before the hit itself. */
interface Placed extends TimedHit {
  readonly place: number;
}

interface Seen {
  readonly hit: Placed;
  readonly positions: readonly number[];
}

interface Judged {
  readonly value: number;
  readonly from: number;
  readonly refs: readonly string[];
}

/** Windows that end at one time end before its hits, in the order in which they were hit last. */
const END = -1e6;
const MOST_REFS = 50;

/**
 * What the documentation says about correlations, said again without any cleverness: every window is gathered and measured
 * anew for each hit. Takes a whole timeline and gives all firings, as after an `advance` beyond every window. The reference
 * that the engine is held to; shares nothing with it but types.
 */
export const correlateNaively = (plan: CorrelationPlan, timeline: readonly TimedHit[]): readonly Firing[] => {
  const hits: Placed[] = timeline
    .toSorted((left, right) => left.time - right.time)
    .map((hit, at) => ({ ...hit, place: at + 1 }));
  const firings: Firing[] = [];
  for (const rule of plan.rules) {
    const key = plan.keyOf(rule);
    const own = runRule(rule, plan, inOrder(hits));
    firings.push(...own.map(({ firing }) => firing));
    hits.push(
      ...own.map(({ firing, place }) => ({
        rule: key,
        time: firing.at,
        weight: 1,
        ref: firing.refs[firing.refs.length - 1] ?? '',
        fields: Object.fromEntries(firing.group),
        place: place < 0 ? place : place - 0.5,
      })),
    );
  }
  return firings;
};

const inOrder = (hits: readonly Placed[]): readonly Placed[] =>
  hits.toSorted((left, right) => left.time - right.time || left.place - right.place);

interface Placing {
  readonly firing: Firing;
  readonly place: number;
}

const runRule = (rule: CorrelationRule, plan: CorrelationPlan, hits: readonly Placed[]): readonly Placing[] => {
  const key = plan.keyOf(rule);
  const inputs = plan.inputs(key);
  const groups = new Map<string, { values: readonly string[]; seen: Seen[] }>();
  for (const hit of hits) {
    const positions = inputs.flatMap((input, at) => (input === hit.rule ? [at] : []));
    if (positions.length === 0) continue;
    const read = (name: string): string | number | undefined => hit.fields[aliased(rule, positions[0] ?? 0, name)];
    const values = rule.groupBy.map(read);
    if (values.includes(undefined) || !isComplete(rule, fieldsOf(rule).map(read))) continue;
    const texts = values.map(String);
    const group = groups.get(JSON.stringify(texts)) ?? { values: texts, seen: [] };
    groups.set(JSON.stringify(texts), group);
    group.seen.push({ hit, positions });
  }
  return [...groups.values()].flatMap(({ values, seen }) => {
    const group = rule.groupBy.map((field, at) => [field, values[at] ?? ''] as const);
    const found = rule.window.kind === 'sliding' ? slide(rule, seen) : gather(rule, seen);
    return found.map(({ at, place, ...judged }) => ({
      firing: { rule: key, group, ...judged, to: at, at, alone: plan.standsAlone(key) },
      place,
    }));
  });
};

const aliased = (rule: CorrelationRule, position: number, name: string): string => {
  const alias = rule.aliases.find((one) => one.alias === name);
  return alias?.fields.find((one) => one.rule === rule.rules[position])?.field ?? name;
};

const fieldsOf = (rule: CorrelationRule): readonly string[] =>
  rule.condition.kind === 'bounds' ? rule.condition.fields : [];

const isComplete = (rule: CorrelationRule, values: readonly (string | number | undefined)[]): boolean => {
  if (values.includes(undefined)) return false;
  if (!rule.type.startsWith('value_') || rule.type === 'value_count') return true;
  return String(values[0]).trim() !== '' && Number.isFinite(Number(values[0]));
};

interface At extends Judged {
  readonly at: number;
  readonly place: number;
}

const slide = (rule: CorrelationRule, seen: readonly Seen[]): readonly At[] => {
  const found: At[] = [];
  let mayFire = true;
  seen.forEach(({ hit }, index) => {
    const since = hit.time - rule.timespanMs;
    const before = seen.slice(0, index).filter((one) => one.hit.time > since);
    const after = [...before, ...seen.slice(index, index + 1)];
    if (judge(rule, before) === undefined) mayFire = true;
    const judged = judge(rule, after);
    const last = found[found.length - 1];
    if (judged !== undefined && (mayFire || last === undefined || hit.time >= last.at + rule.timespanMs)) {
      found.push({ ...judged, at: hit.time, place: hit.place });
      mayFire = false;
    }
    if (judged === undefined) mayFire = true;
  });
  return found;
};

const gather = (rule: CorrelationRule, seen: readonly Seen[]): readonly At[] => {
  const windows: { seen: Seen[]; end: number; place?: number }[] = [];
  for (const one of seen) {
    const { time } = one.hit;
    const open = windows[windows.length - 1];
    const first = open?.seen[0]?.hit.time ?? 0;
    const full = rule.window.kind === 'session' && time >= first + rule.timespanMs;
    if (open === undefined || time >= open.end || full) {
      if (open !== undefined && full && time < open.end) Object.assign(open, { end: time, place: one.hit.place });
      windows.push({ seen: [one], end: endOf(rule, time) });
      continue;
    }
    open.seen.push(one);
    if (rule.window.kind === 'session') open.end = endOf(rule, time);
  }
  return windows.flatMap(({ seen: whole, end, place }) => {
    const last = whole[whole.length - 1]?.hit.place ?? 0;
    if (!isFinal(rule)) {
      const judged = judge(rule, whole);
      return judged === undefined
        ? []
        : [{ ...judged, from: whole[0]?.hit.time ?? 0, at: end, place: place ?? END + last }];
    }
    for (let count = 1; count <= whole.length; count += 1) {
      const judged = judge(rule, whole.slice(0, count));
      const hit = whole[count - 1]?.hit;
      if (judged !== undefined && hit !== undefined)
        return [{ ...judged, from: whole[0]?.hit.time ?? 0, at: hit.time, place: hit.place }];
    }
    return [];
  });
};

const endOf = (rule: CorrelationRule, time: number): number =>
  rule.window.kind === 'session'
    ? time + rule.window.gapMs
    : Math.floor(time / rule.timespanMs) * rule.timespanMs + rule.timespanMs;

/** Whether a window that meets the condition meets it whatever comes. */
const isFinal = (rule: CorrelationRule): boolean => {
  if (rule.type === 'temporal_ordered') return true;
  if (rule.condition.kind === 'rules') return !JSON.stringify(rule.condition.expression).includes('"not"');
  const lower = rule.condition.bounds.every(({ op }) => op === 'gt' || op === 'gte');
  return lower && ['event_count', 'value_count', 'temporal'].includes(rule.type);
};

/** The number and the references of a window that meets the rule. */
const judge = (rule: CorrelationRule, seen: readonly Seen[]): Judged | undefined => {
  const [first] = seen;
  if (first === undefined) return undefined;
  if (rule.type.startsWith('temporal')) return judgeTemporal(rule, seen);
  const value = numberOf(rule, seen);
  if (rule.condition.kind !== 'bounds' || !rule.condition.bounds.every((bound) => meets(bound, value)))
    return undefined;
  const once = rule.type === 'value_count' && rule.window.kind !== 'sliding';
  const listed = once ? firstOfEach(rule, seen) : seen;
  const refs = listed.map(({ hit }) => hit.ref);
  const kept = refs.length > MOST_REFS ? [...refs.slice(0, MOST_REFS - 1), ...refs.slice(-1)] : refs;
  return { value, from: first.hit.time, refs: kept };
};

const weighted = (rule: CorrelationRule, seen: readonly Seen[]): readonly number[] =>
  seen.flatMap(({ hit, positions }) => {
    const value = Number(hit.fields[aliased(rule, positions[0] ?? 0, fieldsOf(rule)[0] ?? '')]);
    return Array.from({ length: hit.weight ?? 1 }, () => value);
  });

const tuple = (rule: CorrelationRule, { hit, positions }: Seen): string =>
  JSON.stringify(fieldsOf(rule).map((name) => String(hit.fields[aliased(rule, positions[0] ?? 0, name)])));

const firstOfEach = (rule: CorrelationRule, seen: readonly Seen[]): readonly Seen[] =>
  seen.filter((one, at) => seen.findIndex((other) => tuple(rule, other) === tuple(rule, one)) === at);

const numberOf = (rule: CorrelationRule, seen: readonly Seen[]): number => {
  const sum = (numbers: readonly number[]): number => numbers.reduce((left, right) => left + right, 0);
  switch (rule.type) {
    case 'event_count':
      return sum(seen.map(({ hit }) => hit.weight ?? 1));
    case 'value_count':
      return new Set(seen.map((one) => tuple(rule, one))).size;
    case 'value_sum':
      return sum(weighted(rule, seen));
    case 'value_avg':
      return sum(weighted(rule, seen)) / weighted(rule, seen).length;
    default: {
      const values = weighted(rule, seen).toSorted((left, right) => left - right);
      const percentile = rule.condition.kind === 'bounds' ? (rule.condition.percentile ?? 50) : 50;
      return values[Math.max(1, Math.ceil((percentile * values.length) / 100)) - 1] ?? NaN;
    }
  }
};

const meets = ({ op, value: limit }: Bound, value: number): boolean =>
  ({
    gt: value > limit,
    gte: value >= limit,
    lt: value < limit,
    lte: value <= limit,
    eq: value === limit,
    neq: value !== limit,
  })[op];

const judgeTemporal = (rule: CorrelationRule, seen: readonly Seen[]): Judged | undefined => {
  const newest = rule.rules.flatMap((_, position) =>
    seen.filter(({ positions }) => positions.includes(position)).slice(-1),
  );
  const value = newest.length;
  const { condition } = rule;
  const holds =
    condition.kind === 'bounds'
      ? rule.type === 'temporal'
        ? condition.bounds.every((bound) => meets(bound, value))
        : hasChain(
            rule.rules.map((_, at) => at),
            seen,
          )
      : holdsInSome(rule, condition.expression, seen);
  if (!holds) return undefined;
  const byTime = newest.toSorted((left, right) => left.hit.time - right.hit.time);
  return { value, from: byTime[0]?.hit.time ?? 0, refs: [...new Set(byTime.map(({ hit }) => hit.ref))] };
};

/** Looks for the rules one after the other, always taking the next hit that fits. */
const hasChain = (positions: readonly number[], seen: readonly Seen[]): boolean => {
  let wanted = 0;
  for (const one of seen) if (one.positions.includes(positions[wanted] ?? -1)) wanted += 1;
  return wanted >= positions.length;
};

/** Tries every choice of rules: those that are chosen have to be seen, and the expression has to hold for them. */
const holdsInSome = (rule: CorrelationRule, expression: RuleExpression, seen: readonly Seen[]): boolean => {
  const present = rule.rules.flatMap((_, at) => (seen.some(({ positions }) => positions.includes(at)) ? [at] : []));
  const holds = (one: RuleExpression, chosen: readonly number[]): boolean => {
    switch (one.kind) {
      case 'rule':
        return chosen.includes(rule.rules.indexOf(one.name));
      case 'not':
        return one.child.kind === 'rule'
          ? !present.includes(rule.rules.indexOf(one.child.name))
          : holds(opposite(one.child), chosen);
      case 'and':
        return one.children.every((child) => holds(child, chosen));
      default:
        return one.children.some((child) => holds(child, chosen));
    }
  };
  for (let choice = 1; choice < 2 ** present.length; choice += 1) {
    const chosen = present.filter((_, at) => Math.floor(choice / 2 ** at) % 2 === 1);
    const inTurn = rule.type !== 'temporal_ordered_extended' || hasChain(chosen, seen);
    if (inTurn && holds(expression, chosen)) return true;
  }
  return false;
};

const opposite = (expression: RuleExpression): RuleExpression => {
  switch (expression.kind) {
    case 'rule':
      return { kind: 'not', child: expression };
    case 'not':
      return expression.child;
    default:
      return {
        kind: expression.kind === 'and' ? 'or' : 'and',
        children: expression.children.map((child): RuleExpression => ({ kind: 'not', child })),
      };
  }
};
