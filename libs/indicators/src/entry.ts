import { LIST_LIMIT, TEXT_LIMIT, type EntryProblem, type ProblemCode } from './indicator.ts';

/** An object of foreign JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for objects that are no lists. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text of an object, cut to the limit; '' where it is none. */
export const textAt = (object: JsonObject, name: string, most = TEXT_LIMIT): string => {
  const value = object[name];
  return typeof value === 'string' ? value.slice(0, most) : '';
};

/** Texts of a list, at most {@link LIST_LIMIT}. */
export const textsAt = (object: JsonObject, name: string): readonly string[] => {
  const value = object[name];
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, LIST_LIMIT)
    .filter((each): each is string => typeof each === 'string')
    .map((each) => each.slice(0, TEXT_LIMIT));
};

/** Objects of a list. */
export const objectsAt = (object: JsonObject, name: string): readonly JsonObject[] => {
  const value = object[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** Last millisecond of the year 9999. */
const LAST_TIME = 253_402_300_799_999;

const DASH = 0x2d;
/** Date and time of day without a zone, which is UTC here. */
const ZONELESS = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/** A time in RFC 3339 or a date; undefined for others and for times before 1970 or after 9999. */
export const timeOf = (value: unknown): number | undefined => {
  if (typeof value !== 'string' || value.length < 10 || value.length > 40) return undefined;
  if (value.charCodeAt(4) !== DASH || value.charCodeAt(7) !== DASH) return undefined;
  const zoned = value.length === 10 || value.endsWith('Z') || !ZONELESS.test(value);
  const time = Date.parse(zoned ? value : `${value.replace(' ', 'T')}Z`);
  return time >= 0 && time <= LAST_TIME ? time : undefined;
};

/** 0 to 100, or undefined. */
export const confidenceOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 100 ? Math.round(number) : undefined;
};

const SAMPLE = 200;

/** A problem with texts cut to what is kept. */
export const problemOf = (code: ProblemCode, place: string, detail: string, sample: string): EntryProblem => ({
  code,
  place,
  detail: detail.slice(0, SAMPLE),
  sample: sample.slice(0, SAMPLE),
});
