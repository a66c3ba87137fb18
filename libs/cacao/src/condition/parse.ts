import { cacaoError } from '../errors.ts';
import type { Expression, Operand, Operator } from './expression.ts';
import { CONDITION_BOUNDS, tokensOf, type Token } from './tokens.ts';

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
  LIKE: 'LIKE',
  IN: 'IN',
  ISSUBSET: 'ISSUBSET',
  ISSUPERSET: 'ISSUPERSET',
};
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#or(0);
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw this.#error(`"${rest.text}" was not expected`);
    return expression;
  }

  alone(): Operand {
    const operand = this.#operand();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw this.#error(`"${rest.text}" was not expected`);
    return operand;
  }

  #error(reason: string) {
    const offset = this.#tokens[this.#at]?.at;
    return cacaoError('cacao.bad-condition', {
      reason: reason.slice(0, 120),
      ...(offset === undefined ? {} : { offset }),
    });
  }

  #takes(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #or(depth: number): Expression {
    let left = this.#and(depth);
    while (this.#takes('word', 'OR')) left = { kind: 'or', left, right: this.#and(depth) };
    return left;
  }

  #and(depth: number): Expression {
    let left = this.#unary(depth);
    while (this.#takes('word', 'AND')) left = { kind: 'and', left, right: this.#unary(depth) };
    return left;
  }

  #unary(depth: number): Expression {
    if (depth > CONDITION_BOUNDS.depth) throw this.#error('nested too deeply');
    if (this.#takes('word', 'NOT')) return { kind: 'not', of: this.#unary(depth + 1) };
    if (this.#takes('word', 'EXISTS')) return { kind: 'exists', operand: this.#operand() };
    const token = this.#tokens[this.#at];
    const closing = token?.kind === 'sign' ? CLOSING[token.text] : undefined;
    if (closing === undefined) return this.#comparison();
    this.#at += 1;
    const inner = this.#or(depth + 1);
    if (!this.#takes('sign', closing)) throw this.#error(`"${closing}" is missing`);
    return inner;
  }

  #comparison(): Expression {
    const left = this.#operand();
    const isNegated = this.#takes('word', 'NOT');
    const token = this.#tokens[this.#at];
    if (token?.text === 'MATCHES')
      throw this.#error('MATCHES is not evaluated: regular expressions of others are not run');
    const operator =
      token !== undefined && (token.kind === 'sign' || token.kind === 'word') && Object.hasOwn(OPERATORS, token.text)
        ? OPERATORS[token.text]
        : undefined;
    if (operator === undefined) {
      if (isNegated || left.kind !== 'variable') throw this.#error('an operator is missing');
      return { kind: 'bare', operand: left };
    }
    this.#at += 1;
    const compare: Expression = { kind: 'compare', operator, left, right: this.#right(operator) };
    return isNegated ? { kind: 'not', of: compare } : compare;
  }

  #right(operator: Operator): readonly Operand[] {
    if (operator !== 'IN') return [this.#operand()];
    if (!this.#takes('sign', '(')) throw this.#error('IN needs a list in brackets');
    const list = [this.#operand()];
    while (this.#takes('sign', ',')) list.push(this.#operand());
    if (!this.#takes('sign', ')')) throw this.#error('")" is missing');
    return list;
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at];
    const operand = token === undefined ? undefined : operandOf(token);
    if (operand === undefined) throw this.#error('a variable or a constant is missing');
    this.#at += 1;
    return operand;
  }
}

const operandOf = (token: Token): Operand | undefined => {
  switch (token.kind) {
    case 'variable':
      return { kind: 'variable', name: token.text };
    case 'text':
      return { kind: 'text', value: token.text };
    case 'number':
      return { kind: 'number', value: Number(token.text) };
    case 'time': {
      const value = Date.parse(token.text);
      return Number.isNaN(value) ? undefined : { kind: 'time', value };
    }
    case 'word':
      return token.text === 'TRUE' || token.text === 'FALSE'
        ? { kind: 'flag', value: token.text === 'TRUE' }
        : undefined;
    case 'sign':
      return undefined;
  }
};

/**
 * Reads a condition: a comparison expression of STIX patterning (STIX 2.1 section 9) whose object paths are variables
 * (`__name__:value`). Outer square brackets are taken too. Throws `cacao.bad-condition` with the offset in characters.
 */
export const parseCondition = (text: string): Expression => new Parser(tokensOf(text)).whole();

/** Reads what a switch asks for: one variable or constant. Throws `cacao.bad-condition`. */
export const parseSwitch = (text: string): Operand => new Parser(tokensOf(text)).alone();
