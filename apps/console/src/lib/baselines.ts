import type { BaselineBand, BaselineSummary, BaselineVerdict } from '@chedun/baselines/contract';

const HOUR = 3_600_000;
/** Monday 1970-01-05 00:00 in China. */
const FIRST_MONDAY = 4 * 24 * HOUR - 8 * HOUR;
const WEEK_HOURS = 168;

/** Names and values of an entity in one line. */
export const entityLine = (fields: BaselineVerdict['fields']): string =>
  fields.map(({ field, value }) => `${field} = ${value}`).join(', ');

/** Which hour of the week in China a moment belongs to, from Monday 00:00. */
export const hourOfWeek = (at: number): number => {
  const hours = Math.floor((at - FIRST_MONDAY) / HOUR) % WEEK_HOURS;
  return (hours + WEEK_HOURS) % WEEK_HOURS;
};

/** One hour of the picture; null where nothing is known. */
interface DrawnHour {
  readonly at: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly median: number | null;
  readonly count: number | null;
}

/** The last seven days hour by hour: what was usual and what came. Empty when nothing can be drawn. */
export const drawnHours = ({ slots, actual }: Pick<BaselineBand, 'slots' | 'actual'>): DrawnHour[] => {
  const counts = new Map(actual.map(({ at, count }) => [Date.parse(at), count]));
  const last = Math.max(...counts.keys());
  if (!Number.isFinite(last) || slots.every((slot) => slot === null)) return [];
  return Array.from({ length: WEEK_HOURS }, (_, n) => {
    const at = last - (WEEK_HOURS - 1 - n) * HOUR;
    const slot = slots[hourOfWeek(at)] ?? null;
    const count = counts.get(at) ?? null;
    return { at, count, low: slot?.low ?? null, high: slot?.high ?? null, median: slot?.median ?? null };
  });
};

/** Hours of the picture that belong to a day that is not what the week says, first and last by place. */
export const markedHours = (
  hours: readonly Pick<DrawnHour, 'at'>[],
  days: readonly BaselineBand['days'][number][],
): { readonly from: number; readonly to: number; readonly day: BaselineBand['days'][number] }[] =>
  days.flatMap((day) => {
    const begin = Date.parse(`${day.date}T00:00:00+08:00`);
    const places = hours.flatMap(({ at }, place) => (at >= begin && at < begin + 24 * HOUR ? [place] : []));
    const [from, to] = [places[0], places.at(-1)];
    return from === undefined || to === undefined ? [] : [{ from, to, day }];
  });

/** Rules that a person looks for by title, field or id. */
export const foundBaselines = (rules: readonly BaselineSummary[], find: string | undefined): BaselineSummary[] => {
  const wanted = find?.toLowerCase() ?? '';
  return rules.filter(({ id, title, titleZh, field, groupBy }) =>
    [id, title, titleZh ?? '', field, ...groupBy].some((text) => text.toLowerCase().includes(wanted)),
  );
};

/** A behaviour rule that loads, to begin with. */
export const newBaselineText = (id: string, date: string, titleZh: string): string => `title: New Value of an Account
x-title-zh: ${titleZh}
id: ${id}
status: experimental
description: Each account learns the countries from which it signs in.
date: ${date}
logsource:
  product: tsp
  category: tsp_login
detection:
  selection:
    result: success
  condition: selection
baseline:
  type: new_terms
  group-by:
    - account
  field: geo_country
  learn: 7d
  forget: 90d
level: medium
`;
