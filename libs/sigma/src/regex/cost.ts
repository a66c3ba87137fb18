import type { RegexNode } from './syntax.ts';

/**
 * Upper bound of the steps that a backtracking engine takes on a text of n characters: `factor` × n^`degree`.
 * `degree` is Infinity where repetitions nest in a way that may blow up exponentially.
 */
export interface Cost {
  readonly degree: number;
  readonly factor: number;
}

const HOPELESS: Cost = { degree: Infinity, factor: Infinity };

/** Cost of a search, i.e. including the attempt at every start unless the pattern is anchored. */
export const searchCost = (node: RegexNode): Cost => {
  const cost = costOf(node);
  return isAnchored(node) ? cost : { degree: cost.degree + 1, factor: cost.factor };
};

/**
 * Longest text that a backtracking engine may be given so that it stays within `budget` steps, whatever the text.
 */
export const safeLength = (cost: Cost, budget: number): number => {
  if (cost.degree === Infinity || cost.factor > budget) return 0;
  if (cost.degree === 0) return Infinity;
  return Math.floor((budget / cost.factor) ** (1 / cost.degree));
};

const costOf = (node: RegexNode): Cost => {
  switch (node.kind) {
    case 'char':
    case 'class':
    case 'assert':
      return { degree: 0, factor: 1 };
    case 'sequence':
      return node.items
        .map(costOf)
        .reduce((left, right) => ({ degree: left.degree + right.degree, factor: left.factor * right.factor }), {
          degree: 0,
          factor: 1,
        });
    case 'choice':
      return node.items
        .map(costOf)
        .reduce(
          (left, right) => ({ degree: Math.max(left.degree, right.degree), factor: left.factor + right.factor }),
          { degree: 0, factor: 0 },
        );
    case 'repeat':
      return repeatCost(node);
  }
};

const repeatCost = (node: Extract<RegexNode, { kind: 'repeat' }>): Cost => {
  const body = costOf(node.item);
  if (node.max !== Infinity) {
    const choices = node.max - node.min + 1;
    if (isFixed(node.item)) return { degree: 0, factor: choices };
    return { degree: body.degree * node.max, factor: body.factor ** node.max * choices };
  }
  return isFixed(node.item) ? { degree: 1, factor: 1 } : HOPELESS;
};

/** Matches in one way only and has one length: repeating it leaves only the count open. */
const isFixed = (node: RegexNode): boolean => {
  switch (node.kind) {
    case 'char':
    case 'class':
      return true;
    case 'assert':
    case 'choice':
      return false;
    case 'sequence':
      return node.items.length > 0 && node.items.every(isFixed);
    case 'repeat':
      return node.min === node.max && node.min > 0 && isFixed(node.item);
  }
};

const isAnchored = (node: RegexNode): boolean => {
  if (node.kind === 'assert') return node.what === 'start';
  if (node.kind === 'choice') return node.items.every(isAnchored);
  const first = node.kind === 'sequence' ? node.items[0] : undefined;
  return first !== undefined && isAnchored(first);
};
