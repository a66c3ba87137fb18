import type { Json } from '@chedun/kernel';
import { completenessOf, judgeFirstReport } from '@chedun/regulations';
import type { Grading, IncidentSettings, Narrative, TimelineEntry } from '../contract.ts';
import type { ShippedRules } from '../shipped.ts';

/** What a report is made of. */
export interface ReportSource {
  readonly number: string;
  readonly title: string;
  readonly knownAt: string;
  readonly narrative: Narrative;
  readonly grading: Grading;
  readonly settings: IncidentSettings;
  readonly timeline: readonly Pick<TimelineEntry, 'kind' | 'at' | 'actor' | 'text' | 'detail'>[];
  /** Count of the follow-up. */
  readonly ordinal: number;
}
type Regime = 'miit' | 'cac';
type Kind = 'first' | 'followup' | 'final';

const MIIT_LEVEL = { 特别重大: 'I', 重大: 'II', 较大: 'III', 一般: 'IV' } as const;
const CAC_LEVEL = { 特别重大: '1', 重大: '2', 较大: '3', 一般: '4' } as const;
const RANSOM = ['赎金金额', '支付方式', '日期'] as const;
const MOST_LINES = 200;

/** Without what is empty: an item nobody filled in is absent, never invented. */
const filled = (data: Readonly<Record<string, Json | undefined>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );

const head = ({ settings, number }: ReportSource) => ({
  organisation: settings.organisation,
  reporter: settings.reporter,
  reporterContact: settings.reporterContact,
  incident: number,
});

const ransomOf = ({ ransomware, ransomAmount, ransomMethod, ransomDate }: Narrative): string =>
  ransomware === 'yes'
    ? `${RANSOM[0]}：${ransomAmount}；${RANSOM[1]}：${ransomMethod}；${RANSOM[2]}：${ransomDate}`
    : '';

const phoneOf = ({ timeline }: ReportSource) => {
  const call = timeline.find(({ kind }) => kind === 'phone-report');
  if (call === undefined) return {};
  const text = (name: string): string => String(call.detail[name] ?? '');
  return { calledAt: call.at, callee: text('callee'), caller: text('caller') };
};

const miitFirst = (source: ReportSource) => {
  const { narrative, knownAt } = source;
  const occurredAt = narrative.occurredAt === '' ? knownAt : narrative.occurredAt;
  const { scope, measures, advice } = narrative;
  return { occurredAt, scope, measures, advice, ...phoneOf(source) };
};

const cacItems = ({ narrative, knownAt, grading }: ReportSource) => {
  const { system, place, type, impact, measures, trend, cause, traces, planned, preservation, other } = narrative;
  return {
    level: grading.cac.level === null ? undefined : CAC_LEVEL[grading.cac.level],
    discoveredAt: knownAt,
    system,
    place,
    type,
    impact,
    measures,
    trend,
    cause,
    traces,
    planned,
    preservation,
    other,
    ransom: ransomOf(narrative),
  };
};

const miitFinal = ({ narrative, timeline }: ReportSource) => {
  const { cause, course, responsibility, impact, lessons, improvement } = narrative;
  const lines = timeline.slice(0, MOST_LINES).map(({ at, text, actor }) => ({ at, what: text, who: actor }));
  return { cause, course, responsibility, impact, lessons, improvement, timeline: lines };
};

const cacFinal = ({ narrative }: ReportSource) => {
  const { cause, measures, impact, responsibility, improvement, lessons } = narrative;
  return { cause, measures, harm: impact, responsibility, rectification: improvement, lessons };
};

const bodyOf = (source: ReportSource, regime: Regime, kind: Kind): Readonly<Record<string, Json | undefined>> => {
  const { narrative, ordinal } = source;
  if (regime === 'cac') {
    if (kind === 'final') return cacFinal(source);
    return kind === 'first' ? cacItems(source) : { reportNumber: ordinal, news: narrative.news, ...cacItems(source) };
  }
  const { level } = source.grading.miit;
  const named = { name: source.title, level: level === null ? undefined : MIIT_LEVEL[level] };
  if (kind === 'final') return { ...named, ...miitFinal(source) };
  if (kind === 'first') return { ...named, ...miitFirst(source) };
  const { scope, measures, planned, news } = narrative;
  return { ...named, reportNumber: ordinal, progress: news, scope, measures, next: planned };
};

/** Data of a report for the template of documents. */
export const reportData = (source: ReportSource, regime: Regime, kind: Kind): Record<string, Json> =>
  filled({ ...head(source), ...bodyOf(source, regime, kind) });

/** Id of the template of a report. */
export const templateOf = (regime: Regime, kind: Kind): string => `incident-${regime}-${kind}`;

const cacGiven = (source: ReportSource): readonly string[] => {
  const { system, place, type, impact, measures, trend, cause, traces, planned, preservation, other } =
    source.narrative;
  const whole = [place, type, impact, measures].every((text) => text !== '');
  const organisation = source.settings.organisation !== '' && system !== '';
  const items = [
    organisation,
    whole,
    trend !== '',
    cause !== '',
    traces !== '',
    planned !== '',
    preservation !== '',
    other !== '',
  ];
  return items.flatMap((given, at) => (given ? [String(at + 1)] : []));
};

const ransomGiven = ({ ransomAmount, ransomMethod, ransomDate }: Narrative): readonly string[] =>
  RANSOM.filter((_, at) => [ransomAmount, ransomMethod, ransomDate][at] !== '');

/** What a first report lacks so that it may go out, and what has to follow: titles in Chinese, as the rules name them. */
export const firstReportGaps = (
  source: ReportSource,
  regime: Regime,
  rules: ShippedRules,
): { readonly missing: readonly string[]; readonly later: readonly string[] } => {
  if (regime === 'miit') {
    const { scope, measures, advice } = source.narrative;
    const given = [
      'time',
      ...(scope === '' ? [] : ['scope']),
      ...(measures === '' ? [] : ['measures']),
      ...(advice === '' ? [] : ['advice']),
    ];
    const verdict = completenessOf(rules.miitReport, given);
    const absent = verdict.kind === 'complete' ? [] : verdict.missing;
    const titles = rules.miitReport.items.filter(({ id }) => absent.includes(id));
    const needed = titles.filter(({ id }) => id === 'time' || id === 'scope');
    return {
      missing: needed.map(({ title }) => title.zh),
      later: titles.filter((item) => !needed.includes(item)).map(({ title }) => title.zh),
    };
  }
  const verdict = judgeFirstReport(rules.cacReport, {
    items: cacGiven(source),
    cause: source.narrative.causeState,
    ...(source.narrative.ransomware === 'yes' ? { ransom: ransomGiven(source.narrative) } : {}),
  });
  const titled = (id: string): string => rules.cacReport.items.find((item) => item.id === id)?.title.zh ?? id;
  return verdict.kind === 'accepted'
    ? { missing: [], later: verdict.followUp.map(titled) }
    : { missing: verdict.missing.map(titled), later: [] };
};
