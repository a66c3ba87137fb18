import {
  dayInChina,
  dayOfText,
  isWorkday,
  openCalendar,
  readCalendarYear,
  textOfDay,
  type Calendar,
} from '@chedun/calendar';
import {
  acceptsStart,
  addCalendarMonths,
  anchorOf,
  clockOf,
  dueOf,
  latestRequest,
  submissionOf,
  termOf,
  textInChina,
  textOfDue,
  warningsOf,
  type Due,
  type Term,
  type TermCase,
} from '@chedun/deadlines';
import { readdirSync, readFileSync } from 'node:fs';
import {
  isFields,
  listOf,
  numberOf,
  textOf,
  textsOf,
  timeOf,
  type Answer,
  type Fields,
  type VectorSuite,
} from './case.ts';
import { TABLES } from './tables.ts';

const MINUTE = 60_000;
const FOLDER = new URL('../../content/calendar/', import.meta.url);
const SHIPPED: readonly unknown[] = readdirSync(FOLDER)
  .filter((name) => /^cn-\d{4}\.json$/.test(name))
  .map((name): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));

/** Years that are shipped, and the one that the vectors bring, which counts where both have it. */
const calendarOf = ({ calendar }: VectorSuite, loaded?: readonly number[]): Calendar => {
  const own = calendar === undefined ? [] : [{ ...calendar, workdays: calendar['makeup_workdays'] }];
  const years = [...SHIPPED, ...own].map(readCalendarYear);
  return openCalendar(loaded === undefined ? years : years.filter(({ year }) => loaded.includes(year)));
};

const caseOf = (input: Fields): TermCase => {
  if ('level' in input) return { kind: 'level', level: numberOf(input, 'level') };
  return 'applies_to' in input ? { kind: 'named', name: textOf(input, 'applies_to') } : { kind: 'any' };
};

const termFor = (input: Fields): Term => {
  const rule = clockOf(TABLES.clocks, textOf(input, 'clock'));
  return rule.kind === 'validity' ? termOf(rule, { kind: 'named', name: 'validity' }) : termOf(rule, caseOf(input));
};

const anchored = (input: Fields): number =>
  anchorOf(
    listOf(input, 'records').map((record, at) => {
      if (!isFields(record)) throw new Error('a record is no object');
      return { kind: textOf(record, 'kind'), id: String(at), at: timeOf(record, 'at') };
    }),
  ).at;

const elapsed: Answer = ({ input }, suite) => {
  const start = 'records' in input ? anchored(input) : timeOf(input, 'start');
  const due = dueOf(termFor(input), start, calendarOf(suite));
  if ('attempt_to_set_start' in input) return { accepted: acceptsStart(start, timeOf(input, 'attempt_to_set_start')) };
  if ('submitted' in input) {
    const verdict = submissionOf(due.at, timeOf(input, 'submitted'));
    if (verdict.kind === 'in-time') return { submitted: true, late_by_min: 0, explanation_required: false };
    return { submitted: true, late_by_min: verdict.lateBy / MINUTE, explanation_required: true };
  }
  return {
    start: textInChina(start),
    due: textOfDue(due),
    warnings_at: warningsOf(start, due.at).map(({ at }) => textInChina(at)),
  };
};

const dayOf = (due: Due): string | null => {
  if (due.kind === 'provisional') return null;
  return textOfDay(due.kind === 'day' ? due.day : dayInChina(due.at));
};

const days: Answer = ({ input }, suite) => {
  if ('add_months' in input) {
    const start = dayOfText(textOf(input, 'start'));
    if (start === undefined) throw new Error('start is no day');
    return { due: textOfDay(addCalendarMonths(start, numberOf(input, 'add_months'))) };
  }
  if ('today' in input) {
    const today = textOf(input, 'today');
    // What was filed for this year runs again from the first day of the next one.
    const from = input['filed_for_this_year'] === true ? `${Number(today.slice(0, 4)) + 1}-01-01` : today;
    return { due: dayOf(dueOf(termFor(input), timeOf({ from }, 'from'), calendarOf(suite))) };
  }
  const due = dayOf(dueOf(termFor(input), timeOf(input, 'start'), calendarOf(suite)));
  return { due, valid_to: due };
};

const workingDays: Answer = ({ input }, suite) => {
  const loaded = 'calendars_loaded' in input ? listOf(input, 'calendars_loaded').map(Number) : undefined;
  const calendar = calendarOf(suite, loaded);
  if ('dates' in input)
    return { working: textsOf(input, 'dates').map((text) => isWorkday(calendar.factsOf(dayOfText(text) ?? 0))) };
  if ('valid_to' in input) {
    const end = dayOfText(textOf(input, 'valid_to'));
    if (end === undefined) throw new Error('valid_to is no day');
    const found = latestRequest(calendar, end, numberOf(input, 'working_days_before'));
    if (found.kind === 'year-unknown')
      return { latest_request: null, status: `provisional: calendar ${found.year} missing` };
    return { latest_request: textOfDay(found.day) };
  }
  const { terms } = clockOf(TABLES.clocks, textOf(input, 'clock'));
  const n = numberOf(input, 'working_days');
  const due = dueOf(
    terms.find((term) => term.n === n && term.unit === 'wd') ?? { n, unit: 'wd' },
    timeOf(input, 'start'),
    calendar,
  );
  if (due.kind === 'provisional') return { due: null, status: textOfDue(due) };
  return { due: textOfDue(due) };
};

/** Suites of clocks. */
export const clocks: Readonly<Record<string, Answer>> = {
  'clocks-elapsed': elapsed,
  'clocks-days': days,
  'clocks-working-days': workingDays,
};
