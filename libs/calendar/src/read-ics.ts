import { yearOfDays, type CalendarYear, type MarkedDay } from './calendar-year.ts';
import { dayOfText, yearOfDay, type Day } from './day.ts';
import { calendarError } from './errors.ts';
import { MOST_TEXT } from './read-csv.ts';

const MOST_LINES = 40_000;
const MOST_EVENTS = 5_000;
const MOST_NAME = 60;
const MOST_SUMMARY = 200;
/** Days of one event at most. */
const LONGEST = 31;

/** A year that was read, and what of the file was not taken. */
export interface IcsYear {
  readonly year: CalendarYear;
  /** Events of other years, and events of this year that are neither a holiday nor a day made up (solar terms, birthdays). */
  readonly others: number;
  readonly unclear: readonly string[];
}

interface Property {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

const bad = (line: number, reason: string) => calendarError('calendar.ics-invalid', { line, reason });

/** Name and value of a content line; a colon inside of a quoted parameter does not end the parameters. */
const propertyOf = (raw: string, line: number): Property => {
  let isQuoted = false;
  for (let at = 0; at < raw.length; at += 1) {
    const sign = raw[at];
    if (sign === '"') isQuoted = !isQuoted;
    if (sign !== ':' || isQuoted) continue;
    const name = raw.slice(0, at).split(';', 1)[0]?.toUpperCase() ?? '';
    if (!/^[A-Z0-9-]{1,60}$/.test(name)) break;
    return { name, value: raw.slice(at + 1), line };
  }
  throw bad(line, 'a line has no name and value');
};

/** Content lines with folds undone (RFC 5545, 3.1). */
const propertiesOf = (text: string): readonly Property[] => {
  const found: { raw: string; line: number }[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.length > MOST_LINES) throw calendarError('calendar.too-large');
  for (const [at, raw] of lines.entries()) {
    const last = found.at(-1);
    if (/^[ \t]/.test(raw) && last !== undefined) last.raw += raw.slice(1);
    else if (raw.trim() !== '') found.push({ raw, line: at + 1 });
  }
  return found.map(({ raw, line }) => propertyOf(raw.trimEnd(), line));
};

interface Parsed {
  readonly line: number;
  readonly values: Map<string, string>;
}

/** Events of the calendar; components inside of events (alarms) are passed over. */
const eventsOf = (properties: readonly Property[]): readonly Parsed[] => {
  const events: Parsed[] = [];
  const open: string[] = [];
  for (const { name, value, line } of properties) {
    const component = value.trim().toUpperCase();
    if (open.length === 0 && (name !== 'BEGIN' || component !== 'VCALENDAR')) throw bad(line, 'it is no VCALENDAR');
    if (name === 'BEGIN') {
      if (open.length > 8) throw bad(line, 'components lie too deep');
      open.push(component);
      if (component === 'VEVENT' && open.length === 2) events.push({ line, values: new Map() });
      if (events.length > MOST_EVENTS) throw calendarError('calendar.too-large', { line });
    } else if (name === 'END') {
      if (open.pop() !== component) throw bad(line, `END:${component.slice(0, 20)} ends nothing`);
    } else if (open.length === 2 && open[1] === 'VEVENT') events.at(-1)?.values.set(name, value);
  }
  if (open.length > 0 || properties.length === 0) throw bad(properties.at(-1)?.line ?? 1, 'the end is missing');
  return events;
};

const unescaped = (text: string): string =>
  text.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign)).trim();

/** Day of a value `YYYYMMDD`, or of a moment whose date is meant. */
const dayOfValue = (value: string): Day | undefined => {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(value.trim());
  return match === null ? undefined : dayOfText(`${match[1]}-${match[2]}-${match[3]}`);
};

const WORK = /补班|上班|调班|[（(【[]班[)）】\]]|班$|workday/i;
const OFF = /放假|假期|休假|[（(【[]休[)）】\]]|休$|holiday|day off/i;

const kindOf = (values: ReadonlyMap<string, string>, summary: string): MarkedDay['kind'] | undefined => {
  const special = values.get('X-APPLE-SPECIAL-DAY')?.trim().toUpperCase();
  if (special === 'ALTERNATE-WORKDAY') return 'workday';
  if (special === 'WORK-HOLIDAY') return 'holiday';
  if (WORK.test(summary)) return 'workday';
  return OFF.test(summary) ? 'holiday' : undefined;
};

/** Name of the holiday without the words that say that it is one. */
const nameOf = (summary: string): string => {
  const name = summary
    .replaceAll(/[（(【[][^)）】\]]*[)）】\]]/g, '')
    .replaceAll(/第\s?\d+\s?天.*$|\d+\s?\/\s?\d+|放假|假期|休假|休$/g, '')
    .trim()
    .slice(0, MOST_NAME);
  return name === '' ? summary.slice(0, MOST_NAME) : name;
};

const spanOf = ({ line, values }: Parsed): readonly Day[] => {
  const first = dayOfValue(values.get('DTSTART') ?? '');
  if (first === undefined) throw bad(line, 'an event has no date of begin');
  const end = values.get('DTEND');
  // DTEND is the first day that no longer belongs to the event (RFC 5545, 3.6.1).
  const after = end === undefined ? first + 1 : (dayOfValue(end) ?? first + 1);
  const length = Math.max(1, after - first);
  return length > LONGEST ? [] : Array.from({ length }, (_, n) => first + n);
};

/**
 * Reads a year from iCalendar (RFC 5545): events of whole days that `X-APPLE-SPECIAL-DAY` or the words 休, 放假, 假期, 班,
 * 补班, 上班 of their summary mark. What is marked by neither is named and not guessed; repeating events are named too. Throws
 * `calendar.too-large`, `calendar.ics-invalid` with the line, and `calendar.year-invalid`.
 */
export const readCalendarIcs = (text: string, year: number, source: string): IcsYear => {
  if (text.length > MOST_TEXT) throw calendarError('calendar.too-large');
  const days = new Map<Day, MarkedDay>();
  const unclear: string[] = [];
  let others = 0;
  for (const event of eventsOf(propertiesOf(text))) {
    const summary = unescaped((event.values.get('SUMMARY') ?? '').slice(0, MOST_SUMMARY));
    const span = spanOf(event);
    if (!span.some((day) => yearOfDay(day) === year)) {
      others += 1;
      continue;
    }
    const kind = event.values.has('RRULE') ? undefined : kindOf(event.values, summary);
    if (kind === undefined) unclear.push(summary.slice(0, MOST_NAME));
    else for (const day of span) days.set(day, { day, kind, name: kind === 'holiday' ? nameOf(summary) : '' });
  }
  return { year: yearOfDays(year, source, [...days.values()]), others, unclear };
};
