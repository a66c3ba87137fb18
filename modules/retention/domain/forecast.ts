/** Bytes that the records of one day take. */
export interface DailyBytes {
  readonly day: string;
  readonly bytes: number;
}

/** What the disk will need when a class has reached its age. Bytes. */
export interface Forecast {
  /** Mean of the last whole days. */
  readonly bytesPerDay: number;
  /** At the end of the retention period, when one day goes for each that comes. */
  readonly atFullAge: number;
  /** Days until the free space is used up; null when that never happens with this policy. */
  readonly daysUntilFull: number | null;
}

/** Foresees the disk from the days seen so far; undefined before the first whole day. */
export const forecast = (
  days: readonly DailyBytes[],
  now: { readonly usedBytes: number; readonly freeBytes: number; readonly keepDays: number },
): Forecast | undefined => {
  if (days.length === 0) return undefined;
  const bytesPerDay = Math.round(days.reduce((sum, { bytes }) => sum + bytes, 0) / days.length);
  const atFullAge = bytesPerDay * now.keepDays;
  const fits = atFullAge - now.usedBytes <= now.freeBytes;
  return {
    bytesPerDay,
    atFullAge,
    daysUntilFull: fits || bytesPerDay === 0 ? null : Math.floor(now.freeBytes / bytesPerDay),
  };
};
