import type { Problem } from '../contract.ts';
import type { CheckContext, CheckRule } from './rule.ts';
import { contacts } from './rules/contacts.ts';
import { dates } from './rules/dates.ts';
import { exposure } from './rules/exposure.ts';
import { incidents } from './rules/incidents.ts';
import { level } from './rules/level.ts';
import { numbers } from './rules/numbers.ts';
import { peers } from './rules/peers.ts';
import { required } from './rules/required.ts';
import { sameUnit } from './rules/same-unit.ts';
import { topology } from './rules/topology.ts';

/** Rules of completeness 完整性, plausibility 合理性, and declared against known. Ours; a person decides what is asked for. */
export const CHECK_RULES: readonly CheckRule[] = [
  required,
  topology,
  contacts,
  dates,
  sameUnit,
  level,
  exposure,
  numbers,
  peers,
  incidents,
];

/** What the machine finds in a form, in the order of the rules; the same input gives the same answer. */
export const checkForm = (context: CheckContext): Problem[] =>
  CHECK_RULES.flatMap(({ id, check }) => check(context).map((found) => ({ rule: id, ...found })));
