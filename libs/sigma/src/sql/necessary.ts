import { fold } from '../eval/fold.ts';
import { literalRate } from '../eval/rarity.ts';
import type { Expression, Predicate } from '../ir/expression.ts';
import { requiredLiterals } from '../regex/literals.ts';
import { parseRegex } from '../regex/parse.ts';

/** A folded text that must stand in the event; `whole` when it is a value from end to end. */
export interface NecessaryText {
  readonly text: string;
  readonly whole: boolean;
}

/** Each group must be met by at least one of its texts. Empty = nothing is known. */
export type NecessaryTexts = readonly (readonly NecessaryText[])[];

const MOST_GROUPS = 4;
const MOST_TEXTS = 24;

/**
 * What every event that meets an expression holds, the rarest first. Negations say nothing, as an absent field meets
 * them. For looking candidates up in a text index.
 */
export const necessaryTexts = (expression: Expression): NecessaryTexts =>
  groupsOf(expression)
    .filter((group) => group.length <= MOST_TEXTS)
    .toSorted((a, b) => rateOf(a) - rateOf(b))
    .slice(0, MOST_GROUPS);

const rateOf = (group: readonly NecessaryText[]): number =>
  group.reduce((sum, { text, whole }) => sum + literalRate('', text, whole, whole), 0);

const groupsOf = (expression: Expression): NecessaryTexts => {
  switch (expression.kind) {
    case 'and':
      return expression.children.flatMap(groupsOf);
    case 'or': {
      const children = expression.children.map(groupsOf);
      if (children.some((groups) => groups.length === 0)) return [];
      return [children.flatMap((groups) => groups.toSorted((a, b) => rateOf(a) - rateOf(b))[0] ?? [])];
    }
    case 'not':
      return [];
    case 'constant':
      return expression.value ? [] : [];
    case 'selection':
    case 'item':
      return groupsOf(expression.child);
    case 'test':
      return ofTest(expression.predicate);
  }
};

const ofTest = (predicate: Predicate): NecessaryTexts => {
  switch (predicate.kind) {
    case 'text':
      return predicate.text === '' ? [] : [[{ text: fold(predicate.text), whole: predicate.op === 'equals' }]];
    case 'glob':
      return predicate.tokens.flatMap((token) =>
        'literal' in token ? [[{ text: fold(token.literal), whole: false }]] : [],
      );
    case 'regex': {
      const rate = (texts: readonly string[]): number =>
        texts.reduce((sum, text) => sum + literalRate('', text, false, false), 0);
      const texts = requiredLiterals(parseRegex(predicate.pattern, predicate.flags), rate);
      return texts === undefined || texts.length === 0
        ? []
        : [texts.map((text) => ({ text: fold(text), whole: false }))];
    }
    default:
      return [];
  }
};
