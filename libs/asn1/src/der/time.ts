import { asn1Error } from '../errors.ts';

const DAY = 86_400_000;
const UTC_LENGTH = 13;
const Z = 0x5a;
const DOT = 0x2e;

const wrong = (offset: number, reason: string): Error => asn1Error('asn1.invalid', { offset, reason });

const pair = (bytes: Uint8Array, at: number): number => {
  const high = (bytes[at] ?? 0) - 0x30;
  const low = (bytes[at + 1] ?? 0) - 0x30;
  if (high < 0 || high > 9 || low < 0 || low > 9) throw wrong(at, 'a time holds something else than digits');
  return high * 10 + low;
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : 30 + ((month + (month > 7 ? 1 : 0)) & 1);

/** Days since 1970-01-01 of a date of the Gregorian calendar; years start in March so that leap days come last. */
const dayNumber = (year: number, month: number, day: number): number => {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
};

/** Milliseconds since 1970 of year and the ten digits MMDDHHMMSS behind it. */
const instant = (bytes: Uint8Array, at: number, year: number): number => {
  const month = pair(bytes, at);
  const day = pair(bytes, at + 2);
  const [hour, minute, second] = [pair(bytes, at + 4), pair(bytes, at + 6), pair(bytes, at + 8)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59)
    throw wrong(at, 'a time that does not exist');
  return dayNumber(year, month, day) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000;
};

/** UTCTime YYMMDDHHMMSSZ between two offsets as milliseconds since 1970; 50 to 99 are of the twentieth century (RFC 5280 4.1.2.5.1). */
export const utcMillis = (bytes: Uint8Array, from: number, to: number): number => {
  if (to - from !== UTC_LENGTH || bytes[to - 1] !== Z) throw wrong(from, 'a UTCTime is not YYMMDDHHMMSSZ');
  const year = pair(bytes, from);
  return instant(bytes, from + 2, year < 50 ? 2000 + year : 1900 + year);
};

/** One to three digits of a fraction without a zero at its end, as milliseconds. */
const fraction = (bytes: Uint8Array, from: number, to: number): number => {
  const digits = to - from;
  if (digits > 3) throw asn1Error('asn1.limit', { offset: from, reason: 'a time is finer than milliseconds' });
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) throw wrong(at, 'a time holds something else than digits');
    value = value * 10 + digit;
  }
  if (digits === 0 || bytes[to - 1] === 0x30) throw wrong(from, 'a fraction of a second ends with 0');
  return value * 10 ** (3 - digits);
};

/** GeneralizedTime YYYYMMDDHHMMSS[.f]Z between two offsets as milliseconds since 1970 (X.690 11.7). */
export const generalizedMillis = (bytes: Uint8Array, from: number, to: number): number => {
  const whole = from + 14;
  if (to <= whole || bytes[to - 1] !== Z) throw wrong(from, 'a GeneralizedTime is not YYYYMMDDHHMMSS[.f]Z');
  const time = instant(bytes, from + 4, pair(bytes, from) * 100 + pair(bytes, from + 2));
  if (to - 1 === whole) return time;
  if (bytes[whole] !== DOT) throw wrong(whole, 'a GeneralizedTime is not YYYYMMDDHHMMSS[.f]Z');
  return time + fraction(bytes, whole + 1, to - 1);
};

const inRange = (millis: number): Date => {
  const date = new Date(millis);
  const year = date.getUTCFullYear();
  if (!Number.isInteger(millis) || Number.isNaN(year) || year < 0 || year > 9999)
    throw asn1Error('asn1.value', { reason: `${millis} is no time of the years 0 to 9999` });
  return date;
};

/** Whether a time is written as UTCTime in certificates: 1950 to 2049 (RFC 5280 4.1.2.5). */
export const isUtcYear = (millis: number): boolean => {
  const year = inRange(millis).getUTCFullYear();
  return year >= 1950 && year < 2050;
};

const digitsOf = (millis: number): string => inRange(millis).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');

/** Text of a UTCTime; milliseconds are cut. Throws `asn1.value` outside 1950 to 2049. */
export const utcText = (millis: number): string => {
  if (!isUtcYear(millis)) throw asn1Error('asn1.value', { reason: 'UTCTime holds 1950 to 2049' });
  return `${digitsOf(millis).slice(2)}Z`;
};

/** Text of a GeneralizedTime with as many digits of the second as there are. Throws `asn1.value` outside the years 0 to 9999. */
export const generalizedText = (millis: number): string => {
  const rest = ((millis % 1000) + 1000) % 1000;
  const part = rest === 0 ? '' : `.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
  return `${digitsOf(millis)}${part}Z`;
};
