import type { TFunction } from 'i18next';

const RULES = [
  'bus_load',
  'constant_bits',
  'counter',
  'interval',
  'order',
  'payload_length',
  'rare_id',
  'replay',
  'security_access',
  'signal_jump',
  'signal_range',
  'too_early',
  'unknown_id',
] as const;

/** Name of a detector of the CAN bus in the language of the reader; an unknown one keeps its id. */
export const canRuleName = (t: TFunction, rule: string): string => {
  const known = RULES.find((name) => rule === `can.ids.${name}`);
  return known === undefined ? rule : t(`can.ruleOf.${known}`);
};
