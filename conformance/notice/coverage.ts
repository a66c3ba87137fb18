import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadJudges } from '../oscal/schemas.ts';
import { boundControls } from './bindings.ts';
import { isFields, textOf, type Answer, type Fields, type Places } from './case.ts';

/** A control of a catalog: its statement, and the ids of the property that ties it to obligations. */
export interface Control {
  readonly id: string;
  readonly statement: string;
  readonly actor: string;
  readonly obligations: readonly string[];
}

const SECTION = /^[一二三四五六七八九十]+、.*$/;
const ARTICLE = /^（[一二三四五六七八九十]+）[^。]*。/;
/** Marks and words between duties. */
const BETWEEN = /^(?:[\s，。、；：]|并|以及|和)+|(?:[\s，。、；：]|并|以及|和)+$/g;

const read = ({ noticeDir }: Places, file: string): unknown => JSON.parse(readFileSync(join(noticeDir, file), 'utf8'));

/** Begin and end of the bodies of the articles: the notice without title, addressees, preamble and headings. */
const bodies = (text: string): readonly (readonly [number, number])[] => {
  const found: (readonly [number, number])[] = [];
  let at = 0;
  let begun = false;
  for (const line of text.split('\n')) {
    if (SECTION.test(line)) begun = true;
    else if (begun) found.push([at + (ARTICLE.exec(line)?.[0].length ?? 0), at + line.length]);
    at += line.length + 1;
  }
  return found;
};

const occurrences = (text: string, part: string): readonly number[] => {
  const found: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
};

/** Text of the articles that no quote covers, without marks and conjunctions. */
const uncovered = (text: string, quotes: readonly string[]): readonly string[] => {
  const covered = new Uint8Array(text.length);
  for (const quote of quotes) for (const at of occurrences(text, quote)) covered.fill(1, at, at + quote.length);
  const rest: string[] = [];
  for (const [from, to] of bodies(text)) {
    let open = '';
    for (let at = from; at <= to; at += 1) {
      if (at < to && covered[at] === 0) open += text[at] ?? '';
      else {
        const left = open.replaceAll(BETWEEN, '');
        if (left !== '') rest.push(left);
        open = '';
      }
    }
  }
  return rest;
};

const exactlyOnce = (text: string, quotes: readonly string[]): boolean =>
  quotes.every((quote) => quote !== '' && occurrences(text, quote).length === 1);

const REGULATORS = /^(各?省级)?.*主管部门$/;

const obligationsOf = (places: Places, file: string): readonly Fields[] => {
  const value = read(places, file);
  return Array.isArray(value) ? value.filter(isFields) : [];
};

const isOfRegulator = (one: Fields): boolean => {
  const { party } = one;
  return Array.isArray(party) && party.every((each) => REGULATORS.test(String(each)));
};

const obligations = (places: Places, file: string, text: string): Fields => {
  const all = obligationsOf(places, file);
  const quotes = all.map((one) => textOf(one, 'quote'));
  const regulator = all.filter(isOfRegulator).length;
  return {
    articles: new Set(all.map((one) => one['article'])).size,
    obligations: all.length,
    enterprise: all.length - regulator,
    regulator,
    every_quote_occurs_exactly_once: exactlyOnce(text, quotes),
    uncovered_text: uncovered(text, quotes),
  };
};

const propsOf = (control: Fields): readonly Fields[] =>
  Array.isArray(control['props']) ? control['props'].filter(isFields) : [];

const controlOf = (control: Fields): Control => {
  const props = propsOf(control);
  const parts = Array.isArray(control['parts']) ? control['parts'].filter(isFields) : [];
  const statement = parts.find((part) => part['name'] === 'statement');
  const named = (name: string) => props.filter((prop) => prop['name'] === name).map((prop) => textOf(prop, 'value'));
  return {
    id: textOf(control, 'id'),
    statement: statement === undefined ? '' : textOf(statement, 'prose'),
    actor: named('actor')[0] ?? '',
    obligations: named('obligation-id'),
  };
};

/** Controls of a catalog, of groups in groups. */
const controlsIn = (group: Fields): readonly Control[] => [
  ...(Array.isArray(group['controls']) ? group['controls'].filter(isFields).map(controlOf) : []),
  ...(Array.isArray(group['groups']) ? group['groups'].filter(isFields).flatMap(controlsIn) : []),
];

const catalogOf = (document: unknown): Fields => {
  if (!isFields(document) || !isFields(document['catalog'])) throw new Error('the file is no catalog');
  return document['catalog'];
};

const catalog = (places: Places, file: string, text: string): Fields => {
  const document = read(places, file);
  const top = catalogOf(document);
  const controls = controlsIn(top);
  const statements = controls.map(({ statement }) => statement);
  const folder = join(places.dataDir, 'oscal', 'schemas');
  const judge = existsSync(folder) ? loadJudges(folder).get('catalog') : undefined;
  return {
    oscal_version: isFields(top['metadata']) ? top['metadata']['oscal-version'] : undefined,
    controls: controls.length,
    enterprise: controls.filter(({ actor }) => actor === 'enterprise').length,
    regulator: controls.filter(({ actor }) => actor === 'regulator').length,
    every_statement_is_an_exact_quote: exactlyOnce(text, statements),
    uncovered_text: uncovered(text, statements),
    schema_valid: judge === undefined ? 'the schemas are missing' : judge(document) === 'valid',
  };
};

const crosswalk = (places: Places, file: string): Fields => {
  const controls = controlsIn(catalogOf(read(places, file)));
  const named = new Set(controls.flatMap((control) => control.obligations));
  const ids = obligationsOf(places, 'obligations.json').map((one) => textOf(one, 'id'));
  const unknown = [...named].filter((id) => !ids.includes(id));
  return {
    controls_without_obligation: controls.filter((control) => control.obligations.length === 0).map(({ id }) => id),
    obligations_without_control: [...ids.filter((id) => !named.has(id)), ...unknown],
  };
};

const textCoverage: Answer = async ({ input }, _, places) => {
  const text = readFileSync(join(places.noticeDir, 'notice.zh.txt'), 'utf8');
  if ('bindings' in input) {
    const bound = await boundControls(controlsIn(catalogOf(read(places, 'notice-catalog.json'))));
    return { controls_with_at_least_one_check: bound.length };
  }
  const file = textOf(input, 'file');
  if ('prop' in input) return crosswalk(places, file);
  return file.includes('catalog') ? catalog(places, file, text) : obligations(places, file, text);
};

/** Suites of the text of the notice and what is bound to it. */
export const coverage: Readonly<Record<string, Answer>> = { 'text-coverage': textCoverage };
