import { dayInChina, weekdayOf, type DayKind } from '@chedun/calendar';

const HOUR = 3_600_000;
/** China is eight hours ahead of UTC and knows no summer time. */
const CHINA_HOURS = 8;

/** What kind of day an hour (numbered from 1970-01-01 UTC) belongs to in China. */
export type KindOfHour = (hour: number) => DayKind;

/** Day in China of an hour. */
export const dayOfHour = (hour: number): number => dayInChina(hour * HOUR);

/** Hour of the day in China, 0 to 23. */
export const hourOfDay = (hour: number): number => (((hour + CHINA_HOURS) % 24) + 24) % 24;

/** Kinds by the week alone, where no calendar is known. */
export const weekOnly: KindOfHour = (hour) => (weekdayOf(dayOfHour(hour)) % 6 === 0 ? 'weekend' : 'workday');
