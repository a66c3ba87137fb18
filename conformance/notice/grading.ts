import { clockOf, dueOf, termOf, textOfDue, type Due } from '@chedun/deadlines';
import { openCalendar } from '@chedun/calendar';
import {
  colourOf,
  completenessOf,
  dutiesOf,
  gradeOf,
  judgeFirstReport,
  LEVELS,
  nextReport,
  type Duty,
  type GradeFacts,
} from '@chedun/regulations';
import { listOf, onlyFields, textOf, textsOf, timeOf, type Answer, type Fields } from './case.ts';
import { TABLES } from './tables.ts';

const AREAS: Readonly<Record<string, string>> = {
  nationwide: 'nationwide',
  'several provinces': 'several-provinces',
  'one province': 'one-province',
  'one prefecture city': 'one-city',
};
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  usersOffline: AREAS,
  virusSpread: AREAS,
  dnsFailure: {
    '.CN national top-level resolution much slower': 'cn',
    'large resolution system with severe access failure': 'large',
  },
  platformFailure: {
    'platform with national influence': 'national',
    'platform with provincial influence': 'provincial',
  },
};

/** Fields of the vectors → facts of the tables. */
const NAMES: Readonly<Record<string, string>> = {
  leaked_users: 'leakedPersons',
  leaked_persons: 'leakedPersons',
  potential_leaked_users: 'potentialLeakedPersons',
  many_users_offline: 'usersOffline',
  large_scale_virus: 'virusSpread',
  dns: 'dnsFailure',
  platform_access_failure: 'platformFailure',
  other_harm_judged: 'otherHarmJudged',
  cii_whole_outage_min: 'ciiWholeOutageMinutes',
  cii_main_function_outage_min: 'ciiMainOutageMinutes',
  people_affected: 'peopleAffected',
  service: 'service',
  share_of_province_population: 'shareOfProvince',
  share_of_prefecture_population: 'shareOfCity',
  direct_loss_yuan: 'directLossYuan',
  defaced_home_page_min: 'defacedHomeMinutes',
  defaced_other_page_min: 'defacedOtherMinutes',
  illegal_content_reposts: 'illegalReposts',
  illegal_content_views: 'illegalViews',
};
const BESIDE = ['found_at', 'cii'];

const factsOf = (input: Fields): GradeFacts => {
  onlyFields(input, [...Object.keys(NAMES), ...BESIDE]);
  return Object.fromEntries(
    Object.entries(input).flatMap(([field, value]) => {
      const name = NAMES[field];
      if (name === undefined) return [];
      const words = WORDS[name];
      if (words !== undefined) return [[name, words[String(value)] ?? String(value)]];
      return [[name, typeof value === 'number' ? value : String(value)]];
    }),
  );
};

const calendar = openCalendar([]);
const dueOfDuty = ({ clock }: Duty, found: number): { due: Due; immediate: boolean; hours: number } => {
  const term = termOf(clockOf(TABLES.clocks, clock));
  return { due: dueOf(term, found, calendar), immediate: term.unit === 'immediate', hours: term.n };
};

const said = (duty: Duty, found: number): string => {
  const { due, immediate } = dueOfDuty(duty, found);
  return immediate ? '立即' : textOfDue(due);
};

const dutiesAnswer = (input: Fields): Fields => {
  const found = timeOf(input, 'found_at');
  const tables = { miit: TABLES.miit, cac: TABLES.cac, duties: TABLES.duties };
  const all = dutiesOf(tables, factsOf(input), input['cii'] === true ? 'cii' : 'other');
  const report = (regime: Duty['regime']) =>
    all.duties.find((each) => each.kind === 'report' && each.regime === regime);
  const [miit, cac, individuals] = [report('miit'), report('cac'), report('individuals')];
  const relay = all.duties.find((each) => each.kind === 'relay');
  return {
    miit_level: all.miit.level,
    cac_level: all.cac.level,
    miit: miit && {
      channel: miit.kind === 'report' ? miit.channel.replace('-', ' ') : '',
      to: miit.to,
      due: said(miit, found),
    },
    cac: cac === undefined ? null : { to: cac.to, due: said(cac, found) },
    ...(relay?.kind === 'relay'
      ? { relay: { by: relay.by, to: relay.to, within_h_of_receipt: dueOfDuty(relay, found).hours } }
      : {}),
    ...(individuals ? { individuals: `${said(individuals, found)} (${TABLES.duties.individuals.source})` } : {}),
  };
};

const miitReport = (input: Fields): Fields => {
  onlyFields(input, ['items']);
  const { items } = TABLES.miitReport;
  const titles = textsOf(input, 'items');
  const verdict = completenessOf(
    TABLES.miitReport,
    items.filter(({ title }) => titles.includes(title.zh)).map(({ id }) => id),
  );
  if (verdict.kind === 'complete') return { complete: true };
  const missing = items.filter(({ id }) => verdict.missing.includes(id)).map(({ title }) => title.zh);
  return { complete: false, missing, telephone_report_allowed: verdict.telephoneReportAllowed };
};

const cacReport = (input: Fields): Fields => {
  onlyFields(input, ['items', 'cause_known', 'ransomware', 'ransom_fields', 'after', 'new_important_fact']);
  if ('after' in input) {
    const after = textOf(input, 'after') === '初报' ? '初报' : '续报';
    return { new_report: nextReport(after, input['new_important_fact'] === true ? 'new-important-fact' : 'nothing') };
  }
  const verdict = judgeFirstReport(TABLES.cacReport, {
    items: listOf(input, 'items').map(String),
    cause: input['cause_known'] === true ? 'known' : 'unknown',
    ...(input['ransomware'] === true ? { ransom: textsOf(input, 'ransom_fields') } : {}),
  });
  if (verdict.kind === 'accepted') return { accepted_as: verdict.as, follow_up_required: verdict.followUp.map(Number) };
  return { accepted_as: null, missing: verdict.missing.map((each) => (/^\d+$/.test(each) ? Number(each) : each)) };
};

/** Suites of grading, duties and contents of reports. */
export const grading: Readonly<Record<string, Answer>> = {
  'grading-miit-281': ({ input }) => ({ level: gradeOf(TABLES.miit, factsOf(input)).level }),
  'grading-cac': ({ input }) => ({ level_by_this_count: gradeOf(TABLES.cac, factsOf(input)).level }),
  'warning-colours-281': ({ input }) => ({
    colour: colourOf(TABLES.colours, LEVELS.find((each) => each === input['possible_level']) ?? null),
  }),
  'incident-duties': ({ input }) => dutiesAnswer(input),
  'report-content-281': ({ input }) => miitReport(input),
  'report-content-cac': ({ input }) => cacReport(input),
};
