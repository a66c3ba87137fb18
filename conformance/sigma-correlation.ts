import { globSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  applyFilters,
  compile,
  compileCorrelations,
  createCorrelator,
  parseRules,
  type CorrelationHit,
  type CorrelationPlan,
  type Correlator,
  type Engine,
  type Firing,
} from '@chedun/sigma';
import { parse, stringify } from 'yaml';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** A case as its file has it; times in seconds since 1970. See the README of the folder. */
export interface Case {
  readonly case: string;
  readonly correlation?: object;
  readonly correlations?: readonly object[];
  readonly filter?: object;
  readonly events?: readonly string[];
  readonly lateness?: number;
  readonly ahead?: number;
  readonly groups?: number;
  readonly until?: number;
  readonly show?: readonly string[];
  readonly fires?: readonly string[];
  readonly errors?: readonly string[];
  readonly stats?: Readonly<Record<string, number>>;
  readonly refusals?: readonly string[];
}

/** A case made ready: its correlations, and the hits that its events give. */
export interface Prepared {
  readonly plan: CorrelationPlan;
  readonly errors: readonly string[];
  readonly hits: readonly (CorrelationHit & { readonly fields: Fields })[];
}

type Fields = Readonly<Record<string, string | number>>;

const FOLDER = fileURLToPath(new URL('sigma-correlation/', import.meta.url));
const SECOND = 1_000;
const END = 1e9;

/**
 * Correlations: rules and timelines with the exact times at which they fire, read from the repository and not from `--data`.
 * Events go through the engine for single events first. Each case runs twice: straight through, and taken down to a
 * snapshot and up again after every event; both have to give what the file says.
 */
export const run = async (_options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const cases = readCases();
  const failures = cases.flatMap(({ name, one }) => check(name, one));
  const failed = new Set(failures.map((failure) => failure.case)).size;
  return { suite: 'sigma-correlation', passed: cases.length - failed, failed, skipped: 0, failures };
};

/** Every case of the folder, with the name of its file. */
export const readCases = (): readonly { readonly name: string; readonly one: Case }[] =>
  globSync('*.yml', { cwd: FOLDER })
    .filter((file) => file !== 'rules.yml')
    .toSorted()
    .flatMap((file) => {
      const cases: readonly Case[] = parse(readFileSync(join(FOLDER, file), 'utf8'));
      return cases.map((one) => ({ name: `${file}: ${one.case}`, one }));
    });

/** Parses and compiles the documents of a case and lets its events meet the rules. */
export const prepare = (one: Case): Prepared => {
  const { documents, errors } = parseRules(documentsOf(one), { file: 'case.yml' });
  const filters = documents.filter((document) => document.kind === 'filter');
  const { rules } = applyFilters(
    documents.filter((document) => document.kind === 'rule'),
    filters,
  );
  const { engine } = compile(rules);
  const plan = compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => rules.find((rule) => rule.id === name || rule.name === name)?.id,
  );
  const hits = (one.events ?? []).flatMap(spread).flatMap((line, at) => hitsOf(line, at + 1, engine));
  const told = [...errors, ...plan.errors].map(({ why, field = '', line }) =>
    line === undefined ? 'without a line' : `${why?.code} at ${field}`,
  );
  return { plan, errors: told, hits };
};

const documentsOf = ({ correlation, correlations = [], filter }: Case): string => {
  const all = correlation === undefined ? correlations : [{ name: 'main', ...correlation }];
  const documents = all.map((one) => {
    const { name, id, ...body } = { name: undefined, id: undefined, ...one };
    return { title: 'Case', name, id, correlation: body };
  });
  const texts = documents.map((document) => stringify(document));
  if (filter !== undefined) texts.push(stringify({ title: 'Filter', logsource: { category: 'test' }, filter }));
  return [readFileSync(join(FOLDER, 'rules.yml'), 'utf8'), ...texts].join('---\n');
};

/** `0..5 fail` stands for one event a second. */
const spread = (line: string): readonly string[] => {
  const found = /^(\d+)\.\.(\d+) (.*)$/.exec(line);
  if (found === null) return [line];
  const [first, last] = [Number(found[1]), Number(found[2])];
  return Array.from({ length: last - first + 1 }, (_, at) => `${first + at} ${found[3]}`);
};

