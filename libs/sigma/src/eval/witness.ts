import type { Expression, Predicate } from '../ir/expression.ts';
import { requiredLiterals } from '../regex/literals.ts';
import { parseRegex } from '../regex/parse.ts';
import { fold } from './fold.ts';
import { literalRate } from './rarity.ts';

/** Something that must be seen in an event before a rule can match it. */
export type Witness =
  | {
      readonly kind: 'literal';
      readonly field: string | null;
      readonly text: string;
      readonly atStart: boolean;
      readonly atEnd: boolean;
    }
  | { readonly kind: 'present'; readonly field: string };

/** Witnesses of which at least one is in every matching event, and how often that is expected to happen. */
export interface WitnessSet {
  readonly witnesses: readonly Witness[];
  readonly rate: number;
}

const PRESENT_RATE = 0.6;

/**
 * Chooses what to look for before a rule is evaluated: of the parts of an AND the rarest, of an OR all of them.
 * `undefined` means that events without any trace can match (a rule of negations): it is evaluated every time.
 */
export const chooseWitnesses = (expression: Expression): WitnessSet | undefined => {
  switch (expression.kind) {
    case 'and':
      return expression.children.map(chooseWitnesses).reduce(rarer, undefined);
    case 'or':
      return expression.children.map(chooseWitnesses).reduce(both, { witnesses: [], rate: 0 });
    case 'not':
      return expression.child.kind === 'not' ? chooseWitnesses(expression.child.child) : undefined;
    case 'constant':
      return expression.value ? undefined : { witnesses: [], rate: 0 };
    case 'selection':
    case 'item':
      return chooseWitnesses(expression.child);
    case 'test':
      return ofTest(expression.field, expression.predicate);
  }
};

const rarer = (left: WitnessSet | undefined, right: WitnessSet | undefined): WitnessSet | undefined => {
  if (left === undefined || right === undefined) return left ?? right;
  return right.rate < left.rate ? right : left;
};

const both = (left: WitnessSet | undefined, right: WitnessSet | undefined): WitnessSet | undefined =>
  left === undefined || right === undefined
    ? undefined
    : { witnesses: left.witnesses.concat(right.witnesses), rate: left.rate + right.rate };

const ofTest = (field: string | null, predicate: Predicate): WitnessSet | undefined => {
  switch (predicate.kind) {
    case 'text': {
      const { op } = predicate;
      return literal(
        field,
        fold(predicate.text),
        op === 'equals' || op === 'startswith',
        op === 'equals' || op === 'endswith',
      );
    }
    case 'glob':
      return ofGlob(field, predicate);
    case 'regex': {
      const rate = (texts: readonly string[]): number =>
        texts.reduce((sum, text) => sum + literalRate(field, text, false, false), 0);
      const literals = requiredLiterals(parseRegex(predicate.pattern, predicate.flags), rate);
      return literals === undefined
        ? present(field)
        : literals.map((text) => literal(field, text, false, false)).reduce(both, { witnesses: [], rate: 0 });
    }
    case 'null':
      return undefined;
    case 'number':
    case 'time':
    case 'cidr':
    case 'exists':
    case 'fieldref':
      return present(field);
  }
};

const ofGlob = (field: string | null, predicate: Extract<Predicate, { kind: 'glob' }>): WitnessSet | undefined => {
  const { tokens } = predicate;
  const sets = tokens.map((token, index) =>
    'literal' in token ? literal(field, fold(token.literal), index === 0, index === tokens.length - 1) : undefined,
  );
  return sets.reduce(rarer, undefined) ?? present(field);
};

const present = (field: string | null): WitnessSet | undefined =>
  field === null ? undefined : { witnesses: [{ kind: 'present', field }], rate: PRESENT_RATE };

const literal = (field: string | null, text: string, atStart: boolean, atEnd: boolean): WitnessSet | undefined => {
  if (text === '' && !(atStart && atEnd)) return present(field);
  return {
    witnesses: [{ kind: 'literal', field, text, atStart, atEnd }],
    rate: literalRate(field, text, atStart, atEnd),
  };
};
