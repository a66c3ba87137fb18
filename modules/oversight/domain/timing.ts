import type { Calendar } from '@chedun/calendar';
import { dueOf, termOf, type ClockRule } from '@chedun/deadlines';
import type { Json } from '@chedun/kernel';
import { atLeast, type Level } from '@chedun/regulations';
import type { Lateness, Missing, Regime, ReportKind } from '../contract.ts';
import { calledAt, knownAt, openItems, reportOf } from './reports.ts';

/** What 立即 allows before a report counts as late, as in the ledger of deadlines: ours. */
const IMMEDIATE_GRACE = 30 * 60_000;
/** Hours until the open items of a first report should follow: ours, no rule gives a number. */
const FOLLOW_UP_HOURS = 24;

/** The rule that a first report is held against; undefined where none applies. */
export const firstRule = (regime: Regime, level: Level | null, operator: 'cii' | 'other'): string | undefined => {
  if (regime === 'miit') return 'NET-1';
  if (!atLeast(level, '较大')) return undefined;
  if (regime === 'data') return 'DAT-1';
  return operator === 'cii' ? 'CAC-1' : 'CAC-3';
};

interface First {
  readonly data: Readonly<Record<string, Json>>;
  readonly receivedAt: number;
}

/** A first report against its limit; null where its form gives no time. A telephone call before the package counts. */
export const latenessOf = (rule: ClockRule, { data, receivedAt }: First, calendar: Calendar): Lateness | null => {
  const known = knownAt(data);
  if (known === undefined) return null;
  const called = calledAt(data);
  const heard = called !== undefined && called >= known && called < receivedAt ? called : receivedAt;
  const term = termOf(rule);
  const due = dueOf(term, known, calendar).at;
  const grace = term.unit === 'immediate' ? IMMEDIATE_GRACE : 0;
  return {
    rule: rule.id,
    knownAt: new Date(known).toISOString(),
    dueAt: new Date(due).toISOString(),
    heardAt: new Date(heard).toISOString(),
    lateMinutes: heard <= due + grace ? 0 : Math.ceil((heard - due) / 60_000),
    basis: rule.basis,
  };
};

/** A report that has come. */
export interface Came {
  readonly template: string;
  readonly data: Readonly<Record<string, Json>>;
  readonly receivedAt: number;
}

const FINAL: Readonly<Partial<Record<Regime, string>>> = { miit: 'NET-3', cac: 'CAC-4' };
const has = (came: readonly Came[], regime: Regime, kinds: readonly ReportKind[]): boolean =>
  came.some(({ template }) => {
    const of = reportOf(template);
    return of.regime === regime && kinds.includes(of.kind);
  });

const NAMES = { miit: '工信', cac: '网信', data: '数据' } as const;

const followUpOf = (came: readonly Came[], regime: Regime, now: number): Missing[] => {
  const first = came.find(
    ({ template }) => reportOf(template).regime === regime && reportOf(template).kind === 'first',
  );
  if (first === undefined || has(came, regime, ['followup', 'final'])) return [];
  const open = openItems(regime, first.data).length;
  if (open === 0) return [];
  const due = first.receivedAt + FOLLOW_UP_HOURS * 3_600_000;
  return [
    {
      kind: 'followup',
      regime,
      dueAt: new Date(due).toISOString(),
      overdue: now > due,
      basis: 'ours',
      text: {
        zh: `${NAMES[regime]}初报有 ${open} 项内容待补报`,
        en: `${open} items of the first report (${regime}) have to follow`,
      },
    },
  ];
};

const finalOf = (
  came: readonly Came[],
  regime: Regime,
  ended: number,
  rule: ClockRule,
  calendar: Calendar,
  now: number,
): Missing[] => {
  if (!has(came, regime, ['first', 'followup']) || has(came, regime, ['final'])) return [];
  const { at } = dueOf(termOf(rule), ended, calendar);
  return [
    {
      kind: 'final',
      regime,
      dueAt: new Date(at).toISOString(),
      overdue: now > at,
      basis: rule.basis,
      text: { zh: `${NAMES[regime]}总结报告尚未收到`, en: `The final report (${regime}) has not come` },
    },
  ];
};

/** Reports that are still to come: open items of a first report, and the summary after the end of the response. */
export const missingOf = (
  came: readonly Came[],
  ended: number | undefined,
  { rule, calendar }: { readonly rule: (id: string) => ClockRule; readonly calendar: Calendar },
  now: number,
): Missing[] => {
  const regimes = [...new Set(came.map(({ template }) => reportOf(template).regime))];
  return regimes.flatMap((regime) => {
    const final = FINAL[regime];
    return [
      ...followUpOf(came, regime, now),
      ...(ended === undefined || final === undefined ? [] : finalOf(came, regime, ended, rule(final), calendar, now)),
    ];
  });
};

/** A clock of the authority itself. */
export interface RelayOwed {
  readonly rule: string;
  readonly term?: string;
  readonly since: 'received' | 'ended';
}

/** Clocks that the authority owes for an incident: relays of heavy ones, the summary after the end of the response. */
export const relaysOwed = (
  regimes: readonly Regime[],
  level: Level | null,
  operator: 'cii' | 'other',
  hasEnded: 'ended' | 'running',
): RelayOwed[] => {
  const heavy = atLeast(level, '重大');
  const relays: RelayOwed[] = [];
  if (heavy && operator === 'cii') relays.push({ rule: 'CAC-1b', since: 'received' });
  if (heavy && operator === 'other' && regimes.includes('cac')) relays.push({ rule: 'CAC-3b', since: 'received' });
  if (heavy && regimes.includes('data'))
    relays.push(
      { rule: 'DAT-2', term: 'telephone', since: 'received' },
      { rule: 'DAT-2', term: 'written', since: 'received' },
    );
  if (hasEnded === 'ended' && regimes.includes('miit')) relays.push({ rule: 'NET-4', since: 'ended' });
  return relays;
};
