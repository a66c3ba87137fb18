import type { Basis, Title } from './read.ts';

/** Levels of network security events, the heaviest first. */
export const LEVELS = ['特别重大', '重大', '较大', '一般'] as const;
export type Level = (typeof LEVELS)[number];

/** A number from which on (以上, the number itself included) a level is reached. */
export interface Step {
  readonly level: Level;
  readonly min: number;
  readonly basis: Basis;
}

/** A word that a level hangs on. */
export interface Option {
  readonly value: string;
  readonly title: Title;
  readonly level: Level;
  readonly basis: Basis;
}

/**
 * One condition of a grading scale. `count` the largest of its facts against steps, where `onlyFor` only for some values of
 * another fact · `choice` a word · `judged` a level that a person judged under an open clause.
 */
export type GradeTest =
  | {
      readonly kind: 'count';
      readonly id: string;
      readonly title: Title;
      readonly facts: readonly string[];
      readonly onlyFor?: { readonly fact: string; readonly values: readonly string[] };
      readonly steps: readonly Step[];
    }
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly title: Title;
      readonly fact: string;
      readonly options: readonly Option[];
    }
  | {
      readonly kind: 'judged';
      readonly id: string;
      readonly title: Title;
      readonly fact: string;
      readonly basis: Basis;
    };

/** A grading scale as versioned data. */
export interface GradeTable {
  readonly id: string;
  readonly version: number;
  readonly source: string;
  readonly levels: readonly Level[];
  readonly tests: readonly GradeTest[];
}
