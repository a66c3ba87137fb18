import type { Basis, ClockCatalogue, ClockKind, ClockRule, Term, TermUnit } from './catalogue.ts';
import { deadlineError } from './errors.ts';

const MOST_CLOCKS = 500;
const MOST_TERMS = 10;
const MOST_TO = 20;
const MOST_TEXT = 500;
/** Longest term of each unit: nothing in law is longer. */
const LONGEST: Readonly<Record<TermUnit, number>> = {
  immediate: 0,
  min: 1_440,
  h: 8_760,
  d: 3_660,
  wd: 500,
  mo: 240,
  y: 100,
};
const KINDS: ReadonlyMap<string, ClockKind> = new Map([
  ['report', 'report'],
  ['relay', 'relay'],
  ['periodic', 'periodic'],
  ['annual date', 'annual'],
  ['retention', 'retention'],
  ['validity', 'validity'],
  ['handling', 'handling'],
]);
const ACTORS: ReadonlyMap<string, ClockRule['actor']> = new Map([
  ['enterprise', 'enterprise'],
  ['regulator', 'regulator'],
  ['central organ', 'central-organ'],
]);
const BASES: ReadonlyMap<string, Basis> = new Map([
  ['text seen', 'seen'],
  ['from memory, unverified', 'unverified'],
]);
const ID = /^[A-Z]{2,5}-\d{1,3}[a-z]?$/;
const DATE = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

type Fields = Readonly<Record<string, unknown>>;

const invalid = (reason: string) => deadlineError('deadlines.catalogue-invalid', { reason });

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isUnit = (value: unknown): value is TermUnit => typeof value === 'string' && Object.hasOwn(LONGEST, value);

const textOf = (value: unknown, where: string): string => {
  if (typeof value !== 'string' || value === '' || value.length > MOST_TEXT) throw invalid(`${where} is no text`);
  return value;
};

const listOf = (value: unknown, most: number, where: string): readonly unknown[] => {
  if (!Array.isArray(value) || value.length > most) throw invalid(`${where} is no list of at most ${most}`);
  return value;
};

const wordOf = <T>(words: ReadonlyMap<string, T>, value: unknown, where: string): T => {
  const word = words.get(textOf(value, where));
  if (word === undefined) throw invalid(`${where} is none of ${[...words.keys()].join(', ')}`);
  return word;
};

const termOf = (value: unknown, where: string): Term => {
  if (!isFields(value)) throw invalid(`${where} is no object`);
  const { n, unit, applies_to: appliesTo, due } = value;
  if (!isUnit(unit)) throw invalid(`${where}.unit is no unit`);
  if (typeof n !== 'number' || !(n >= 0) || n > LONGEST[unit]) throw invalid(`${where}.n is out of range`);
  if (unit !== 'min' && unit !== 'h' && !Number.isInteger(n)) throw invalid(`${where}.n is no whole number`);
  if (due !== undefined && (typeof due !== 'string' || !DATE.test(due))) throw invalid(`${where}.due is no MM-DD`);
  return {
    n,
    unit,
    ...(appliesTo === undefined ? {} : { appliesTo: textOf(appliesTo, `${where}.applies_to`) }),
    ...(due === undefined ? {} : { dueOn: due }),
  };
};

const ruleOf = (value: unknown, at: number): ClockRule => {
  if (!isFields(value)) throw invalid(`entry ${at} is no object`);
  const id = textOf(value['id'], `entry ${at}: id`);
  if (!ID.test(id)) throw invalid(`entry ${at}: ${id.slice(0, 20)} is no id`);
  const terms = listOf(value['terms'], MOST_TERMS, `${id}: terms`);
  if (terms.length === 0) throw invalid(`${id}: there is no term`);
  return {
    id,
    rule: textOf(value['rule'], `${id}: rule`),
    source: textOf(value['source'], `${id}: source`),
    actor: wordOf(ACTORS, value['actor'], `${id}: actor`),
    kind: wordOf(KINDS, value['kind'], `${id}: kind`),
    startsAt: textOf(value['starts_at'], `${id}: starts_at`),
    limit: textOf(value['limit'], `${id}: limit`),
    terms: terms.map((term, n) => termOf(term, `${id}: terms[${n}]`)),
    to: listOf(value['to'], MOST_TO, `${id}: to`).map((each) => textOf(each, `${id}: to`)),
    basis: wordOf(BASES, value['basis'], `${id}: basis`),
    note: value['note'] === undefined ? '' : textOf(value['note'], `${id}: note`),
  };
};

/**
 * Reads the catalogue from its JSON value, as in `content/notice/clocks.json`: at most 500 entries, ids once.
 * Throws `deadlines.catalogue-invalid` with the entry and the reason.
 */
export const readClockCatalogue = (value: unknown): ClockCatalogue => {
  const rules = listOf(value, MOST_CLOCKS, 'the catalogue').map(ruleOf);
  const catalogue = new Map(rules.map((rule) => [rule.id, rule]));
  if (catalogue.size !== rules.length) throw invalid('an id occurs twice');
  return catalogue;
};

/** The rule of an id. Throws `deadlines.unknown-clock`. */
export const clockOf = (catalogue: ClockCatalogue, id: string): ClockRule => {
  const rule = catalogue.get(id);
  if (rule === undefined) throw deadlineError('deadlines.unknown-clock', { field: id.slice(0, 40) });
  return rule;
};
