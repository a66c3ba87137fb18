import { yearOfDays, type CalendarYear, type MarkedDay } from './calendar-year.ts';
import { dayOfText, textOfDay } from './day.ts';
import { calendarError } from './errors.ts';

/** Characters of a file at most. */
export const MOST_TEXT = 262_144;
const MOST_ROWS = 800;
const MOST_NAME = 60;

const KINDS: ReadonlyMap<string, MarkedDay['kind']> = new Map([
  ...['holiday', 'off', '休', '放假', '节假日', '假'].map((word) => [word, 'holiday'] as const),
  ...['workday', 'work', 'make-up', '班', '上班', '补班', '调休'].map((word) => [word, 'workday'] as const),
]);

const HEADS: ReadonlySet<string> = new Set(['date', '日期']);

const row = (line: number, reason: string) => calendarError('calendar.row-invalid', { line, reason });

/** Cells of a line; quotes as in RFC 4180, without line breaks in cells. */
const cellsOf = (text: string, line: number): readonly string[] => {
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length && cells.length < 16) {
    if (text[at] !== '"') {
      const end = text.indexOf(',', at);
      cells.push(text.slice(at, end < 0 ? text.length : end).trim());
      if (end < 0) return cells;
      at = end + 1;
      continue;
    }
    let cell = '';
    at += 1;
    for (;;) {
      const end = text.indexOf('"', at);
      if (end < 0) throw row(line, 'a quote is not closed');
      cell += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') break;
      cell += '"';
      at += 1;
    }
    cells.push(cell.trim());
    if (at >= text.length) return cells;
    if (text[at] !== ',') throw row(line, 'a comma has to stand behind a quoted cell');
    at += 1;
  }
  throw row(line, 'there are too many cells');
};

const dayOf = (cells: readonly string[], line: number): MarkedDay => {
  const [date = '', word = '', name = '', ...more] = cells;
  if (more.some((cell) => cell !== '')) throw row(line, 'there are more cells than date, kind and name');
  const day = dayOfText(date);
  if (day === undefined) throw row(line, `"${date.slice(0, 20)}" is no date`);
  const kind = KINDS.get(word.toLowerCase());
  if (kind === undefined) throw row(line, `"${word.slice(0, 20)}" is no kind of day`);
  if (name.length > MOST_NAME) throw row(line, 'the name is long');
  if (kind === 'holiday' && name === '') throw row(line, 'a holiday has a name');
  return { day, kind, name };
};

/**
 * Reads a year from CSV: a row a day with date (`YYYY-MM-DD`), kind (`holiday`/`休`, `workday`/`班`) and name; a head and
 * lines that begin with `#` are passed over. Throws `calendar.too-large`, `calendar.row-invalid` with the line, and
 * `calendar.year-invalid`.
 */
export const readCalendarCsv = (text: string, year: number, source: string): CalendarYear => {
  if (text.length > MOST_TEXT) throw calendarError('calendar.too-large');
  const days: MarkedDay[] = [];
  for (const [at, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const cells = cellsOf(line, at + 1);
    if (days.length === 0 && HEADS.has((cells[0] ?? '').toLowerCase())) continue;
    if (days.length >= MOST_ROWS) throw calendarError('calendar.too-large', { line: at + 1 });
    days.push(dayOf(cells, at + 1));
  }
  return yearOfDays(year, source, days);
};

const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A year as CSV that {@link readCalendarCsv} reads back. */
export const writeCalendarCsv = ({ holidays, workdays }: CalendarYear): string => {
  const rows = holidays.flatMap(({ name, from, to }) => {
    const [first = 0, last = -1] = [dayOfText(from), dayOfText(to)];
    return Array.from({ length: last - first + 1 }, (_, n) => [textOfDay(first + n), 'holiday', name]);
  });
  const all = [...rows, ...workdays.map((day) => [day, 'workday', ''])].toSorted((a, b) =>
    (a[0] ?? '') < (b[0] ?? '') ? -1 : 1,
  );
  return `date,kind,name\n${all.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
};
