export { openCalendar, isWorkday, type Calendar, type DayFacts, type DayKind } from './calendar.ts';
export type { CalendarYear, Holiday } from './calendar-year.ts';
export { beginInChina, dayInChina, dayOfText, textOfDay, weekdayOf, yearOfDay, type Day } from './day.ts';
export { CALENDAR_ERRORS, type CalendarErrorCode } from './errors.ts';
export { readCalendarCsv, writeCalendarCsv } from './read-csv.ts';
export { readCalendarIcs, type IcsYear } from './read-ics.ts';
export { readCalendarYear } from './read-year.ts';
export { addWorkingDays, workingDaysBefore, type CountedDay } from './working-days.ts';
