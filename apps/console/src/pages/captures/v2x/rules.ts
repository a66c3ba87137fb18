import type { TFunction } from 'i18next';

const RULES = [
  'acceleration',
  'constant-position',
  'constant-speed',
  'course',
  'heading-reversal',
  'heading-speed',
  'position-jump',
  'position-speed',
  'range',
  'rate',
  'replay',
  'speed-limit',
  'speed-offset',
  'sudden-appearance',
  'sybil',
  'timing',
] as const;

/** Name of a misbehaviour detector in the language of the reader; an unknown one keeps its id. */
export const v2xRuleName = (t: TFunction, rule: string): string => {
  const known = RULES.find((name) => rule === `v2x-${name}`);
  return known === undefined ? rule : t(`scene.ruleOf.${known}`);
};
