/** Days that network and security logs are kept at least: the longest span of six calendar months. Nothing lowers it. */
export const FLOOR_DAYS = 184;

const DAY = 86_400_000;
const SIX_MONTHS = 6;
/** Asia/Shanghai has had no summer time since 1991, so its days are days of UTC moved by eight hours. */
const SHANGHAI = 8 * 3_600_000;

const daysOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/**
 * The same time of day `months` calendar months later in Asia/Shanghai; a day that the month does not have becomes its
 * last day. Milliseconds since 1970 in and out.
 */
export const addMonths = (at: number, months: number): number => {
  const local = new Date(at + SHANGHAI);
  const target = local.getUTCFullYear() * 12 + local.getUTCMonth() + months;
  const [year, month] = [Math.floor(target / 12), target % 12];
  const day = Math.min(local.getUTCDate(), daysOfMonth(year, month));
  const timeOfDay = (at + SHANGHAI) % DAY;
  return Date.UTC(year, month, day) + (timeOfDay < 0 ? timeOfDay + DAY : timeOfDay) - SHANGHAI;
};

/** `YYYY-MM-DD` of a moment in Asia/Shanghai. */
export const shanghaiDay = (at: number): string => new Date(at + SHANGHAI).toISOString().slice(0, 10);

/** `YYYY-MM-DDTHH:MM:SS+08:00` of a moment. */
export const shanghaiTime = (at: number): string => `${new Date(at + SHANGHAI).toISOString().slice(0, 19)}+08:00`;

/** How long a class keeps its records. `legal`: six calendar months bind as well. */
export interface Keeping {
  readonly days: number;
  readonly legal: boolean;
}

/** Six calendar months after a record, whatever the policy says. */
export const sixMonthsAfter = (recordAt: number): number => addMonths(recordAt, SIX_MONTHS);

/**
 * First moment at which a record may go: after the days of its class and, for logs that the law asks for (notice 1.3-i), not
 * before the later of six calendar months and 184 days.
 */
export const deletableFrom = (recordAt: number, { days, legal }: Keeping): number => {
  const byDays = recordAt + days * DAY;
  return legal ? Math.max(byDays, recordAt + FLOOR_DAYS * DAY, sixMonthsAfter(recordAt)) : byDays;
};

/** Whether the days of a class may be set: logs that the law asks for never go below 184. */
export const acceptsDays = ({ days, legal }: Keeping): boolean =>
  Number.isInteger(days) && days >= (legal ? FLOOR_DAYS : 1) && days <= 36_500;
