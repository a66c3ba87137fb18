import { addDays } from '@chedun/kernel';
import { NOTICE_DAYS, type TakingState } from '../contract.ts';

/** An assignment that reaches a person. */
export interface Reach {
  readonly due: string;
  /** When it was given, in milliseconds. */
  readonly at: number;
}

/** What somebody did in a course. */
export interface Done {
  /** When each paper was begun, in milliseconds. */
  readonly papers: readonly number[];
  /** When the newest passed exam was handed in, and the last day on which it counts. */
  readonly passed: { readonly at: number; readonly validTo: string } | undefined;
  /** A paper waits for its answers. */
  readonly isOpen: boolean;
}

/** Papers count against the attempts from the newest assignment and the newest passed exam on. */
export const attemptsUsed = (reaches: readonly Reach[], { papers, passed }: Done): number => {
  const from = Math.max(0, passed?.at ?? 0, ...reaches.map(({ at }) => at));
  return papers.filter((at) => at >= from).length;
};

/** Until when somebody has to pass: the earliest due day, or the end of what was passed before. */
const dueBy = (reaches: readonly Reach[], passed: Done['passed']): string | null => {
  const open = reaches.filter(({ at }) => passed === undefined || at > passed.at).map(({ due }) => due);
  if (passed !== undefined && reaches.length > open.length) open.push(passed.validTo);
  return open.toSorted()[0] ?? null;
};

/** How somebody stands in a course on a day. An assignment that is newer than the passed exam asks for another. */
export const takingState = (
  reaches: readonly Reach[],
  done: Done,
  attempts: number,
  today: string,
): { readonly state: TakingState; readonly dueBy: string | null; readonly attemptsLeft: number } => {
  const { passed } = done;
  const left = Math.max(0, attempts - attemptsUsed(reaches, done));
  const isPassed = passed !== undefined && passed.validTo >= today && reaches.every(({ at }) => at <= passed.at);
  if (isPassed) return { state: 'passed', dueBy: null, attemptsLeft: left };
  const due = dueBy(reaches, passed);
  const stateOf = (): TakingState => {
    if (due === null) return 'free';
    if (due < today) return 'overdue';
    if (left === 0 && !done.isOpen) return 'failed';
    return due <= addDays(today, NOTICE_DAYS) ? 'due-soon' : 'waiting';
  };
  return { state: stateOf(), dueBy: due, attemptsLeft: left };
};

/** The same day some months later; the last day of the month where there is none. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
};
