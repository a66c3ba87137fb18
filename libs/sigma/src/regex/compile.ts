import { RE2JS } from 're2js';
import { fault } from '../errors.ts';
import { safeLength, searchCost } from './cost.ts';
import { emitRegex } from './emit.ts';
import { parseRegex } from './parse.ts';
import type { RegexNode } from './syntax.ts';
import { say } from '../reason/reason.ts';

/** Steps that one search may take in the backtracking engine: one to two milliseconds. */
const BUDGET = 1 << 20;

/** A regular expression that is ready to search. */
export interface SafeRegex {
  /** True when the pattern occurs anywhere in `text`. Time grows at most linearly beyond a fixed budget. */
  readonly test: (text: string) => boolean;
  /** Longest text that V8's backtracking engine is trusted with; longer ones go to RE2. */
  readonly backtrackingLimit: number;
}

/**
 * Compiles a Sigma regular expression so that no text can hang it. The tree gives an upper bound factor × n^degree
 * of backtracking steps; V8 is used for texts short enough to stay within about a million steps, RE2 (linear time)
 * for longer ones and for patterns without a bound. Throws `sigma.regex` or `sigma.limit`.
 */
export const compileRegex = (pattern: string, flags: string): SafeRegex => buildRegex(parseRegex(pattern, flags));

/** As {@link compileRegex}, from a tree. */
export const buildRegex = (node: RegexNode): SafeRegex => {
  const backtrackingLimit = safeLength(searchCost(node), BUDGET);
  const linear = backtrackingLimit === Infinity ? undefined : compileLinear(node);
  const backtracking = backtrackingLimit > 0 ? new RegExp(emitRegex(node, 'v8'), 'u') : undefined;
  const test = (text: string): boolean => {
    if (backtracking !== undefined && text.length <= backtrackingLimit) return backtracking.test(text);
    return linear?.test(text) ?? false;
  };
  return { test, backtrackingLimit };
};

/** Throws what is wrong with a pattern. */
export const checkRegex = (pattern: string, flags: string): void => {
  compileRegex(pattern, flags);
};

const compileLinear = (node: RegexNode): RE2JS => {
  try {
    return RE2JS.compile(emitRegex(node, 're2'));
  } catch (error) {
    throw fault(
      'sigma.regex',
      say('regex-linear', { message: error instanceof Error ? error.message.slice(0, 200) : '?' }),
    );
  }
};
