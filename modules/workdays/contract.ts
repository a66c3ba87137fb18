/** Contract of the calendar of working days. Isomorphic: the console imports it. */
import type { Calendar } from '@chedun/calendar';
import { z } from 'zod';

/** Permissions of the calendar. */
export const workdayPermissions = {
  read: 'workdays.read',
  /** Import and remove years. */
  write: 'workdays.write',
} as const;

const Iso = z.iso.datetime({ offset: true });
const YearNumber = z.coerce.number().int().min(2_000).max(2_200);

/** A year that is known. */
export const KnownYear = z.object({
  year: z.number().int(),
  source: z.string(),
  /** Days off that are not plain weekend days, and weekend days on which people work. */
  holidays: z.number().int(),
  workdays: z.number().int(),
  origin: z.enum(['shipped', 'imported']),
  importedBy: z.string().nullable(),
  importedAt: Iso.nullable(),
});
export type KnownYear = z.infer<typeof KnownYear>;

/** GET /workdays: years that are known, newest first, and what is missing. */
export const YearList = z.object({
  items: z.array(KnownYear),
  today: z.iso.date(),
  /** This year, and from December on the next one, where they are not known. */
  missing: z.array(z.number().int()),
});
export type YearList = z.infer<typeof YearList>;

export const DayKindName = z.enum(['workday', 'weekend', 'holiday', 'make-up']);
export const YearParams = z.object({ year: YearNumber });

/** GET /workdays/:year: every day that is not what the week says. */
export const YearDetail = KnownYear.extend({
  days: z.array(z.object({ date: z.iso.date(), kind: DayKindName, name: z.string() })),
  workingDays: z.number().int(),
});
export type YearDetail = z.infer<typeof YearDetail>;

/** PUT /workdays/:year: the body is the file. */
export const ImportQuery = z.strictObject({
  format: z.enum(['csv', 'ics']),
  source: z.string().min(4).max(300),
});
export const ImportResult = YearDetail.extend({
  /** Events of the file that belong to other years, and those of this year that were not taken. */
  others: z.number().int(),
  unclear: z.array(z.string()),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** GET /workdays/count: where a limit of working days ends. */
export const CountQuery = z.strictObject({
  from: z.iso.date(),
  days: z.coerce.number().int().min(0).max(500),
  direction: z.enum(['forward', 'back']).default('forward'),
});
export const CountResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), date: z.iso.date(), dueAt: Iso }),
  z.object({ kind: z.literal('year-unknown'), year: z.number().int() }),
]);
export const Removed = z.object({ removed: z.boolean() });

/** What other modules ask: the calendar in force, always the newest. */
export interface WorkdayAsks {
  readonly calendar: () => Calendar;
}