/** Reads `12.5 fail user=li n=3 x4 @13`: time, event, fields, weight, time of receipt. */
const hitsOf = (line: string, number: number, engine: Engine): Prepared['hits'] => {
  const [head = '', time, event, rest = ''] = /^(\S+) (\w+)(.*)$/.exec(line) ?? [];
  if (head === '' || time === undefined || event === undefined) throw new Error(`no event: ${line}`);
  const fields: Record<string, string | number> = { event };
  for (const [, name = '', value = ''] of rest.matchAll(/ (\w+)=("(?:[^"\\]|\\.)*"|\S+)/g))
    fields[name] = value.startsWith('"') || /^-?\d+(?:\.\d+)?$/.test(value) ? JSON.parse(value) : value;
  const weight = Number(/ x(\d+)(?= |$)/.exec(rest)?.[1] ?? 1);
  const received = / @(\d+)/.exec(rest)?.[1];
  return engine.match(fields, { category: 'test' }).map(({ rule }) => ({
    rule: rule.id ?? '',
    time: Number(time) * SECOND,
    ...(received === undefined ? {} : { received: Number(received) * SECOND }),
    weight,
    ref: `e${number}`,
    fields,
    value: (field) => fields[field],
  }));
};

const check = (name: string, one: Case): readonly Failure[] => {
  const prepared = prepare(one);
  const wrong = compare(name, 'errors', one.errors ?? [], prepared.errors);
  if (wrong.length > 0) return wrong;
  return (['straight', 'restored'] as const).flatMap((way) => {
    const { firings, refusals, stats } = play(one, prepared, way);
    const seen = Object.fromEntries(Object.entries(stats).filter(([key]) => key in (one.stats ?? {})));
    return [
      ...compare(
        name,
        `${way}, firings`,
        one.fires ?? [],
        firings.map((firing) => show(firing, one, prepared.plan)),
      ),
      ...compare(name, `${way}, refusals`, one.refusals ?? refusals, refusals),
      ...compare(name, `${way}, figures`, one.stats ?? {}, seen),
    ];
  });
};

const compare = (name: string, what: string, expected: unknown, got: unknown): readonly Failure[] =>
  isDeepStrictEqual(expected, got)
    ? []
    : [{ case: name, expected: `${what}: ${JSON.stringify(expected)}`, got: JSON.stringify(got) }];

interface Played {
  readonly firings: readonly Firing[];
  readonly refusals: readonly string[];
  readonly stats: ReturnType<Correlator['stats']>;
}

/** Runs the hits of a case, straight through or from one snapshot to the next. */
export const play = (one: Case, { plan, hits }: Prepared, way: 'straight' | 'restored'): Played => {
  const fresh = (): Correlator =>
    createCorrelator(plan, {
      groups: one.groups ?? 1_000,
      latenessMs: (one.lateness ?? 0) * SECOND,
      ...(one.ahead === undefined ? {} : { aheadMs: one.ahead * SECOND }),
    });
  const firings: Firing[] = [];
  const refusals: string[] = [];
  const note = (correlator: Correlator, found: readonly Firing[]): void => {
    firings.push(...found);
    refusals.push(...correlator.refusals().map(({ at, limit, hits: count }) => `${at / SECOND} ${limit} ${count}`));
  };
  let correlator = fresh();
  for (const hit of hits) {
    note(correlator, correlator.observe(hit));
    if (way === 'straight') continue;
    const bytes = correlator.snapshot();
    correlator = fresh();
    correlator.restore(bytes);
  }
  note(correlator, correlator.advance((one.until ?? END) * SECOND));
  return { firings, refusals, stats: correlator.stats() };
};

const show = (firing: Firing, one: Case, plan: CorrelationPlan): string => {
  const group = firing.group.map(([, value]) => value).join(',');
  const parts = [
    ...(plan.rules.length > 1 ? [firing.rule] : []),
    `${firing.at / SECOND} ${group === '' ? '-' : group} = ${firing.value}`,
    ...(one.show?.includes('from') === true ? [`from ${firing.from / SECOND}`] : []),
    ...(one.show?.includes('refs') === true ? [`refs ${firing.refs.join(',')}`] : []),
    ...(firing.alone ? [] : ['inner']),
  ];
  return parts.join(' ');
};
