import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';
import type { RuleExpression } from './types.ts';

const MOST_ALTERNATIVES = 64;

/** One way to meet an expression: all of these positions seen, none of those. Positions ascend. */
export interface Alternative {
  readonly seen: readonly number[];
  readonly unseen: readonly number[];
}

/**
 * Unfolds an expression into alternatives over the positions of `rules` (disjunctive normal form). Throws
 * `sigma.correlation` when there are more than 64, when none can hold, or when one holds without any rule.
 */
export const alternativesOf = (expression: RuleExpression, rules: readonly string[]): readonly Alternative[] => {
  const position = new Map(rules.map((name, at) => [name, at]));
  const found = unfold(expression, true, position).filter(
    ({ seen, unseen }) => !seen.some((at) => unseen.includes(at)),
  );
  if (found.length === 0) throw fault('sigma.correlation', say('bounds-impossible'));
  if (found.some(({ seen }) => seen.length === 0)) throw fault('sigma.correlation', say('expression-only-not'));
  return found;
};

const unfold = (
  expression: RuleExpression,
  wanted: boolean,
  position: ReadonlyMap<string, number>,
): readonly Alternative[] => {
  switch (expression.kind) {
    case 'rule': {
      const at = position.get(expression.name) ?? -1;
      return [wanted ? { seen: [at], unseen: [] } : { seen: [], unseen: [at] }];
    }
    case 'not':
      return unfold(expression.child, !wanted, position);
    default: {
      const children = expression.children.map((child) => unfold(child, wanted, position));
      return (expression.kind === 'or') === wanted ? bounded(children.flat()) : children.reduce(cross);
    }
  }
};

const cross = (left: readonly Alternative[], right: readonly Alternative[]): readonly Alternative[] =>
  bounded(
    left.flatMap((one) =>
      right.map((other) => ({ seen: merge(one.seen, other.seen), unseen: merge(one.unseen, other.unseen) })),
    ),
  );

const merge = (left: readonly number[], right: readonly number[]): readonly number[] =>
  [...new Set([...left, ...right])].toSorted((one, other) => one - other);

const bounded = (found: readonly Alternative[]): readonly Alternative[] => {
  if (found.length > MOST_ALTERNATIVES)
    throw fault('sigma.correlation', say('expression-alternatives', { most: MOST_ALTERNATIVES }));
  return found;
};
