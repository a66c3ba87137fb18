import { WarningLevel, type Texts, type Trigger, type WarningPolicy, type WarningScope } from '../contract.ts';

/** An asset with a score. */
export interface Endangered {
  readonly scope: WarningScope;
  readonly score: number;
  readonly findings: readonly string[];
}

/** A source of logs that sends nothing. */
export interface SilentSource {
  readonly id: string;
  readonly minutes: number;
  readonly findings: readonly string[];
}

/** What an evaluation knows. */
export interface Facts {
  readonly assets: readonly Endangered[];
  readonly silent: readonly SilentSource[];
  /** Open findings that meet the trigger of a rule, by rule: how many, and some of them. */
  readonly openFindings: ReadonlyMap<string, { readonly total: number; readonly sample: readonly string[] }>;
}

/** A scope for which the policy wants a warning. */
export interface Demand {
  readonly scope: WarningScope;
  readonly level: WarningLevel;
  readonly rules: readonly string[];
  readonly title: Texts;
  readonly impact: Texts;
  readonly causes: readonly string[];
  /** For sorting inside a level. */
  readonly weight: number;
}

const FLEET: WarningScope = { kind: 'fleet', id: 'all' };
const MOST_CAUSES = 100;

/** Rank of a level, 0 blue to 3 red. */
export const rankOf = (level: WarningLevel): number => WarningLevel.options.indexOf(level);

type Rule = WarningPolicy['rules'][number];

const demand = (rule: Rule, given: Pick<Demand, 'scope' | 'impact' | 'causes' | 'weight'>): Demand => ({
  level: rule.level,
  rules: [rule.id],
  title: rule.title,
  ...given,
  causes: given.causes.slice(0, MOST_CAUSES),
});

type Of<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>;

const byScore = (rule: Rule, trigger: Of<'score'>, { assets }: Facts): readonly Demand[] =>
  assets
    .filter(({ scope, score }) => score >= trigger.atLeast && trigger.assets.some((kind) => kind === scope.kind))
    .map(({ scope, score, findings }) =>
      demand(rule, {
        scope,
        weight: score,
        causes: findings,
        impact: {
          zh: `风险分 ${score}（阈值 ${trigger.atLeast}），相关隐患与告警 ${findings.length} 条`,
          en: `Risk score ${score} (limit ${trigger.atLeast}), ${findings.length} findings`,
        },
      }),
    );

const byVehicles = (rule: Rule, trigger: Of<'vehicles-at-risk'>, { assets }: Facts): readonly Demand[] => {
  const hit = assets.filter(({ scope, score }) => scope.kind === 'vehicle' && score >= trigger.score);
  if (hit.length < trigger.atLeast) return [];
  return [
    demand(rule, {
      scope: FLEET,
      weight: hit.length,
      causes: [...new Set(hit.flatMap(({ findings }) => findings))],
      impact: {
        zh: `${hit.length} 辆车风险分达到 ${trigger.score}（阈值 ${trigger.atLeast} 辆）`,
        en: `${hit.length} vehicles have a risk score of ${trigger.score} or more (limit ${trigger.atLeast})`,
      },
    }),
  ];
};

const byFindings = (rule: Rule, trigger: Of<'open-findings'>, { openFindings }: Facts): readonly Demand[] => {
  const { total, sample } = openFindings.get(rule.id) ?? { total: 0, sample: [] };
  if (total < trigger.atLeast) return [];
  return [
    demand(rule, {
      scope: FLEET,
      weight: total,
      causes: sample,
      impact: {
        zh: `${trigger.withinHours} 小时内有 ${total} 条未关闭的隐患与告警达到级别（阈值 ${trigger.atLeast} 条）`,
        en: `${total} open findings of these severities within ${trigger.withinHours} hours (limit ${trigger.atLeast})`,
      },
    }),
  ];
};

const bySilence = (rule: Rule, trigger: Of<'silence'>, { silent }: Facts): readonly Demand[] =>
  silent
    .filter(({ minutes }) => minutes >= trigger.minutes)
    .map(({ id, minutes, findings }) =>
      demand(rule, {
        scope: { kind: 'source', id },
        weight: minutes,
        causes: findings,
        impact: {
          zh: `接入源 ${id} 已 ${minutes} 分钟没有数据，期间的攻击无法被发现`,
          en: `Source ${id} has sent nothing for ${minutes} minutes; attacks are not seen meanwhile`,
        },
      }),
    );

const demandsOfRule = (rule: Rule, facts: Facts): readonly Demand[] => {
  const { trigger } = rule;
  switch (trigger.kind) {
    case 'score':
      return byScore(rule, trigger, facts);
    case 'vehicles-at-risk':
      return byVehicles(rule, trigger, facts);
    case 'open-findings':
      return byFindings(rule, trigger, facts);
    case 'silence':
      return bySilence(rule, trigger, facts);
  }
};

/** Key of a scope. */
export const scopeKey = ({ kind, id }: WarningScope): string => `${kind}:${id}`;

const worse = (a: Demand, b: Demand): Demand => {
  const [first, second] = rankOf(b.level) > rankOf(a.level) ? [b, a] : [a, b];
  return {
    ...first,
    rules: [...new Set([...first.rules, ...second.rules])],
    causes: [...new Set([...first.causes, ...second.causes])].slice(0, MOST_CAUSES),
  };
};

/**
 * What the policy wants, one demand a scope, worst first. Of several rules for one scope the highest level wins and all
 * of them are named. Beyond `mostWarnings` scopes the rest is only counted.
 */
export const demandsOf = (
  policy: WarningPolicy,
  facts: Facts,
): { readonly demands: readonly Demand[]; readonly overflow: number } => {
  const byScope = new Map<string, Demand>();
  for (const each of policy.rules.flatMap((rule) => demandsOfRule(rule, facts))) {
    const before = byScope.get(scopeKey(each.scope));
    byScope.set(scopeKey(each.scope), before ? worse(before, each) : each);
  }
  const sorted = [...byScope.values()].toSorted(
    (a, b) =>
      rankOf(b.level) - rankOf(a.level) || b.weight - a.weight || (scopeKey(a.scope) < scopeKey(b.scope) ? -1 : 1),
  );
  return {
    demands: sorted.slice(0, policy.mostWarnings),
    overflow: Math.max(0, sorted.length - policy.mostWarnings),
  };
};

/** Colour of a possible level of an event, as the policy maps it (281号 4.3). */
export const colourOf = (policy: WarningPolicy, possibleLevel: string): string | undefined =>
  Object.values(policy.levels).find((level) => level.possibleLevel === possibleLevel)?.colour;
