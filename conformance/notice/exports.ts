import { clockOf, termOf } from '@chedun/deadlines';
import {
  changeFilingOf,
  exportRouteOf,
  judgeCapture,
  judgeFlow,
  openPersonCounter,
  personRulesOf,
  type ExportFlow,
  type ExportRoute,
} from '@chedun/regulations';
import { fieldsOf, isFields, listOf, numberOf, onlyFields, textOf, timeOf, type Answer, type Fields } from './case.ts';
import { countsAgree } from './count-persons.ts';
import { TABLES } from './tables.ts';

const ROUTES: Readonly<Record<ExportRoute, string>> = {
  'security-assessment': 'security assessment',
  'contract-or-certification': 'standard contract or certification',
  exempt: 'exempt',
};

const exemptionOf = (input: Fields): { exemption?: string } => {
  if (input['exemption'] === undefined) return {};
  const text = textOf(input, 'exemption');
  const found = TABLES.data.export.exemptions.find(({ title }) => title.en === text);
  if (found === undefined) throw new Error(`no exemption is called ${text}`);
  return { exemption: found.id };
};

const route = (input: Fields): Fields => {
  // Data that somebody only suspects to be important need not be declared (网络数据安全管理条例 art. 37).
  onlyFields(input, ['ciio', 'pi', 'sensitive', 'declared_important_data', 'suspected_important_data', 'exemption']);
  const verdict = exportRouteOf(TABLES.data, {
    operator: input['ciio'] === true ? 'cii' : 'other',
    persons: numberOf(input, 'pi'),
    sensitive: numberOf(input, 'sensitive'),
    declaredImportant: numberOf(input, 'declared_important_data'),
    ...exemptionOf(input),
  });
  return { route: ROUTES[verdict.route] };
};

const counted = (input: Fields): Fields => {
  const counter = openPersonCounter();
  for (const transfer of listOf(input, 'transfers')) {
    if (!isFields(transfer)) throw new Error('a transfer is no object');
    const data = transfer['sensitive'] === true ? 'sensitive' : 'ordinary';
    counter.add({ at: timeOf(transfer, 'at'), person: textOf(transfer, 'person'), data });
  }
  const { persons, sensitive } = counter.countsAt(timeOf(input, 'as_of'));
  return { distinct_pi: persons, distinct_sensitive: sensitive };
};

const AFTER = /^route_after_person_(\d+)$/;

/** One transfer for each person, the route looked at after those that the case names. */
const flips = (generate: Fields, expected: Fields): Fields => {
  const start = Date.parse('2026-01-01T00:00:00+08:00');
  const counter = openPersonCounter();
  const wanted = new Set(Object.keys(expected).map((name) => Number(AFTER.exec(name)?.[1])));
  const found: Record<string, string> = {};
  for (let person = 1; person <= numberOf(generate, 'distinct_persons'); person += 1) {
    const at = start + person;
    counter.add({ at, person: String(person), data: generate['sensitive'] === true ? 'sensitive' : 'ordinary' });
    if (!wanted.has(person)) continue;
    const facts = { operator: 'other', ...counter.countsAt(at), declaredImportant: 0 } as const;
    found[`route_after_person_${person}`] = ROUTES[exportRouteOf(TABLES.data, facts).route];
  }
  return found;
};

const counter: Answer = ({ input, expect }) => {
  if (!('generate' in input)) return counted(input);
  const generate = fieldsOf(input, 'generate');
  if ('events' in generate) return { counter_equals_brute_force: countsAgree(numberOf(generate, 'events')) };
  return flips(generate, expect);
};

const flowOf = (flow: Fields): ExportFlow => ({
  recipient: textOf(flow, 'recipient'),
  class: textOf(flow, 'class'),
  persons: numberOf(flow, 'persons'),
});

const observed = (input: Fields): Fields => {
  if ('observed' in input) {
    const approved = input['approved'] === null ? [] : [flowOf(fieldsOf(input, 'approved'))];
    return { event: judgeFlow(approved, flowOf(fieldsOf(input, 'observed'))).kind !== 'within' };
  }
  const verdict = judgeCapture(TABLES.data, {
    seconds: numberOf(input, 'capture_s'),
    foreignDestinations: numberOf(input, 'foreign_destinations'),
  });
  return verdict === 'not-valid' ? { valid_test: false } : { valid_test: true, result: verdict };
};

const persons = (input: Fields): Fields => {
  const rules = new Set(personRulesOf(TABLES.data, numberOf(input, 'pi_subjects')).map(({ id }) => id));
  return {
    important_data: rules.has('important-data'),
    articles_30_32_apply: rules.has('articles-30-32'),
    two_yearly_compliance_audit: rules.has('compliance-audit'),
  };
};

const UNITS: Readonly<Record<string, string>> = { mo: 'months', d: 'days', y: 'years' };

const catalogue = (input: Fields): Fields => {
  onlyFields(input, ['scale_change_pct', 'other_change']);
  const clock = changeFilingOf(
    TABLES.data,
    'scale_change_pct' in input ? { kind: 'scale', percent: numberOf(input, 'scale_change_pct') } : { kind: 'other' },
  );
  if (clock === undefined) return { change_filing: false };
  const { n, unit } = termOf(clockOf(TABLES.clocks, clock));
  return { change_filing: true, due: `${n} ${UNITS[unit] ?? unit}` };
};

/** Suites of data and their export. */
export const exportsOfData: Readonly<Record<string, Answer>> = {
  'export-routes': ({ input }) => route(input),
  'export-counter': counter,
  'export-observed': ({ input }) => observed(input),
  'important-data-by-count': ({ input }) => persons(input),
  'catalogue-change': ({ input }) => catalogue(input),
};
