import { checkYear, type CalendarYear } from './calendar-year.ts';
import { weekdayOf, yearOfDay, type Day } from './day.ts';

/**
 * `workday` Monday to Friday · `weekend` Saturday, Sunday · `holiday` a public holiday, whatever the day of the week ·
 * `make-up` a Saturday or Sunday on which people work (调休).
 */
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'make-up';

/** What a day is. `isKnown` false: the arrangement of its year was not loaded, so it is only what the week says. */
export interface DayFacts {
  readonly kind: DayKind;
  readonly isKnown: boolean;
  /** Name of the holiday, ''. */
  readonly name: string;
}

/** Days of the years that are loaded. */
export interface Calendar {
  readonly years: readonly number[];
  readonly factsOf: (day: Day) => DayFacts;
}

/**
 * Calendar of public holidays in mainland China from what the State Council arranged for each year; of a year twice the last
 * one counts. Throws `calendar.year-invalid`.
 */
export const openCalendar = (years: readonly CalendarYear[]): Calendar => {
  const checked = new Map(years.map((year) => [year.year, checkYear(year)]));
  const holidays = new Map([...checked.values()].flatMap((year) => [...year.holidays]));
  const workdays = new Set([...checked.values()].flatMap((year) => [...year.workdays]));
  return {
    years: [...checked.keys()].toSorted((a, b) => a - b),
    factsOf: (day) => {
      const name = holidays.get(day);
      if (name !== undefined) return { kind: 'holiday', isKnown: true, name };
      const isKnown = checked.has(yearOfDay(day));
      if (workdays.has(day)) return { kind: 'make-up', isKnown: true, name: '' };
      return { kind: weekdayOf(day) % 6 === 0 ? 'weekend' : 'workday', isKnown, name: '' };
    },
  };
};

/** Whether people work on a day. */
export const isWorkday = ({ kind }: DayFacts): boolean => kind === 'workday' || kind === 'make-up';
