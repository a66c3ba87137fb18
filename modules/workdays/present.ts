import { dayInChina, dayOfText, isWorkday, textOfDay, yearOfDay, type Calendar } from '@chedun/calendar';
import { DomainError } from '@chedun/kernel';
import type { KnownYear, YearDetail, YearList } from './contract.ts';
import type { KeptYear, Years } from './years.ts';

/** Month from which on the next year has to be known: notices come in November. */
const DECEMBER = 11;

const daysOfYear = (year: number): readonly number[] => {
  const [first = 0, next = 0] = [dayOfText(`${year}-01-01`), dayOfText(`${year + 1}-01-01`)];
  return Array.from({ length: next - first }, (_, n) => first + n);
};

const summaryOf = (kept: KeptYear, calendar: Calendar): KnownYear => {
  const kinds = daysOfYear(kept.year).map((day) => calendar.factsOf(day).kind);
  return {
    year: kept.year,
    source: kept.source,
    holidays: kinds.filter((kind) => kind === 'holiday').length,
    workdays: kinds.filter((kind) => kind === 'make-up').length,
    origin: kept.origin,
    importedBy: kept.origin === 'imported' ? kept.importedBy : null,
    importedAt: kept.origin === 'imported' ? kept.importedAt.toISOString() : null,
  };
};

/** Years that have to be known at a moment and are not. */
export const missingYears = (calendar: Calendar, now: number): readonly number[] => {
  const today = dayInChina(now);
  const year = yearOfDay(today);
  const month = Number(textOfDay(today).slice(5, 7)) - 1;
  return (month >= DECEMBER ? [year, year + 1] : [year]).filter((each) => !calendar.years.includes(each));
};

/** Years as the list shows them. */
export const presentYears = (years: Years, now: number): YearList => ({
  items: years.all().map((year) => summaryOf(year, years.calendar())),
  today: textOfDay(dayInChina(now)),
  missing: [...missingYears(years.calendar(), now)],
});

/** A year with its days; throws when it is not known. */
export const presentYear = (years: Years, wanted: number): YearDetail => {
  const kept = years.all().find(({ year }) => year === wanted);
  if (!kept) throw new DomainError('workdays.year-unknown', { field: String(wanted) });
  const calendar = years.calendar();
  const days = daysOfYear(wanted).map((day) => ({ date: textOfDay(day), ...calendar.factsOf(day) }));
  return {
    ...summaryOf(kept, calendar),
    days: days
      .filter(({ kind }) => kind === 'holiday' || kind === 'make-up')
      .map(({ date, kind, name }) => ({ date, kind, name })),
    workingDays: days.filter(isWorkday).length,
  };
};
