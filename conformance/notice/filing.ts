import { openCalendar, textOfDay } from '@chedun/calendar';
import {
  breaksSixMonthRule,
  changeFilingDue,
  disclosureBreaks,
  discoveredGatesOf,
  gatesOf,
  mayTransfer,
  missingFields,
  unitLevelOf,
  type GateViolation,
  type Publication,
} from '@chedun/regulations';
import { isFields, numberOf, onlyFields, textOf, textsOf, type Answer, type Fields } from './case.ts';
import { TABLES } from './tables.ts';

const fraction = (text: unknown): number => {
  const [up, down = 1] = String(text).split('/').map(Number);
  return Number(up) / down;
};

const level = (input: Fields): Fields => {
  onlyFields(input, ['I', 'V', 'R', 'weights']);
  const values = { I: numberOf(input, 'I'), V: numberOf(input, 'V'), R: numberOf(input, 'R') };
  if (!('weights' in input)) return { ...unitLevelOf(TABLES.unitLevel, values) };
  const [I = 0, V = 0, R = 0] = textsOf(input, 'weights').map(fraction);
  return { ...unitLevelOf(TABLES.unitLevel, values, { I, V, R }) };
};

/** How the shipped table words a gate. */
const worded = (gate: GateViolation): string => {
  const gates: unknown = isFields(TABLES.filing) ? TABLES.filing['gates'] : [];
  const found = (Array.isArray(gates) ? gates : []).find((each: unknown) => isFields(each) && each['id'] === gate) as
    | Fields
    | undefined;
  return String(found?.['en']);
};

const dayOrNull = (input: Fields, name: string): string | null =>
  input[name] === null || input[name] === undefined ? null : textOf(input, name);

const drift = (input: Fields): Fields => {
  const due = changeFilingDue(
    {
      filedHosts: numberOf(input, 'filed_hosts'),
      observedHosts: numberOf(input, 'observed_hosts'),
      changedAt: textOf(input, 'changed_at'),
    },
    { catalogue: TABLES.clocks, calendar: openCalendar([]), clock: 'GRD-2' },
  );
  return { change_filing_due: due?.kind === 'day' ? textOfDay(due.day) : null };
};

const gates = (input: Fields): Fields => {
  if ('filed_hosts' in input) return drift(input);
  const found =
    'discovered_system' in input
      ? discoveredGatesOf({ project: dayOrNull(input, 'project') })
      : gatesOf({
          levelFixed: dayOrNull(input, 'level_fixed'),
          designApproved: dayOrNull(input, 'design_approved'),
          build: dayOrNull(input, 'build'),
          filed: dayOrNull(input, 'filed'),
          goLive: dayOrNull(input, 'go_live'),
        });
  return { violations: found.map(worded) };
};

const report = (input: Fields): Fields => {
  const missing = missingFields(TABLES.vulnerabilities, textsOf(input, 'fields'));
  return missing.length === 0 ? { may_submit: true } : { may_submit: false, missing };
};

const transfer = (input: Fields): Fields => {
  const recipient = textOf(input, 'recipient');
  const abroad = recipient.startsWith('overseas');
  const kind = recipient.startsWith('overseas provider') ? 'overseas-provider' : 'overseas';
  const vulnerability = input['published'] === true ? 'published' : 'unpublished';
  return { transfer: mayTransfer({ vulnerability, recipient: abroad ? kind : 'domestic' }) };
};

const publish = (input: Fields): Fields => {
  onlyFields(input, [
    'fix_available',
    'fix_published_with_it',
    'joint_assessment',
    'reported_to',
    'exploit_program',
    'details_of_operator_system_in_use',
    'exaggeration',
    'major_event_without_approval',
  ]);
  const included: Publication['fix'] =
    input['fix_published_with_it'] === true ? 'published-with-it' : 'available-not-included';
  const told = 'reported_to' in input ? textsOf(input, 'reported_to') : [];
  const breaks = disclosureBreaks(TABLES.vulnerabilities, {
    fix: input['fix_available'] === true ? included : 'none',
    ...(input['joint_assessment'] === true ? { jointAssessmentToldTo: told } : {}),
    holds: [
      ...(input['exploit_program'] === true ? ['exploit-program' as const] : []),
      ...(input['details_of_operator_system_in_use'] === true ? ['operator-details' as const] : []),
      ...(input['exaggeration'] === true ? ['exaggeration' as const] : []),
    ],
    majorEvent: input['major_event_without_approval'] === true ? 'without-approval' : 'none',
  });
  return { publish: breaks.length === 0 };
};

const sixMonths = (input: Fields): Fields => ({
  violation: breaksSixMonthRule(TABLES.vulnerabilities, {
    published: textOf(input, 'published'),
    assessed: textOf(input, 'assessed'),
    state: input['handled'] === true ? 'handled' : 'open',
  }),
});

/** Suites of filings and vulnerabilities. */
export const filing: Readonly<Record<string, Answer>> = {
  'grading-unit-level': ({ input }) => level(input),
  'filing-gates': ({ input }) => gates(input),
  'vulnerability-report': ({ input }) => report(input),
  'disclosure-guard': ({ input }) => ('recipient' in input ? transfer(input) : publish(input)),
  'gb44495-six-month-rule': ({ input }) => sixMonths(input),
};
