import type { ClockRule, Term } from './catalogue.ts';
import { deadlineError } from './errors.ts';

const LEVEL = /^level(>=|=)(\d)$/;

/** What decides which term of a clock applies: the level of a unit, or the case by its name in the catalogue. */
export type TermCase =
  | { readonly kind: 'any' }
  | { readonly kind: 'level'; readonly level: number }
  | { readonly kind: 'named'; readonly name: string };

const fits = (term: Term, wanted: TermCase): boolean => {
  if (wanted.kind === 'any') return term.appliesTo === undefined;
  if (wanted.kind === 'named') return term.appliesTo === wanted.name;
  const match = LEVEL.exec(term.appliesTo ?? '');
  if (match === null) return false;
  return match[1] === '=' ? wanted.level === Number(match[2]) : wanted.level >= Number(match[2]);
};

/**
 * The term of a clock that applies to a case. `any` is a term for every case, or the only one there is.
 * Throws `deadlines.unknown-term` where none or more than one remains.
 */
export const termOf = (rule: ClockRule, wanted: TermCase = { kind: 'any' }): Term => {
  const [only, ...more] = rule.terms;
  if (wanted.kind === 'any' && only !== undefined && more.length === 0) return only;
  const [found] = rule.terms.filter((term) => fits(term, wanted));
  if (found !== undefined) return found;
  const terms = rule.terms.map(({ appliesTo }) => appliesTo ?? '').join(', ');
  throw deadlineError('deadlines.unknown-term', { field: rule.id, terms });
};
