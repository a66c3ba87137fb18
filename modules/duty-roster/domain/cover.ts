/** Who is on duty when, and when nobody is. Days and times are those of China, which has had one zone without summer time since 1991. */
import { addDays, dayOf } from '@chedun/kernel';
import type { DutySettings, ExceptionInput, ShiftInput } from '../contract.ts';

/** A stretch of time in milliseconds, half open. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
/** A stretch in which somebody is on duty. */
export interface Duty extends Span {
  readonly responder: string;
}

export type ShiftPattern = Pick<ShiftInput, 'responder' | 'weekdays' | 'from' | 'to' | 'validFrom' | 'validTo'>;
export type Exception = Pick<ExceptionInput, 'kind' | 'responder' | 'day' | 'from' | 'to'>;

const DAY = 86_400_000;
const MINUTE = 60_000;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);
/** 1 Monday to 7 Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** The stretch on a day; one whose end is not later than its begin ends on the next day. */
const spanOf = (day: string, from: string, to: string): Span => {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const start = startOf(day);
  return { from: start + begin * MINUTE, to: start + end * MINUTE + (end <= begin ? DAY : 0) };
};

const cut = (span: Span, within: Span): Span => ({
  from: Math.max(span.from, within.from),
  to: Math.min(span.to, within.to),
});
const isSome = ({ from, to }: Span): boolean => to > from;

/** What of `span` is left when `taken` goes. */
const without = (span: Span, taken: Span): Span[] =>
  [
    { from: span.from, to: Math.min(span.to, taken.from) },
    { from: Math.max(span.from, taken.to), to: span.to },
  ].filter(isSome);

const subtract = (spans: readonly Span[], taken: readonly Span[]): Span[] =>
  taken.reduce<Span[]>((left, each) => left.flatMap((span) => without(span, each)), [...spans]);

const daysOf = ({ from, to }: Span): string[] => {
  const days: string[] = [];
  // A shift of the day before may reach into the first day.
  for (let day = addDays(dayOf(from), -1); startOf(day) < to; day = addDays(day, 1)) days.push(day);
  return days;
};

const isValid = ({ weekdays, validFrom, validTo }: ShiftPattern, day: string): boolean =>
  weekdays.includes(weekdayOf(day)) && validFrom <= day && (validTo === null || day <= validTo);

/** Stretches on duty within a time, earliest first: the weekly pattern without those who are away, and those who stand in. */
export const dutiesIn = (
  within: Span,
  shifts: readonly ShiftPattern[],
  exceptions: readonly Exception[],
): readonly Duty[] => {
  const away = exceptions
    .filter(({ kind }) => kind === 'away')
    .map((each) => ({ responder: each.responder, ...spanOf(each.day, each.from, each.to) }));
  const regular = daysOf(within).flatMap((day) =>
    shifts
      .filter((shift) => isValid(shift, day))
      .map(({ responder, from, to }) => ({ responder, span: spanOf(day, from, to) })),
  );
  const extra = exceptions
    .filter(({ kind }) => kind === 'extra')
    .map(({ responder, day, from, to }) => ({ responder, span: spanOf(day, from, to) }));
  return [
    ...regular.flatMap(({ responder, span }) =>
      subtract(
        [span],
        away.filter((each) => each.responder === responder),
      ).map((left) => ({ responder, ...cut(left, within) })),
    ),
    ...extra.map(({ responder, span }) => ({ responder, ...cut(span, within) })),
  ]
    .filter(isSome)
    .toSorted((a, b) => a.from - b.from || a.to - b.to || a.responder.localeCompare(b.responder));
};

/** Hours that have to be covered. Public holidays are not looked at: their emergency calls come as well. */
export const owedIn = (within: Span, cover: DutySettings['cover']): readonly Span[] =>
  cover === 'around-the-clock'
    ? [within]
    : daysOf(within)
        .filter((day) => weekdayOf(day) <= 5)
        .map((day) => cut(spanOf(day, '09:00', '18:00'), within))
        .filter(isSome);

/** What is owed and nobody covers, earliest first. */
export const gapsIn = (owed: readonly Span[], duties: readonly Span[]): readonly Span[] => subtract(owed, duties);

/** Hours of stretches, to a tenth. */
export const hoursOf = (spans: readonly Span[]): number =>
  Math.round(spans.reduce((sum, { from, to }) => sum + to - from, 0) / 360_000) / 10;
