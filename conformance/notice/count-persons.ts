import { openPersonCounter } from '@chedun/regulations';

const DAY = 86_400_000;
const SPAN_DAYS = 800;
/** Middle of 2025 to beyond 2027, so that events lie on both sides of two New Years in China. */
const FROM = Date.parse('2025-06-01T00:00:00Z');
const LOOKS = [
  '2025-12-31T23:59:59.999+08:00',
  '2026-01-01T00:00:00+08:00',
  '2026-07-03T11:00:00+08:00',
  '2027-12-31T23:00:00+08:00',
];
const EACH_PERSON = 7;
const SENSITIVE_OF = 9;

/** A small generator of numbers, the same in every run (Marsaglia's xorshift, 32 bit). */
const openNumbers = (): ((below: number) => number) => {
  let state = 2_463_534_242;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

/** Distinct persons of the year of a moment, found by marking every person of every event. */
const bruteForce = (looks: readonly number[], people: number) => {
  const starts = looks.map((asOf) =>
    Date.parse(`${new Date(asOf + 8 * 3_600_000).getUTCFullYear()}-01-01T00:00:00+08:00`),
  );
  const marks = looks.map(() => new Uint8Array(people));
  return {
    add: (at: number, person: number, bits: 1 | 3) => {
      for (let n = 0; n < looks.length; n += 1)
        if (at >= (starts[n] ?? 0) && at <= (looks[n] ?? 0)) {
          const own = marks[n];
          if (own !== undefined) own[person] = (own[person] ?? 0) | bits;
        }
    },
    counts: () =>
      marks.map((own) => {
        const found = { persons: 0, sensitive: 0 };
        for (const bits of own) {
          if (bits === 1) found.persons += 1;
          if (bits === 3) found.sensitive += 1;
        }
        return found;
      }),
  };
};

/** Whether our counter says of so many events, in any order, what marking every one of them says. */
export const countsAgree = (events: number): boolean => {
  const numbers = openNumbers();
  const people = Math.max(1, Math.floor(events / EACH_PERSON));
  const names = Array.from({ length: people }, (_, n) => `p${n}`);
  const looks = LOOKS.map((text) => Date.parse(text));
  const brute = bruteForce(looks, people);
  const counter = openPersonCounter();
  for (let n = 0; n < events; n += 1) {
    const person = numbers(people);
    const at = FROM + numbers(SPAN_DAYS) * DAY + numbers(DAY);
    const isSensitive = numbers(SENSITIVE_OF) === 0;
    counter.add({ at, person: names[person] ?? '', data: isSensitive ? 'sensitive' : 'ordinary' });
    brute.add(at, person, isSensitive ? 3 : 1);
  }
  const found = looks.map((asOf) => counter.countsAt(asOf));
  return JSON.stringify(found) === JSON.stringify(brute.counts()) && found.some(({ persons }) => persons > 0);
};
