import type { DetectionAsks, RuleSource } from '@chedun/detection/contract';
import type { Bilingual } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import {
  applyFilters,
  compileCorrelations,
  type CorrelationPlan,
  type CorrelationRule,
  type SigmaFilter,
  type HitPack,
} from '@chedun/sigma';
import { errorText, readDocuments, type ReadDocument } from './domain/read-documents.ts';
import type { Referred } from './domain/outline.ts';
import type { CorrelationFacts } from './domain/report.ts';
import { textAttribute } from './domain/titles.ts';
import { versionsOf } from './domain/version.ts';
import type { CorrelationTables, DocumentTable } from './tables.ts';

/** The enabled correlations and filters in memory, compiled, with the rules that they stand on. */
export interface CorrelationBook {
  readonly load: () => Promise<void>;
  readonly plan: () => CorrelationPlan;
  readonly filters: () => readonly SigmaFilter[];
  /** What workers evaluate. */
  readonly pack: () => HitPack;
  /** Fields that hits of a rule carry in results of a version of the pack. */
  readonly fieldsOf: (version: number) => (rule: string) => readonly string[];
  readonly facts: (id: string) => CorrelationFacts | undefined;
  /** Versions of the correlations that run; see `domain/version.ts`. */
  readonly versions: () => ReadonlyMap<string, string>;
  /** Correlations that run and whose newest version came later than a version of the pack. */
  readonly newerThan: (version: number) => readonly string[];
  /** Correlations that are switched on and cannot run, with the reason. */
  readonly broken: () => ReadonlyMap<string, Bilingual>;
  /** Rules that speak only through correlations. */
  readonly silenced: () => readonly string[];
  /** What stands behind a reference. */
  readonly refer: (reference: string) => Referred | undefined;
  /** True when a change of these rules may change what runs; undefined: any of them. */
  readonly standsOn: (rules: readonly string[] | undefined) => boolean;
}

type Row = Pick<
  DocumentTable,
  'id' | 'ruleset' | 'path' | 'yaml' | 'title' | 'title_zh' | 'level' | 'license' | 'enabled'
> & {
  readonly group_minutes: number;
};

/** Rule set in which detection keeps rules that were written together with a correlation. */
const COMPANIONS = 'correlated';

/** Results of so many older packs can still be read. */
const MOST_VERSIONS = 16;

interface Loaded {
  readonly plan: CorrelationPlan;
  readonly filters: readonly SigmaFilter[];
  readonly rules: ReadonlyMap<string, RuleSource>;
  readonly rows: ReadonlyMap<string, Row>;
  readonly facts: ReadonlyMap<string, CorrelationFacts>;
  readonly broken: ReadonlyMap<string, Bilingual>;
  readonly silenced: readonly string[];
  readonly resolve: (reference: string) => string | undefined;
}

const factsOf = (rule: CorrelationRule, row: Row): CorrelationFacts => ({
  id: row.id,
  title: rule.title,
  titleZh: row.title_zh,
  type: rule.type,
  level: row.level,
  author: rule.author ?? '',
  license: row.license,
  description: rule.description ?? '',
  references: rule.references,
  falsePositives: rule.falsepositives,
  tags: rule.tags,
  groupMinutes: row.group_minutes,
});

const readAll = async (records: Pick<Records, 'read'>): Promise<Row[]> =>
  records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents')
    .select(['id', 'ruleset', 'path', 'yaml', 'title', 'title_zh', 'level', 'license', 'group_minutes', 'enabled'])
    .orderBy('id')
    .execute();

/** The documents of the rows; a text that holds several is read once. */
const documentsOf = (rows: readonly Row[]): ReadDocument[] => {
  const wanted = new Set(rows.map(({ id }) => id));
  const texts = new Map(rows.map((row) => [`${row.ruleset}\n${row.path}`, row]));
  return [...texts.values()]
    .flatMap(({ path, yaml }) => readDocuments(path, yaml).documents)
    .filter(({ id }) => wanted.has(id));
};

/** Finds a rule by its id, else by its name. */
export const resolverOf = (sources: readonly RuleSource[]): ((reference: string) => string | undefined) => {
  const ids = new Set(sources.map(({ id }) => id));
  const names = new Map(
    sources.toReversed().flatMap(({ id, document }) => (document.name === undefined ? [] : [[document.name, id]])),
  );
  return (reference) => (ids.has(reference) ? reference : names.get(reference));
};

/**
 * Rules whose own alerts a correlation without `generate` takes away: only those that stand in one text with it, whether it
 * is switched on or not. A correlation that merely refers to somebody's rule never silences it.
 */
