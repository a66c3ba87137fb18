import { tokensOf, type PatternFault, type Token } from './tokens.ts';

/** One comparison: `ipv4-addr:value = '198.51.100.1'`. */
export interface Comparison {
  readonly kind: 'compare';
  /** Type of the object, `ipv4-addr`. */
  readonly object: string;
  /** Path below it, `['hashes', 'SHA-256']`. */
  readonly path: readonly string[];
  readonly operator: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** Comparisons of one observation. */
export type Expression = Comparison | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] };

/** What a pattern says; several observations joined by OR are alternatives of each other. */
export type ParsedPattern = { readonly kind: 'pattern'; readonly expression: Expression } | PatternFault;

const LONGEST_PATTERN = 65_536;
const DEEPEST = 32;

class Stop extends Error {
  readonly fault: PatternFault;
  constructor(fault: PatternFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

const syntax = (token: Token | undefined, wanted: string): never => {
  const seen = token === undefined || token.kind === 'end' ? 'the end' : `"${token.value.slice(0, 40)}"`;
  throw new Stop({ kind: 'syntax', detail: `${wanted} expected at ${token?.at ?? 0}, found ${seen}` });
};

const unsupported = (detail: string): never => {
  throw new Stop({ kind: 'unsupported', detail });
};

const OPERATORS = new Set(['=', '==', '!=', '<>', '<', '>', '<=', '>=']);
const WORD_OPERATORS = new Set(['IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET', 'EXISTS']);
const QUALIFIERS = new Set(['WITHIN', 'REPEATS', 'START', 'STOP']);

/** Recursive descent over the grammar of STIX 2.1, 9.1 to 9.7. */
class PatternParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '', at: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token.kind === 'word' && token.value.toUpperCase() === word;
  }

  #take(sign: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'sign' || token.value !== sign) return false;
    this.#at += 1;
    return true;
  }

  #need(sign: string): void {
    if (!this.#take(sign)) syntax(this.#peek(), `"${sign}"`);
  }

  whole(): Expression {
    const expression = this.#observations(0);
    if (this.#peek().kind !== 'end') syntax(this.#peek(), 'the end');
    return expression;
  }

  #observations(depth: number): Expression {
    const parts = [this.#observation(depth)];
    for (;;) {
      if (this.#isWord('OR')) {
        this.#at += 1;
        parts.push(this.#observation(depth));
      } else if (this.#isWord('AND')) return unsupported('AND between observations');
      else if (this.#isWord('FOLLOWEDBY')) return unsupported('FOLLOWEDBY');
      else return parts.length === 1 ? (parts[0] ?? { kind: 'or', parts }) : { kind: 'or', parts };
    }
  }

  #observation(depth: number): Expression {
    if (depth > DEEPEST) return unsupported(`nested deeper than ${DEEPEST}`);
    const grouped = this.#take('(');
    if (!grouped) this.#need('[');
    const inner = grouped ? this.#observations(depth + 1) : this.#or(depth + 1);
    this.#need(grouped ? ')' : ']');
    const after = this.#peek();
    if (after.kind === 'word' && QUALIFIERS.has(after.value.toUpperCase())) unsupported(after.value.toUpperCase());
    return inner;
  }

  #joined(kind: 'and' | 'or', depth: number, part: () => Expression): Expression {
    if (depth > DEEPEST) return unsupported(`nested deeper than ${DEEPEST}`);
    const first = part();
    const parts = [first];
    while (this.#isWord(kind.toUpperCase())) {
      this.#at += 1;
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  #or(depth: number): Expression {
    return this.#joined('or', depth, () => this.#and(depth));
  }

  #and(depth: number): Expression {
    return this.#joined('and', depth, () => this.#term(depth));
  }

  #term(depth: number): Expression {
    if (this.#take('(')) {
      const inner = this.#or(depth + 1);
      this.#need(')');
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Comparison {
    const leading = this.#isWord('NOT') || this.#isWord('EXISTS');
    if (leading) return unsupported(this.#next().value.toUpperCase());
    const object = this.#next();
    if (object.kind !== 'word') syntax(object, 'an object type');
    this.#need(':');
    const path = this.#path();
    const negated = this.#isWord('NOT');
    if (negated) this.#at += 1;
    const operator = this.#next();
    const name = operator.value.toUpperCase();
    const known = operator.kind === 'sign' ? OPERATORS.has(name) : operator.kind === 'word' && WORD_OPERATORS.has(name);
    if (!known) syntax(operator, 'an operator');
    return { kind: 'compare', object: object.value, path, operator: name, negated, values: this.#values(name) };
  }

  #path(): readonly string[] {
    const path: string[] = [];
    do {
      const part = this.#next();
      if (part.kind !== 'word' && part.kind !== 'text' && part.kind !== 'number') syntax(part, 'a property');
      path.push(part.value);
      if (this.#take('[')) {
        path.push(`[${this.#next().value}]`);
        this.#need(']');
      }
    } while (this.#take('.'));
    return path;
  }

  #value(): string {
    const token = this.#next();
    if (token.kind !== 'text' && token.kind !== 'number' && token.kind !== 'word') syntax(token, 'a value');
    return token.value;
  }

  #values(operator: string): readonly string[] {
    if (operator !== 'IN') return [this.#value()];
    this.#need('(');
    const values = [this.#value()];
    while (this.#take(',')) values.push(this.#value());
    this.#need(')');
    return values;
  }
}

/** Parses a pattern. Never throws: a pattern that is none, or that needs several events, gives a fault with the reason. */
export const parsePattern = (text: string): ParsedPattern => {
  if (text.length > LONGEST_PATTERN) return { kind: 'unsupported', detail: `longer than ${LONGEST_PATTERN} signs` };
  const tokens = tokensOf(text);
  if ('detail' in tokens) return tokens;
  try {
    return { kind: 'pattern', expression: new PatternParser(tokens).whole() };
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
};
