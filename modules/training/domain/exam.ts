import { sm3Hex } from '@chedun/exchange';
import type { PaperQuestion } from '../tables.ts';

const text = new TextEncoder();
const rank = (seed: string, what: string): string => sm3Hex(text.encode(`${seed}\n${what}`));

const shuffled = <T>(items: readonly T[], seed: string, name: (item: T) => string): readonly T[] =>
  items
    .map((item) => ({ item, at: rank(seed, name(item)) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);

const withShuffledOptions = (question: PaperQuestion, seed: string): PaperQuestion => {
  if (question.kind === 'true-false') return question;
  const places = shuffled(
    question.options.map((_, at) => at),
    `${seed}\n${question.text}`,
    String,
  );
  return {
    ...question,
    options: places.map((place) => question.options[place] ?? ''),
    correct: question.correct.map((place) => places.indexOf(place)).toSorted((a, b) => a - b),
  };
};

/** Draws `count` questions of the pool in an order that the seed decides; options change places as well. */
export const drawPaper = (pool: readonly PaperQuestion[], count: number, seed: string): readonly PaperQuestion[] =>
  shuffled(pool, seed, ({ text: words }) => words)
    .slice(0, count)
    .map((question) => withShuffledOptions(question, seed));

/** True when there is one answer for each question, and each names options of its question, once. */
export const fitsPaper = (questions: readonly PaperQuestion[], answers: readonly (readonly number[])[]): boolean =>
  questions.length === answers.length &&
  questions.every(({ kind, options }, at) => {
    const chosen = answers[at] ?? [];
    const isOnce = new Set(chosen).size === chosen.length;
    return isOnce && chosen.every((place) => place < options.length) && (kind === 'multiple' || chosen.length === 1);
  });

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

/** Marks a paper: a question is right when exactly the right options were chosen. The score is in percent, rounded down. */
export const markPaper = (
  questions: readonly PaperQuestion[],
  answers: readonly (readonly number[])[],
  passMark: number,
): {
  readonly right: readonly boolean[];
  readonly correct: number;
  readonly score: number;
  readonly passed: boolean;
} => {
  const right = questions.map((question, at) => isSame(question.correct, answers[at] ?? []));
  const correct = right.filter(Boolean).length;
  const score = questions.length === 0 ? 0 : Math.floor((correct * 100) / questions.length);
  return { right, correct, score, passed: questions.length > 0 && score >= passMark };
};

/** What the SM3 of a result is taken over. */
export interface Sealed {
  readonly paper: string;
  readonly course: string;
  readonly person: string;
  readonly questions: readonly PaperQuestion[];
  readonly answers: readonly (readonly number[])[];
  readonly score: number;
  readonly certificate: string | null;
  readonly validTo: string | null;
  readonly at: string;
}

/** SM3 over everything that makes a result, in a fixed order. */
export const resultSm3 = (result: Sealed): string => {
  const { paper, course, person, questions, answers, score, certificate, validTo, at } = result;
  const asked = questions.map((each) => [
    each.kind,
    each.text,
    each.options,
    each.correct,
    each.explanation,
    each.basis,
  ]);
  return sm3Hex(text.encode(JSON.stringify([paper, course, person, asked, answers, score, certificate, validTo, at])));
};
