import type { Expression, Operand, Operator } from './expression.ts';
import { isWithin } from './network.ts';

/** Value of a variable; undefined or null when it has none yet. */
export type ValueOf = (name: string) => string | null | undefined;
/** A condition over variables without a value is unknown (three-valued logic). */
export type Truth = boolean | 'unknown';

const NUMERIC = /^-?\d+(?:\.\d+)?$/;

const plain = (operand: Operand, valueOf: ValueOf): string | undefined => {
  switch (operand.kind) {
    case 'variable':
      return valueOf(operand.name) ?? undefined;
    case 'text':
      return operand.value;
    case 'number':
    case 'flag':
      return String(operand.value);
    case 'time':
      return new Date(operand.value).toISOString();
  }
};

/** Both as numbers where both are numbers, as times where one is a constant of time, otherwise as texts. */
const order = (left: string, right: string, isTime: boolean): number | undefined => {
  if (isTime) {
    const difference = Date.parse(left) - Date.parse(right);
    return Number.isNaN(difference) ? undefined : difference;
  }
  if (NUMERIC.test(left) && NUMERIC.test(right)) return Number(left) - Number(right);
  return left === right ? 0 : left < right ? -1 : 1;
};

/** LIKE of STIX: `%` stands for any run of characters, `_` for one. Linear in both, no backtracking over more than one `%`. */
const isLike = (value: string, pattern: string): boolean => {
  let at = 0;
  let within = 0;
  let star = -1;
  let mark = 0;
  while (at < value.length) {
    if (pattern[within] === '%') {
      star = within;
      mark = at;
      within += 1;
    } else if (within < pattern.length && (pattern[within] === '_' || pattern[within] === value[at])) {
      at += 1;
      within += 1;
    } else if (star >= 0) {
      within = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (pattern[within] === '%') within += 1;
  return within === pattern.length;
};

const compare = (operator: Operator, left: string, right: string, isTime: boolean): boolean => {
  switch (operator) {
    case '=':
    case 'IN':
      return order(left, right, isTime) === 0;
    case '!=':
      return order(left, right, isTime) !== 0;
    case 'LIKE':
      return isLike(left, right);
    case 'ISSUBSET':
      return isWithin(left, right);
    case 'ISSUPERSET':
      return isWithin(right, left);
    default: {
      const difference = order(left, right, isTime);
      if (difference === undefined) return false;
      if (operator === '<') return difference < 0;
      if (operator === '>') return difference > 0;
      return operator === '<=' ? difference <= 0 : difference >= 0;
    }
  }
};

const negated = (truth: Truth): Truth => (truth === 'unknown' ? 'unknown' : !truth);

const joined = (kind: 'and' | 'or', left: Truth, right: Truth): Truth => {
  const decisive = kind === 'or';
  if (left === decisive || right === decisive) return decisive;
  return left === 'unknown' || right === 'unknown' ? 'unknown' : !decisive;
};

/** Evaluates a condition. Never throws. */
export const evaluate = (expression: Expression, valueOf: ValueOf): Truth => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return joined(expression.kind, evaluate(expression.left, valueOf), evaluate(expression.right, valueOf));
    case 'not':
      return negated(evaluate(expression.of, valueOf));
    case 'exists':
      return plain(expression.operand, valueOf) !== undefined;
    case 'bare': {
      const value = plain(expression.operand, valueOf);
      return value === undefined ? 'unknown' : value.toLowerCase() === 'true';
    }
    case 'compare': {
      const left = plain(expression.left, valueOf);
      if (left === undefined) return 'unknown';
      const rights = expression.right.map((operand) => ({
        text: plain(operand, valueOf),
        isTime: operand.kind === 'time',
      }));
      const isTime = expression.left.kind === 'time';
      const found = rights.some(
        ({ text, isTime: too }) => text !== undefined && compare(expression.operator, left, text, isTime || too),
      );
      return !found && rights.some(({ text }) => text === undefined) ? 'unknown' : found;
    }
  }
};

/** Value of what a switch asks for; undefined when the variable has none. */
export const valueOfSwitch = (operand: Operand, valueOf: ValueOf): string | undefined => plain(operand, valueOf);
