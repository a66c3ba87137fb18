import type { Candidate, DetectionAsks } from '@chedun/detection/contract';
import type { Records } from '@chedun/records';
import {
  applyFilters,
  compileCorrelations,
  lintRules,
  parseRules,
  type CorrelationRule,
  type Firing,
  type SigmaError,
  openHitFinder,
} from '@chedun/sigma';
import type { z } from 'zod';
import type { CorrelationTest, CorrelationTestResult } from '../contract.ts';
import { presentError, presentLint } from '../domain/lint.ts';
import { outlineOf, type Referred } from '../domain/outline.ts';
import { readReference } from '../domain/reference.ts';
import { textAttribute } from '../domain/titles.ts';
import type { CorrelationBook } from '../correlation-book.ts';
import { surroundingsOf } from './read-candidate.ts';
import { runTrial, type Numbered } from './trial.ts';

type Result = z.input<typeof CorrelationTestResult>;
type Sources = Awaited<ReturnType<typeof surroundingsOf>>['sources'];

interface Dependencies {
  readonly records: Pick<Records, 'read'>;
  readonly detection: Pick<DetectionAsks, 'ruleSources' | 'candidates'>;
  readonly book: Pick<CorrelationBook, 'filters'>;
  readonly now: () => number;
}

const MOST_FIRINGS = 200;
const iso = (ms: number): string => new Date(ms).toISOString();

const nothing = (lint: Result['lint'], outline: Result['outline'] = null): Result => ({
  loads: false,
  lint,
  outline,
  tested: 0,
  hits: [],
  hitsTotal: 0,
  firings: [],
  firingsTotal: 0,
});

const inOrder = (events: readonly Candidate[], now: number): Numbered[] =>
  events
    .map((event, number) => ({ event, number, at: event.time ?? now }))
    .toSorted((a, b) => a.at - b.at || a.number - b.number);

const groupOf = (firing: Pick<Firing, 'group'>): { field: string; value: string }[] =>
  firing.group.map(([field, value]) => ({ field, value }));

const presentFiring = (firing: Firing): Result['firings'][number] => ({
  rule: firing.rule,
  at: iso(firing.at),
  from: iso(firing.from),
  to: iso(firing.to),
  value: firing.value,
  group: groupOf(firing),
  events: firing.refs.map((ref) => readReference('', ref).ref.index),
});

const referrer =
  (sources: Sources, chained: readonly CorrelationRule[], resolve: (reference: string) => string | undefined) =>
  (reference: string): Referred | undefined => {
    const id = resolve(reference);
    const rule = sources.find((source) => source.id === id)?.document;
    if (rule && id !== undefined)
      return { id, title: rule.title, titleZh: textAttribute(rule, 'x-title-zh'), kind: 'rule' };
    const other = chained.find((each) => each.id === reference || each.name === reference);
    return (
      other && {
        id: other.id ?? null,
        title: other.title,
        titleZh: textAttribute(other, 'x-title-zh'),
        kind: 'correlation',
      }
    );
  };

/** The correlation of a text; of a chain in one text the last. */
const correlationOf = (yaml: string): { rule: CorrelationRule; others: CorrelationRule[] } | undefined => {
  const all = parseRules(yaml, { file: 'correlation.yml' }).documents.filter(({ kind }) => kind === 'correlation');
  const rules = all
    .filter((document) => document.kind === 'correlation')
    .map((document, at) => ({ ...document, id: document.id ?? `tested-${at}` }));
  const rule = rules.at(-1);
  return rule && { rule, others: rules.slice(0, -1) };
};

const tryOn = async (
  { rule, others }: { readonly rule: CorrelationRule; readonly others: readonly CorrelationRule[] },
  test: z.output<typeof CorrelationTest>,
  lint: Result['lint'],
  { detection, book, records, now }: Dependencies,
): Promise<Result> => {
  const { chained, sources, resolve } = await surroundingsOf(rule, test.yaml, { records, detection });
  const beside = [...chained.filter(({ id }) => !others.some((other) => other.id === id)), ...others];
  const more = await detection.ruleSources(others.flatMap(({ rules }) => [...rules]));
  const known = new Map([...more, ...sources].map((source) => [source.id, source]));
  const find = (reference: string): string | undefined =>
    resolve(reference) ??
    [...known.values()].find(({ id, document }) => id === reference || document.name === reference)?.id;
  const plan = compileCorrelations([...beside, rule], find);
  const outline = outlineOf(rule, referrer([...known.values()], beside, find));
  const wrong = plan.errors.filter((error: SigmaError) => error.ruleId === rule.id);
  if (wrong.length > 0) return nothing([...wrong.map(presentError), ...lint], outline);
  const base = plan.baseRules().flatMap((id) => known.get(id) ?? []);
  const laid = applyFilters(
    base.map(({ document }) => document),
    book.filters(),
  ).rules;
  const finder = openHitFinder({
    version: 1,
    rules: base.map(({ id, exceptions, document }, at) => ({
      id,
      exceptions,
      document: laid[at] ?? document,
      fields: plan.fields(id),
    })),
  });
  const events = inOrder(await detection.candidates(test), now());
  const { hits, hitsTotal, firings } = runTrial(plan, finder, events, rule.groupBy);
  const own = firings.filter((firing) => firing.rule === rule.id);
  return {
    loads: true,
    lint,
    outline,
    tested: events.length,
    hits,
    hitsTotal,
    firings: own.slice(0, MOST_FIRINGS).map(presentFiring),
    firingsTotal: own.length,
  };
};

/**
 * Tries a correlation on events before it is kept: its lint, what a picture of it needs, the hits of its rules and what
 * fired. One that does not load is told by its lint, and nothing is tried. A text with only a filter has a lint only.
 */
export const testCorrelation =
  (needs: Dependencies) =>
  async (test: z.output<typeof CorrelationTest>): Promise<Result> => {
    const lint = lintRules(test.yaml, { file: 'correlation.yml' }).map(presentLint);
    if (lint.some(({ severity }) => severity === 'error')) return nothing(lint);
    const found = correlationOf(test.yaml);
    if (!found) return { ...nothing(lint), loads: /^filter:/m.test(test.yaml) };
    return tryOn(found, test, lint, needs);
  };
