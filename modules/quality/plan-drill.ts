import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks, DrillRule } from '@chedun/detection/contract';
import type { Records } from '@chedun/records';
import type { DrillScope } from './contract.ts';
import { chooseFamilies, chooseRound, untestedFamilies } from './domain/choose.ts';
import { readProofs } from './proofs.ts';

/** What is played for one rule or correlation. */
export interface Played {
  readonly kind: 'rule' | 'correlation';
  readonly family: string;
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly ruleTitleZh: string | null;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** A drill before it begins. `unplayed`: chosen rules whose test event does not raise them any more. */
export interface Plan {
  readonly played: readonly Played[];
  readonly unplayed: readonly DrillRule[];
  readonly untested: readonly string[];
  /** Enabled rules that can be played, and correlations; undefined when correlations were not looked at. */
  readonly rules: readonly string[];
  readonly correlations: readonly string[] | undefined;
}

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly correlation: Pick<CorrelationAsks, 'planDrill'>;
  readonly detection: Pick<DetectionAsks, 'drillRules' | 'drillEvents'>;
  readonly now: () => number;
  /** Rules that a round plays at most. */
  readonly most: number;
}

/** Rules that a drill of everything plays at most. */
const MOST_AT_ONCE = 2_000;

/** Every correlation is a family of its own. */
const correlationFamily = (name: string): string => `correlation/${name}`;

const choose = async (scope: DrillScope, rules: readonly DrillRule[], needs: Needs): Promise<readonly string[]> => {
  const tried = new Map((await readProofs(needs.records)).map((row) => [row.rule_id, row.tried_at.getTime()]));
  switch (scope.kind) {
    case 'round':
      return chooseRound(rules, tried, needs.now(), needs.most);
    case 'families':
      return chooseFamilies(rules, tried);
    case 'all':
      return rules.flatMap(({ ruleId, hasEvent }) => (hasEvent ? [ruleId] : [])).slice(0, MOST_AT_ONCE);
    case 'rules':
      return rules.flatMap(({ ruleId, hasEvent }) => (hasEvent && scope.ruleIds.includes(ruleId) ? [ruleId] : []));
  }
};

/** What a drill of this scope plays: a test event for each chosen rule, and for correlations the events that make them fire. */
export const planDrill = async (scope: DrillScope, needs: Needs): Promise<Plan> => {
  const rules = await needs.detection.drillRules();
  const chosen = await choose(scope, rules, needs);
  const events = new Map((await needs.detection.drillEvents(chosen)).map(({ ruleId, record }) => [ruleId, record]));
  const picked = rules.filter(({ ruleId }) => chosen.includes(ruleId));
  const isWhole = scope.kind === 'families' || scope.kind === 'all';
  const correlations = isWhole ? await needs.correlation.planDrill(needs.now()) : undefined;
  return {
    played: [
      ...picked.flatMap(({ ruleId, ruleTitle, ruleTitleZh, family }) => {
        const record = events.get(ruleId);
        const facts = { kind: 'rule' as const, ruleId, ruleTitle, ruleTitleZh, family };
        return record === undefined ? [] : [{ ...facts, records: [record] }];
      }),
      ...(correlations?.events ?? []).map(({ name, records, ...event }) => ({
        ...event,
        kind: 'correlation' as const,
        family: correlationFamily(name),
        // Cases of several correlations speak of the same account: each has groups of its own.
        records: records.map((record) => ({ ...record, drill_case: name })),
      })),
    ],
    unplayed: picked.filter(({ ruleId }) => !events.has(ruleId)),
    untested: [...untestedFamilies(rules), ...(correlations?.untested ?? []).map(correlationFamily)],
    rules: rules.flatMap(({ ruleId, hasEvent }) => (hasEvent ? [ruleId] : [])),
    correlations: correlations?.events.map(({ ruleId }) => ruleId),
  };
};
