import type { Expression } from '../ir/expression.ts';
import type { FieldTable } from './fields.ts';
import { fold } from './fold.ts';
import { compareText, compilePredicate, textOfValue, type Tester } from './predicate.ts';
import { MAX_DEPTH, type EventView } from './view.ts';

/** Executable form of an expression. Tests are shared between rules: each is answered once for each event. */
export type Program =
  | { readonly kind: 'and' | 'or'; readonly children: readonly Program[]; readonly price: number }
  | { readonly kind: 'not'; readonly child: Program; readonly price: number }
  | { readonly kind: 'constant'; readonly value: boolean; readonly price: number }
  | { readonly kind: 'atom'; readonly atom: Atom; readonly price: number };

/** One test on one field with its answer for the current event. */
interface Atom {
  readonly field: number;
  readonly tester: Tester;
  /** Field number of the other side of a field reference. */
  readonly other: number;
  epoch: number;
  answer: boolean;
}

/** Stands for "all values" in place of a field number. */
const KEYWORDS = -1;

/** Compiles expressions onto one table of shared tests. */
export interface Programmer {
  readonly compile: (expression: Expression) => Program;
  readonly atomCount: () => number;
}

const PRICES: Readonly<Record<Tester['kind'], number>> = { exists: 1, folded: 2, fieldref: 4, value: 4, raw: 20 };

/** Makes a compiler for programs that run on views of the same field table. */
export const createProgrammer = (fields: FieldTable): Programmer => {
  const atoms = new Map<string, Atom>();
  const atomFor = (expression: Extract<Expression, { kind: 'test' }>): Atom => {
    const key = JSON.stringify([expression.field, expression.predicate]);
    const known = atoms.get(key);
    if (known !== undefined) return known;
    const tester = compilePredicate(expression.predicate);
    const field = expression.field === null ? KEYWORDS : fields.intern(expression.field);
    const other = tester.kind === 'fieldref' ? fields.intern(tester.other) : KEYWORDS;
    const atom: Atom = { field, tester, other, epoch: 0, answer: false };
    atoms.set(key, atom);
    return atom;
  };
  const compile = (expression: Expression): Program => {
    switch (expression.kind) {
      case 'and':
      case 'or': {
        const children = expression.children.map(compile).toSorted((left, right) => left.price - right.price);
        return { kind: expression.kind, children, price: children.reduce((sum, child) => sum + child.price, 1) };
      }
      case 'not': {
        const child = compile(expression.child);
        return { kind: 'not', child, price: child.price };
      }
      case 'constant':
        return { kind: 'constant', value: expression.value, price: 0 };
      case 'selection':
      case 'item':
        return compile(expression.child);
      case 'test': {
        const atom = atomFor(expression);
        return { kind: 'atom', atom, price: PRICES[atom.tester.kind] * (atom.field === KEYWORDS ? 20 : 1) };
      }
    }
  };
  return { compile, atomCount: () => atoms.size };
};

/** Runs a program on the event that the view is bound to; `epoch` must change with every event. */
export const run = (program: Program, view: EventView, epoch: number): boolean => {
  switch (program.kind) {
    case 'atom':
      return ask(program.atom, view, epoch);
    case 'and':
      for (const child of program.children) if (!run(child, view, epoch)) return false;
      return true;
    case 'or':
      for (const child of program.children) if (run(child, view, epoch)) return true;
      return false;
    case 'not':
      return !run(program.child, view, epoch);
    case 'constant':
      return program.value;
  }
};

const ask = (atom: Atom, view: EventView, epoch: number): boolean => {
  if (atom.epoch === epoch) return atom.answer;
  atom.epoch = epoch;
  atom.answer = atom.field === KEYWORDS ? askTexts(atom.tester, view) : askField(atom, view);
  return atom.answer;
};

const askField = (atom: Atom, view: EventView): boolean => {
  const value = view.value(atom.field);
  const { tester } = atom;
  if (value === undefined || value === null) return false;
  switch (tester.kind) {
    case 'exists':
      return anyValue(value, isSomething, 0);
    case 'fieldref':
      return anyText(value, tester.cased, 0, (text) =>
        anyText(view.value(atom.other), tester.cased, 0, (other) => compareText(tester.op, text, other)),
      );
    case 'value':
      return anyValue(value, tester.test, 0);
    case 'folded': {
      if (typeof value === 'string') return tester.test(view.folded(atom.field, value));
      return anyText(value, false, 0, tester.test);
    }
    case 'raw':
      return typeof value === 'string' ? tester.test(value) : anyText(value, true, 0, tester.test);
  }
};

const askTexts = (tester: Tester, view: EventView): boolean => {
  if (tester.kind !== 'folded' && tester.kind !== 'raw') return false;
  for (let index = 0; index < view.textCount; index += 1) {
    const text = view.texts[index] ?? '';
    if (tester.test(tester.kind === 'raw' ? text : fold(text))) return true;
  }
  return false;
};

const anyValue = (value: unknown, test: (value: unknown) => boolean, depth: number): boolean => {
  if (!Array.isArray(value)) return test(value);
  return depth < MAX_DEPTH && value.some((item) => anyValue(item, test, depth + 1));
};

const anyText = (value: unknown, cased: boolean, depth: number, test: (text: string) => boolean): boolean => {
  if (Array.isArray(value)) return depth < MAX_DEPTH && value.some((item) => anyText(item, cased, depth + 1, test));
  const text = textOfValue(value);
  return text !== undefined && test(cased ? text : fold(text));
};

const isSomething = (value: unknown): boolean => value !== null && value !== undefined;

/** True when evaluating the expression looks at all values of an event. */
export const asksKeywords = (expression: Expression): boolean => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.children.some(asksKeywords);
    case 'not':
    case 'selection':
    case 'item':
      return asksKeywords(expression.child);
    case 'constant':
      return false;
    case 'test':
      return expression.field === null;
  }
};
