const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Number of the month (1 … 12) by its English abbreviation, 0 for anything else. */
export const monthNumber = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1;

const digits = (text: string, at: number, count: number): number => {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

/**
 * Milliseconds of a civil UTC date and time, undefined when a part is out of range. Leap seconds (60) count as the next
 * second.
 */
export const civilMs = (parts: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}): number | undefined => {
  const { year, month, day, hour, minute, second } = parts;
  const valid =
    year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
  if (!valid) return undefined;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const days = era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000;
};

/** Time zone suffix at `at`: minutes east of UTC, NaN when it is malformed, undefined when there is none. */
const zoneAt = (text: string, at: number): number | undefined => {
  if (at >= text.length) return undefined;
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return at + 1 === text.length ? 0 : Number.NaN;
  if (sign !== '+' && sign !== '-') return Number.NaN;
  const colon = text[at + 3] === ':' ? 1 : 0;
  if (at + 5 + colon !== text.length) return Number.NaN;
  const minutes = digits(text, at + 1, 2) * 60 + digits(text, at + 3 + colon, 2);
  return sign === '-' ? -minutes : minutes;
};

/**
 * Milliseconds of an ISO 8601 / RFC 3339 date and time: `T` or a space between, any number of fraction digits (cut to
 * milliseconds), `Z`, `±hh:mm`, `±hhmm` or no zone (then `zoneOffsetMinutes` east of UTC). Undefined for anything else.
 */
export const isoMs = (text: string, zoneOffsetMinutes: number): number | undefined => {
  if (text.length < 19 || text.length > 40) return undefined;
  const separator = text.charCodeAt(10);
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    (separator !== 0x54 && separator !== 0x20) ||
    text[13] !== ':' ||
    text[16] !== ':'
  )
    return undefined;
  const whole = civilMs({
    year: digits(text, 0, 4),
    month: digits(text, 5, 2),
    day: digits(text, 8, 2),
    hour: digits(text, 11, 2),
    minute: digits(text, 14, 2),
    second: digits(text, 17, 2),
  });
  if (whole === undefined) return undefined;
  let at = 19;
  let fraction = 0;
  if (text[at] === '.' || text[at] === ',') {
    at += 1;
    for (let scale = 100; at < text.length; at += 1, scale /= 10) {
      const digit = text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      fraction += digit * scale;
    }
  }
  const zone = zoneAt(text, at) ?? zoneOffsetMinutes;
  return Number.isNaN(zone) ? undefined : whole + Math.floor(fraction + 1e-6) - zone * 60_000;
};

/**
 * Milliseconds of an epoch number or numeric text: seconds (with fraction), milliseconds, microseconds or nanoseconds,
 * told apart by size (exact for instants between 1973 and 5138). Undefined when it is no such number.
 */
export const epochMs = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined;
  if (number < 1e11) return Math.round(number * 1000);
  if (number < 1e14) return Math.floor(number);
  if (number < 1e17) return Math.floor(number / 1000);
  return number < 1e20 ? Math.floor(number / 1e6) : undefined;
};

/** ISO text or an epoch number, whichever the value is. */
export const anyMs = (value: unknown, zoneOffsetMinutes: number): number | undefined =>
  (typeof value === 'string' ? isoMs(value, zoneOffsetMinutes) : undefined) ?? epochMs(value);
