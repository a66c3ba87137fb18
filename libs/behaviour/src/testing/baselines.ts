import { Baselines } from '../rules/baselines.ts';
import { weekOnly, type KindOfHour } from '../rules/hour-kind.ts';
import { learntFrom, readBaseline } from '../rules/read-baseline.ts';
import type { BaselineRule, BaselineVerdict, Sighting } from '../rules/rule.ts';

/** Monday 2026-11-02 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 10, 2);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A rule from its block; a block with a fault fails the test. */
export const ruleFrom = (block: object): BaselineRule => {
  const { rule, problems } = readBaseline(block);
  if (rule === undefined) throw new Error(problems.map(({ en }) => en).join('; '));
  return rule;
};

/** One rule `r` at work. */
export const openOne = (block: object, bytes = 64 * 1024 * 1024, kindOf: KindOfHour = weekOnly): Baselines => {
  const rule = ruleFrom(block);
  const baselines = new Baselines({ used: 0, most: bytes }, kindOf);
  baselines.replace([{ id: 'r', digest: learntFrom(rule), rule }]);
  return baselines;
};

/** Sends one event; it is received at its time unless said otherwise. */
export const see = (
  baselines: Baselines,
  at: number,
  entity: string,
  value = '',
  more: Partial<Sighting> = {},
): readonly BaselineVerdict[] => {
  baselines.observe({ rule: 'r', at, received: at, entity, value, answer: '', ...more });
  return baselines.takeVerdicts();
};
