import type { YearDetail } from '@chedun/workdays/contract';

/** A day of the picture. */
export interface GridDay {
  readonly date: string;
  readonly number: number;
  readonly kind: 'workday' | 'weekend' | 'holiday' | 'make-up';
  readonly name: string;
}

const DAY = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Weeks of a month from Monday on; undefined where a week lies outside of it. */
export const monthGrid = (
  year: number,
  month: number,
  marked: ReadonlyMap<string, YearDetail['days'][number]>,
): readonly (readonly (GridDay | undefined)[])[] => {
  const first = Date.UTC(year, month, 1);
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const weeks = Math.ceil((before + count) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (__, column) => {
      const number = week * 7 + column - before + 1;
      if (number < 1 || number > count) return undefined;
      const date = iso(first + (number - 1) * DAY);
      const day = marked.get(date);
      return { date, number, kind: day?.kind ?? (column >= 5 ? 'weekend' : 'workday'), name: day?.name ?? '' };
    }),
  );
};
