import type { KindOfHour } from '@chedun/behaviour';
import { dayInChina, type Calendar, type DayKind } from '@chedun/calendar';

const HOUR = 3_600_000;

/** Kinds of days for the engine, from the calendar in force; the last hour is remembered, as many entities ask for it. */
export const kindOfHour = (calendar: () => Calendar): KindOfHour => {
  let last: { readonly calendar: Calendar; readonly hour: number; readonly kind: DayKind } | undefined;
  return (hour) => {
    const now = calendar();
    if (last?.hour === hour && last.calendar === now) return last.kind;
    const { kind } = now.factsOf(dayInChina(hour * HOUR));
    last = { calendar: now, hour, kind };
    return kind;
  };
};
