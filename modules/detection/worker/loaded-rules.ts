import { RuleSet, type RuleEntry } from '@chedun/sigma';
import type { PackedRule, RuleDelta, RulePack } from './rule-pack.ts';

/** The rules of a worker: compiled once, then changed rule by rule. */
export interface LoadedRules {
  readonly version: () => number;
  readonly set: RuleSet;
  /** Width of the group window of a rule, milliseconds. */
  readonly windowOf: (ruleId: string) => number;
  /** Of the hits of an event: those that raise something; see `RulePack.told`. */
  readonly raising: (hits: readonly string[]) => readonly string[];
  readonly change: (delta: RuleDelta) => void;
}

const HOUR = 3_600_000;

const entryOf = (rule: PackedRule): RuleEntry => ({
  id: rule.id,
  rule: rule.document,
  exceptions: rule.exceptions as RuleEntry['exceptions'],
});

/**
 * Compiles a pack. Rules that do not compile are left out: they were refused with a reason where they were entered.
 * A delta that does not follow what is loaded changes nothing: the version in the results tells, and the pack is sent.
 */
export const loadRules = (pack: RulePack): LoadedRules => {
  const set = new RuleSet(pack.rules.map(entryOf));
  const windows = new Map(pack.rules.map((rule) => [rule.id, rule.groupMinutes * 60_000]));
  let { version } = pack;
  const told = new Map(Object.entries(pack.told ?? {}).map(([id, before]) => [id, new Set(before)]));
  const before = new Set([...told.values()].flatMap((ids) => [...ids]));
  return {
    version: () => version,
    set,
    windowOf: (ruleId) => windows.get(ruleId) ?? HOUR,
    raising: (hits) =>
      told.size === 0
        ? hits
        : hits.filter((id) => !before.has(id) && !hits.some((other) => told.get(id)?.has(other) === true)),
    change: (delta) => {
      if (delta.since !== version) return;
      version = delta.version;
      for (const rule of delta.put) windows.set(rule.id, rule.groupMinutes * 60_000);
      set.change(delta.put.map(entryOf), delta.gone);
    },
  };
};
