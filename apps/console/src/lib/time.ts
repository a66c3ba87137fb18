/** Zones in which the console shows times; legal deadlines are always Beijing time. */
export type Zone = 'beijing' | 'local';

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatter = (zone: Zone): Intl.DateTimeFormat => {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...(zone === 'beijing' ? { timeZone: 'Asia/Shanghai' } : {}),
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
};

/** Parts of a moment as two-digit texts in a zone. */
const parts = (at: number, zone: Zone): Readonly<Record<string, string>> =>
  Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );

/** `2026-11-23 17:02:11`, or with milliseconds. */
export const formatTime = (at: number, zone: Zone, precision: 'second' | 'millisecond' = 'second'): string => {
  const p = parts(at, zone);
  const text = `${p['year']}-${p['month']}-${p['day']} ${p['hour']}:${p['minute']}:${p['second']}`;
  return precision === 'second' ? text : `${text}.${String(((at % 1000) + 1000) % 1000).padStart(3, '0')}`;
};

/** `2026-11-23`. */
export const formatDay = (at: number, zone: Zone): string => formatTime(at, zone).slice(0, 10);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Label of a chart axis: the coarser the step, the less of the clock it shows. */
export const formatTick = (at: number, stepMs: number, zone: Zone): string => {
  const text = formatTime(at, zone);
  if (stepMs >= DAY) return text.slice(5, 10);
  if (stepMs >= 6 * HOUR) return text.slice(5, 16);
  return stepMs < MINUTE ? text.slice(11, 19) : text.slice(11, 16);
};

/** How long ago, as the number and unit that a sentence in either language is made of. */
export interface Ago {
  readonly unit: 'now' | 'second' | 'minute' | 'hour' | 'day';
  readonly count: number;
}

/** Distance of a moment from now in its largest whole unit; the future counts as now. */
export const ago = (at: number, now: number): Ago => {
  const gone = now - at;
  if (gone < 5_000) return { unit: 'now', count: 0 };
  if (gone < MINUTE) return { unit: 'second', count: Math.floor(gone / 1000) };
  if (gone < HOUR) return { unit: 'minute', count: Math.floor(gone / MINUTE) };
  if (gone < DAY) return { unit: 'hour', count: Math.floor(gone / HOUR) };
  return { unit: 'day', count: Math.floor(gone / DAY) };
};

/** A moment as the API may carry it: milliseconds since 1970 or an ISO 8601 text. */
export const millis = (at: number | string): number => (typeof at === 'number' ? at : Date.parse(at));
