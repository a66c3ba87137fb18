import { regulationError } from './errors.ts';
import { LEVELS, type GradeTable, type GradeTest, type Level } from './grade-table.ts';
import type { Basis, Title } from './read.ts';

/** What is known of an incident, by the names that the tables use. What nobody stated is absent. */
export type GradeFacts = Readonly<Record<string, number | string | undefined>>;

/**
 * What one condition said. `met` it reaches a level · `below` stated, but under every step · `not-for` the number counts only
 * for other services · `not-stated` nobody gave the fact.
 */
export interface TraceLine {
  readonly test: string;
  readonly title: Title;
  readonly kind: 'met' | 'below' | 'not-for' | 'not-stated';
  /** The fact, as it was given. */
  readonly value: number | string | null;
  readonly level: Level | null;
  /** Number or word of the table that decided, with its basis. */
  readonly against: number | string | null;
  readonly basis: Basis | null;
}

/** A level with everything it rests on. */
export interface Grade {
  readonly table: string;
  readonly version: number;
  /** Null: under the lowest level of the scale. */
  readonly level: Level | null;
  /** Whether a cell that decided the level was not verified. */
  readonly basis: Basis;
  readonly trace: readonly TraceLine[];
}

const countOf = (facts: GradeFacts, name: string): number | undefined => {
  const value = facts[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw regulationError('regulations.fact-invalid', { field: name });
  return value;
};

const wordOf = (facts: GradeFacts, name: string): string | undefined => {
  const value = facts[name];
  if (value === undefined || typeof value === 'string') return value;
  throw regulationError('regulations.fact-invalid', { field: name });
};

type Test<K extends GradeTest['kind']> = Extract<GradeTest, { kind: K }>;

const silent = ({ id, title }: GradeTest): TraceLine => ({
  test: id,
  title,
  kind: 'not-stated',
  value: null,
  level: null,
  against: null,
  basis: null,
});

const judgeCount = (test: Test<'count'>, facts: GradeFacts): TraceLine => {
  const counts = test.facts.flatMap((name) => countOf(facts, name) ?? []);
  if (counts.length === 0) return silent(test);
  const value = Math.max(...counts);
  if (test.onlyFor !== undefined && !test.onlyFor.values.includes(wordOf(facts, test.onlyFor.fact) ?? ''))
    return { ...silent(test), kind: 'not-for', value };
  const step = test.steps.find(({ min }) => value >= min);
  if (step !== undefined)
    return { ...silent(test), kind: 'met', value, level: step.level, against: step.min, basis: step.basis };
  const lowest = test.steps.at(-1);
  return { ...silent(test), kind: 'below', value, against: lowest?.min ?? null, basis: lowest?.basis ?? null };
};

const judgeChoice = (test: Test<'choice'>, facts: GradeFacts): TraceLine => {
  const value = wordOf(facts, test.fact);
  if (value === undefined) return silent(test);
  const option = test.options.find((each) => each.value === value);
  if (option === undefined) throw regulationError('regulations.fact-invalid', { field: test.fact });
  return { ...silent(test), kind: 'met', value, level: option.level, against: option.title.zh, basis: option.basis };
};

const judgePerson = (test: Test<'judged'>, facts: GradeFacts): TraceLine => {
  const value = wordOf(facts, test.fact);
  if (value === undefined) return silent(test);
  const level = LEVELS.find((each) => each === value);
  if (level === undefined) throw regulationError('regulations.fact-invalid', { field: test.fact });
  return { ...silent(test), kind: 'met', value, level, against: value, basis: test.basis };
};

const lineOf = (test: GradeTest, facts: GradeFacts): TraceLine => {
  switch (test.kind) {
    case 'count':
      return judgeCount(test, facts);
    case 'choice':
      return judgeChoice(test, facts);
    case 'judged':
      return judgePerson(test, facts);
  }
};

/** Whether a level is at least as heavy as another; null is lighter than all. */
export const atLeast = (level: Level | null, other: Level): boolean =>
  level !== null && LEVELS.indexOf(level) <= LEVELS.indexOf(other);

/**
 * Grades an incident by one scale: any one condition is enough, the heaviest wins, 以上 includes the number. The trace names
 * every condition, also those of which nothing is known. Throws `regulations.fact-invalid`.
 */
export const gradeOf = (table: GradeTable, facts: GradeFacts): Grade => {
  const trace = table.tests.map((test) => lineOf(test, facts));
  const level = table.levels.find((each) => trace.some((line) => line.level === each)) ?? null;
  const deciding = trace.filter((line) => line.level !== null && line.level === level);
  const seen = deciding.length === 0 || deciding.some(({ basis }) => basis === 'seen');
  return { table: table.id, version: table.version, level, basis: seen ? 'seen' : 'unverified', trace };
};
