import { dayInChina, yearOfDay } from '@chedun/calendar';

/** One transfer abroad of the data of one person. `at` in milliseconds since 1970 UTC. */
export interface Transfer {
  readonly at: number;
  /** Pseudonym of the person, the same in every transfer. */
  readonly person: string;
  readonly data: 'ordinary' | 'sensitive';
}

/** Distinct persons of a year: those without any sensitive data, and those with. Nobody counts in both. */
export interface PersonCounts {
  readonly persons: number;
  readonly sensitive: number;
}

/** Counts distinct persons from 1 January 00:00 Asia/Shanghai on; memory grows with persons, not with transfers. */
export interface PersonCounter {
  readonly add: (transfer: Transfer) => void;
  /** Counts of the year that holds a moment, up to and including it. */
  readonly countsAt: (asOf: number) => PersonCounts;
}

interface YearBook {
  /** First transfer of a person, and first one with sensitive data. */
  readonly first: Map<string, number>;
  readonly firstSensitive: Map<string, number>;
  newest: number;
}

const keepEarliest = (book: Map<string, number>, person: string, at: number): void => {
  const before = book.get(person);
  if (before === undefined || at < before) book.set(person, at);
};

const upTo = (book: ReadonlyMap<string, number>, asOf: number): number => {
  let count = 0;
  for (const at of book.values()) if (at <= asOf) count += 1;
  return count;
};

/**
 * Opens a counter of exported persons (促进和规范数据跨境流动规定: cumulative from 1 January of the current year). A person counts
 * once over all transfers, in whatever order they come; whose sensitive data went abroad counts as `sensitive` only.
 */
export const openPersonCounter = (): PersonCounter => {
  const years = new Map<number, YearBook>();
  return {
    add: ({ at, person, data }) => {
      const year = yearOfDay(dayInChina(at));
      let book = years.get(year);
      if (book === undefined) {
        book = { first: new Map(), firstSensitive: new Map(), newest: at };
        years.set(year, book);
      }
      if (at > book.newest) book.newest = at;
      keepEarliest(book.first, person, at);
      if (data === 'sensitive') keepEarliest(book.firstSensitive, person, at);
    },
    countsAt: (asOf) => {
      const book = years.get(yearOfDay(dayInChina(asOf)));
      if (book === undefined) return { persons: 0, sensitive: 0 };
      const whole = book.newest <= asOf;
      const all = whole ? book.first.size : upTo(book.first, asOf);
      const sensitive = whole ? book.firstSensitive.size : upTo(book.firstSensitive, asOf);
      return { persons: all - sensitive, sensitive };
    },
  };
};