const silencedBy = (
  plan: CorrelationPlan,
  sources: readonly RuleSource[],
  rows: ReadonlyMap<string, Row>,
  correlations: readonly CorrelationRule[],
): string[] => {
  const resolve = resolverOf(sources);
  const silent = new Set<string>();
  for (const { id, rules, generate } of correlations) {
    const row = rows.get(id ?? '');
    if (!row || generate) continue;
    const places = [`${row.ruleset}\n${row.path}`, `${COMPANIONS}\n${row.path}`];
    const referred = new Set(rules.map(resolve));
    for (const { id: source, ruleset, path } of sources)
      if (referred.has(source) && places.includes(`${ruleset}\n${path}`)) silent.add(source);
  }
  const wanted = new Set(plan.baseRules().filter((id) => plan.standsAlone(id)));
  return [...silent].filter((id) => !wanted.has(id));
};

const loadAll = async (records: Pick<Records, 'read'>, ruleSources: DetectionAsks['ruleSources']): Promise<Loaded> => {
  const rows = new Map((await readAll(records)).map((row) => [row.id, row]));
  const documents = documentsOf([...rows.values()]).map(({ document }) => document);
  const isEnabled = ({ id }: { readonly id?: string }): boolean => rows.get(id ?? '')?.enabled === true;
  const correlations = documents.filter((document) => document.kind === 'correlation');
  const filters = documents.filter((document) => document.kind === 'filter').filter(isEnabled);
  const references = [...new Set(correlations.flatMap((rule) => [...rule.rules]))];
  const sources = await ruleSources(references);
  const resolve = resolverOf(sources);
  const plan = compileCorrelations(correlations.filter(isEnabled), resolve);
  const laid = applyFilters(
    sources.map(({ document }) => document),
    filters,
  ).rules;
  const facts = new Map<string, CorrelationFacts>();
  for (const rule of plan.rules) {
    const row = rows.get(plan.keyOf(rule));
    if (row) facts.set(row.id, factsOf(rule, row));
  }
  return {
    plan,
    filters,
    rows,
    facts,
    resolve,
    rules: new Map(sources.map((source, at) => [source.id, { ...source, document: laid[at] ?? source.document }])),
    broken: new Map(
      plan.errors.flatMap((error) => (error.ruleId === undefined ? [] : [[error.ruleId, errorText(error)]])),
    ),
    silenced: silencedBy(plan, sources, rows, correlations),
  };
};

const packOf = ({ plan, rules }: Loaded, version: number): HitPack => ({
  version,
  rules: plan.baseRules().flatMap((id) => {
    const source = rules.get(id);
    return source ? [{ id, document: source.document, exceptions: source.exceptions, fields: plan.fields(id) }] : [];
  }),
});

const referredIn = ({ rows, rules, resolve }: Loaded, reference: string): Referred | undefined => {
  const id = resolve(reference);
  const rule = id === undefined ? undefined : rules.get(id)?.document;
  if (id !== undefined && rule)
    return { id, title: rule.title, titleZh: textAttribute(rule, 'x-title-zh'), kind: 'rule' };
  const row = rows.get(reference);
  return row && { id: row.id, title: row.title, titleZh: row.title_zh, kind: 'correlation' };
};

/** Creates an empty book; `load` fills it. */
export const correlationBook = (
  records: Pick<Records, 'read'>,
  ruleSources: DetectionAsks['ruleSources'],
): CorrelationBook => {
  const nothing = compileCorrelations([], () => undefined);
  let loaded: Loaded = {
    plan: nothing,
    filters: [],
    rules: new Map(),
    rows: new Map(),
    facts: new Map(),
    broken: new Map(),
    silenced: [],
    resolve: () => undefined,
  };
  let pack: HitPack = { version: 0, rules: [] };
  let versions: ReadonlyMap<string, string> = new Map();
  /** Version of the pack with which the newest version of a correlation came. */
  let since: ReadonlyMap<string, number> = new Map();
  const fields = new Map<number, ReadonlyMap<string, readonly string[]>>();
  return {
    load: async () => {
      loaded = await loadAll(records, ruleSources);
      pack = packOf(loaded, pack.version + 1);
      const next = versionsOf(loaded.plan, pack);
      since = new Map(
        [...next].map(([id, each]) => [id, versions.get(id) === each ? (since.get(id) ?? 0) : pack.version]),
      );
      versions = next;
      fields.set(pack.version, new Map(pack.rules.map((rule) => [rule.id, rule.fields])));
      fields.delete(pack.version - MOST_VERSIONS);
    },
    plan: () => loaded.plan,
    filters: () => loaded.filters,
    pack: () => pack,
    fieldsOf: (version) => {
      const known = fields.get(version);
      return (rule) => known?.get(rule) ?? [];
    },
    facts: (id) => loaded.facts.get(id),
    versions: () => versions,
    newerThan: (version) => [...since].flatMap(([id, each]) => (each > version ? [id] : [])),
    broken: () => loaded.broken,
    silenced: () => loaded.silenced,
    refer: (reference) => referredIn(loaded, reference),
    standsOn: (rules) => rules === undefined || loaded.broken.size > 0 || rules.some((id) => loaded.rules.has(id)),
  };
};
