import type { Expression, Predicate } from '../ir/expression.ts';
import { pathsOf } from './fields.ts';
import { fold } from './fold.ts';
import { isObject, layersOf, unwrapText, type EventObject } from './layers.ts';
import { compareText, compilePredicate, textOfValue } from './predicate.ts';
import { MAX_DEPTH } from './view.ts';
import { PROCESS_ALIASES, windowsSource } from './windows.ts';

/** Answers one question about one event. */
export type Judge = (event: EventObject) => boolean;

/**
 * The reference evaluation: one closure tree for one rule, every field looked up in the event each time, no index,
 * no memory between rules. The engine must agree with it on every event.
 */
export const compileNaively = (expression: Expression): Judge => {
  switch (expression.kind) {
    case 'and': {
      const parts = expression.children.map(compileNaively);
      return (event) => parts.every((judge) => judge(event));
    }
    case 'or': {
      const parts = expression.children.map(compileNaively);
      return (event) => parts.some((judge) => judge(event));
    }
    case 'not': {
      const judge = compileNaively(expression.child);
      return (event) => !judge(event);
    }
    case 'constant':
      return () => expression.value;
    case 'selection':
    case 'item':
      return compileNaively(expression.child);
    case 'test':
      return compileTest(expression.field, expression.predicate);
  }
};

const judges = new WeakMap<Expression, Judge>();

/** As {@link compileNaively}, remembered for as long as the expression lives. */
export const judgeOf = (expression: Expression): Judge => {
  const known = judges.get(expression) ?? compileNaively(expression);
  judges.set(expression, known);
  return known;
};

/** All values of a field, lists opened; `null` for keywords asks for every scalar of the event. */
export const valuesOf = (event: EventObject, field: string | null): readonly unknown[] => {
  const out: unknown[] = [];
  if (field === null) collect(event, out, 0);
  else for (const value of slotsOf(event, field)) open(value, out, 0);
  return out;
};

const slotsOf = (event: EventObject, field: string): readonly unknown[] => {
  const aliases = windowsSource(event)?.aliased === true ? PROCESS_ALIASES.filter(([, to]) => to === field) : [];
  const paths = [field, ...aliases.map(([from]) => from)].flatMap(pathsOf);
  const out: unknown[] = [];
  for (const layer of layersOf(event)) for (const path of paths) follow(layer, path, 0, out, 0);
  return out;
};

const follow = (value: unknown, path: readonly string[], step: number, out: unknown[], depth: number): void => {
  const key = path[step];
  if (key === undefined) {
    out.push(value);
  } else if (Array.isArray(value) && step > 0 && depth < MAX_DEPTH) {
    for (const item of value) follow(item, path, step, out, depth + 1);
  } else if (isObject(value) && Object.hasOwn(value, key)) {
    follow(unwrapText(value[key]), path, step + 1, out, depth + 1);
  }
};

const open = (value: unknown, out: unknown[], depth: number): void => {
  if (Array.isArray(value) && depth < MAX_DEPTH) for (const item of value) open(item, out, depth + 1);
  else out.push(value);
};

const collect = (value: unknown, out: unknown[], depth: number): void => {
  if (textOfValue(value) !== undefined) out.push(value);
  else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH)
    for (const item of Object.values(value)) collect(item, out, depth + 1);
};

const compileTest = (field: string | null, predicate: Predicate): Judge => {
  const tester = compilePredicate(predicate);
  switch (tester.kind) {
    case 'exists':
      return (event) => valuesOf(event, field).some((value) => value !== null && value !== undefined);
    case 'fieldref':
      return (event) => {
        const others = textsOf(event, tester.other, tester.cased);
        return textsOf(event, field, tester.cased).some((text) =>
          others.some((other) => compareText(tester.op, text, other)),
        );
      };
    case 'value':
      return (event) => valuesOf(event, field).some(tester.test);
    case 'folded':
    case 'raw':
      return (event) => textsOf(event, field, tester.kind === 'raw').some(tester.test);
  }
};

const textsOf = (event: EventObject, field: string | null, cased: boolean): readonly string[] =>
  valuesOf(event, field)
    .map(textOfValue)
    .filter((text) => text !== undefined)
    .map((text) => (cased ? text : fold(text)));
