import type { Detector, DetectorState } from '@chedun/watch/contract';
import { unit } from '../i18n/zh-CN/detectors.ts';
import { queryTerm } from './lucene.ts';

/** Whether a unit of a limit has a name in the dictionary. */
export const isUnit = (name: string): name is keyof typeof unit => Object.hasOwn(unit, name);

/** Tone of each state: what works is good, what a person can help is yellow. */
export const STATE_TONE: Readonly<Record<DetectorState, string>> = {
  off: 'info',
  'not-ready': 'medium',
  waiting: 'info',
  learning: 'primary',
  watching: 'good',
};

const SIGNAL_FIELD: Readonly<Partial<Record<Detector['family'], string>>> = { can: 'can.rule', v2x: 'v2x.rules' };

/** The query that finds the records of a detector. */
export const recordsQuery = ({ id, family }: Pick<Detector, 'id' | 'family'>): string =>
  queryTerm(SIGNAL_FIELD[family] ?? 'signal', id);

/** Which detectors a list shows. */
export interface DetectorFilter {
  readonly family: Detector['family'] | undefined;
  readonly find: string | undefined;
  readonly levels: readonly Detector['level'][];
  readonly states: readonly DetectorState[];
}

/** The detectors that fit: the text stands in the id or in a title of either language. */
export const fittingDetectors = (
  detectors: readonly Detector[],
  { family, find = '', levels, states }: DetectorFilter,
): readonly Detector[] => {
  const wanted = find.toLowerCase();
  return detectors.filter(
    (each) =>
      (family === undefined || each.family === family) &&
      (levels.length === 0 || levels.includes(each.level)) &&
      (states.length === 0 || states.includes(each.state)) &&
      [each.id, each.title.zh, each.title.en].some((text) => text.toLowerCase().includes(wanted)),
  );
};

/** Changes that were typed into limits: only what differs; the standard value is sent as null, which takes the change back. */
export const changedLimits = (
  limits: Detector['limits'],
  typed: Readonly<Record<string, number | null | undefined>>,
): Record<string, number | null> =>
  Object.fromEntries(
    limits.flatMap(({ name, value, standard }) => {
      const next = typed[name];
      if (next === undefined || next === null || next === value) return [];
      return [[name, next === standard ? null : next]];
    }),
  );

/** A rate between 0 and 1 as per cent with one decimal place; null is nothing yet. */
export const rateText = (rate: number | null): string => (rate === null ? '–' : `${Math.round(rate * 1000) / 10}%`);

const HOUR_MS = 3_600_000;

/** Every hour of the last days, also the quiet ones, oldest first. */
export const hoursUntil = (
  points: readonly { readonly at: string; readonly count: number }[],
  now: number,
  days: number,
): readonly { readonly at: number; readonly count: number }[] => {
  const last = Math.floor(now / HOUR_MS);
  const known = new Map(points.map(({ at, count }) => [Math.floor(Date.parse(at) / HOUR_MS), count]));
  return Array.from({ length: days * 24 }, (_, index) => {
    const hour = last - days * 24 + 1 + index;
    return { at: hour * HOUR_MS, count: known.get(hour) ?? 0 };
  });
};
