import { inNetwork, parseAddress } from '../ir/cidr.ts';
import type { Comparison, Predicate, TextOperator } from '../ir/expression.ts';
import { compileRegex } from '../regex/compile.ts';
import { fold } from './fold.ts';
import { compileGlob } from './glob.ts';
import { parseTime, timePart } from './time.ts';

/**
 * A predicate made ready for values. `folded` ones look at the text without case, `raw` ones at the text as it is,
 * `value` ones at the value itself. `exists` and `fieldref` depend on the event and stay symbolic.
 */
export type Tester =
  | { readonly kind: 'folded' | 'raw'; readonly test: (text: string) => boolean }
  | { readonly kind: 'value'; readonly test: (value: unknown) => boolean }
  | { readonly kind: 'exists' }
  | { readonly kind: 'fieldref'; readonly other: string; readonly op: TextOperator; readonly cased: boolean };

/** Compiles the parts of a predicate that do not depend on the event. */
export const compilePredicate = (predicate: Predicate): Tester => {
  switch (predicate.kind) {
    case 'text':
      return {
        kind: predicate.cased ? 'raw' : 'folded',
        test: textTest(predicate.op, predicate.cased ? predicate.text : fold(predicate.text)),
      };
    case 'glob':
      return {
        kind: predicate.cased ? 'raw' : 'folded',
        test: compileGlob(predicate.tokens, predicate.cased ? (text) => text : fold),
      };
    case 'regex':
      return { kind: 'raw', test: compileRegex(predicate.pattern, predicate.flags).test };
    case 'number':
      return { kind: 'value', test: numberTest(predicate.op, predicate.value) };
    case 'time':
      return { kind: 'value', test: (value) => timeTest(value, predicate) };
    case 'cidr':
      return { kind: 'raw', test: (text) => addressTest(text, predicate) };
    case 'null':
    case 'exists':
      return { kind: 'exists' };
    case 'fieldref':
      return { kind: 'fieldref', other: predicate.other, op: predicate.op, cased: predicate.cased };
  }
};

/** Text by which scalars are compared; `undefined` for null, maps and lists. */
export const textOfValue = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : undefined;
};

/** Compares two texts that are folded or not, as the caller needs. */
export const compareText = (op: TextOperator, text: string, wanted: string): boolean => {
  switch (op) {
    case 'equals':
      return text === wanted;
    case 'startswith':
      return text.startsWith(wanted);
    case 'endswith':
      return text.endsWith(wanted);
    case 'contains':
      return text.includes(wanted);
  }
};

const textTest = (op: TextOperator, wanted: string): ((text: string) => boolean) => {
  switch (op) {
    case 'equals':
      return (text) => text === wanted;
    case 'startswith':
      return (text) => text.startsWith(wanted);
    case 'endswith':
      return (text) => text.endsWith(wanted);
    case 'contains':
      return (text) => text.includes(wanted);
  }
};

const compare = (op: Comparison | 'eq', left: number, right: number): boolean => {
  switch (op) {
    case 'eq':
      return left === right;
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
  }
};

const numberTest = (op: Comparison, wanted: number): ((value: unknown) => boolean) => {
  return (value) => {
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && NUMERIC.test(value) ? Number(value) : Number.NaN;
    return compare(op, number, wanted);
  };
};

const NUMERIC = /^\s*[-+]?(?:\d{1,30}(?:\.\d{0,30})?|0x[0-9a-f]{1,16})\s*$/i;

const timeTest = (value: unknown, predicate: Extract<Predicate, { kind: 'time' }>): boolean => {
  const time = parseTime(value);
  return time !== undefined && compare(predicate.op, timePart(time, predicate.part), predicate.value);
};

const addressTest = (text: string, predicate: Extract<Predicate, { kind: 'cidr' }>): boolean => {
  const address = parseAddress(text);
  return address !== undefined && inNetwork(address, predicate.address, predicate.prefix);
};
