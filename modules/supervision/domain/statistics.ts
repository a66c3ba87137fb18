import { dayOf } from '@chedun/kernel';
import { FILING_KINDS, isFinal, type FilingKindId, type State } from '@chedun/review';
import type { Statistics } from '../contract.ts';

/** What statistics look at of a filing. */
export interface Counted {
  readonly kind: FilingKindId;
  readonly state: State;
  readonly province: string;
  /** Level of a graded unit; empty where the form has none. */
  readonly level: string;
  readonly rounds: number;
  readonly rules: readonly string[];
  readonly receivedAt: Date;
  readonly decidedAt: Date | null;
  readonly overdue: boolean;
}

const DAY = 86_400_000;
const MONTHS = 12;
const NUMBERED: readonly State[] = ['numbered', 'superseded', 'cancelled'];

const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10) / 10;
};

const countBy = (values: readonly string[]): [name: string, count: number][] =>
  [...Map.groupBy(values, (value) => value)].map(([name, all]) => [name, all.length]);

const isNumbered = ({ state }: Counted): boolean => NUMBERED.includes(state);
const monthOf = (at: Date): string => dayOf(at.getTime()).slice(0, 7);

/** The months that end with `now`, oldest first. */
const monthsUntil = (now: number): string[] => {
  const [year = 0, month = 0] = dayOf(now).split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, at) => {
    const index = year * 12 + month - 1 - (MONTHS - 1 - at);
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
  });
};

const byMonth = (all: readonly Counted[], now: number): Statistics['byMonth'] =>
  monthsUntil(now).map((month) => ({
    month,
    received: all.filter(({ receivedAt }) => monthOf(receivedAt) === month).length,
    numbered: all.filter((each) => isNumbered(each) && each.decidedAt !== null && monthOf(each.decidedAt) === month)
      .length,
  }));

const byKind = (all: readonly Counted[]): Statistics['byKind'] =>
  FILING_KINDS.flatMap(({ id, title }) => {
    const mine = all.filter(({ kind }) => kind === id);
    const numbered = mine.filter(isNumbered).length;
    const open = mine.filter(({ state }) => !isFinal(state)).length;
    return mine.length === 0 ? [] : [{ kind: id, title, open, numbered }];
  });

/** Counts of the work of the authority; days and months in Asia/Shanghai. */
export const statisticsOf = (all: readonly Counted[], now: number): Statistics => {
  const decided = all.filter((each) => each.decidedAt !== null);
  const days = decided.map((each) => ((each.decidedAt?.getTime() ?? 0) - each.receivedAt.getTime()) / DAY);
  const returned = decided.filter(({ rounds }) => rounds > 0).length;
  return {
    filings: all.length,
    open: all.filter(({ state }) => !isFinal(state)).length,
    overdue: all.filter(({ overdue }) => overdue).length,
    supplement: all.filter(({ state }) => state === 'supplement').length,
    numbered: all.filter(isNumbered).length,
    rejected: all.filter(({ state }) => state === 'rejected').length,
    returnedShare: decided.length === 0 ? null : returned / decided.length,
    medianDays: medianOf(days),
    byKind: byKind(all),
    byProvince: countBy(all.map(({ province }) => province)).map(([province, filings]) => ({ province, filings })),
    byMonth: byMonth(all, now),
    byLevel: countBy(all.map(({ level }) => level).filter((level) => level !== ''))
      .map(([level, filings]) => ({ level, filings }))
      .toSorted((a, b) => a.level.localeCompare(b.level)),
    byRounds: countBy(all.filter(isNumbered).map(({ rounds }) => String(rounds)))
      .map(([rounds, filings]) => ({ rounds: Number(rounds), filings }))
      .toSorted((a, b) => a.rounds - b.rounds),
    byRule: countBy(all.flatMap(({ rules }) => rules))
      .map(([rule, count]) => ({ rule, count }))
      .toSorted((a, b) => b.count - a.count),
  };
};
