/** Records whose times were set between two moments, milliseconds. */
interface Planned {
  readonly from: number;
  readonly to: number;
}

/**
 * The record with its times moved: planning a drill may take longer than correlations wait for late events. Only fields that
 * the plan stamped are moved, which are texts with a moment within the plan; others are part of the test event.
 */
export const shiftTimes = (
  record: Readonly<Record<string, unknown>>,
  { from, to }: Planned,
  byMs: number,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const at = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
      return at >= from && at <= to ? [name, new Date(at + byMs).toISOString()] : [name, value];
    }),
  );
