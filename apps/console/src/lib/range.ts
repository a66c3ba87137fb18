/** A time range as it stands in the address bar: a rolling window, or two fixed moments. */
export type TimeRange =
  | { readonly kind: 'rolling'; readonly last: RollingWindow }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

/** Windows that the picker offers. */
export const ROLLING_WINDOWS = ['15m', '1h', '6h', '24h', '7d', '30d', '184d'] as const;
export type RollingWindow = (typeof ROLLING_WINDOWS)[number];

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Length of a rolling window in milliseconds. */
export const windowMs = (window: RollingWindow): number =>
  Number.parseInt(window, 10) * (UNIT_MS[window.slice(-1)] ?? 0);

const isWindow = (text: string): text is RollingWindow => (ROLLING_WINDOWS as readonly string[]).includes(text);

/** Reads `24h` or `1700000000000-1700003600000`; anything else is the fallback. */
export const parseRange = (text: string | undefined, fallback: RollingWindow): TimeRange => {
  if (text === undefined) return { kind: 'rolling', last: fallback };
  if (isWindow(text)) return { kind: 'rolling', last: text };
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2]);
  return match !== null && from < to ? { kind: 'fixed', from, to } : { kind: 'rolling', last: fallback };
};

/** The text that {@link parseRange} reads back. */
export const rangeText = (range: TimeRange): string =>
  range.kind === 'rolling' ? range.last : `${range.from}-${range.to}`;

/** The two ends of a range at the moment `now`. */
export const rangeEnds = (range: TimeRange, now: number): { readonly from: number; readonly to: number } =>
  range.kind === 'rolling' ? { from: now - windowMs(range.last), to: now } : { from: range.from, to: range.to };

const MAX_MINUTES = 525_600;

/** Length of a range in whole minutes, as saved searches keep it. */
export const minutesOf = (range: TimeRange): number => {
  const ms = range.kind === 'rolling' ? windowMs(range.last) : range.to - range.from;
  return Math.min(MAX_MINUTES, Math.max(1, Math.round(ms / 60_000)));
};

/** The shortest window on offer that is at least this long. */
export const windowOfMinutes = (minutes: number): RollingWindow =>
  ROLLING_WINDOWS.find((window) => windowMs(window) >= minutes * 60_000) ?? '184d';
