import { workingDaysBefore, type Calendar, type CountedDay, type Day } from '@chedun/calendar';

/**
 * Latest day of a request that has to come so many working days before an end (促进和规范数据跨境流动规定 art. 9: 60); the day
 * of the end does not count. `year-unknown` where the holidays of a year between were not loaded.
 */
export const latestRequest = (calendar: Calendar, end: Day, workingDays: number): CountedDay =>
  workingDaysBefore(calendar, end, workingDays);
