import { createDecoder } from '@chedun/logs';
import {
  compileCorrelations,
  createCorrelator,
  openHitFinder,
  parseRules,
  reasonText,
  RuleSet,
  type CorrelationRule,
  type SigmaRule,
} from '@chedun/sigma';
import { z } from 'zod';

const Count = z.number().int().nonnegative();

/**
 * One expectation: a rule file over a file of events, or a rule file, rule or correlation of a server over a range of its
 * stored events.
 */
const Case = z
  .strictObject({
    name: z.string().min(1).max(300).optional(),
    rule: z.string().min(1).max(1000),
    /** `rule` is the id of a correlation of the server. */
    correlation: z.boolean().default(false),
    events: z.string().min(1).max(1000).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    hits: z.union([Count, z.strictObject({ min: Count.default(0), max: Count.optional() })]),
  })
  .refine(({ events, from }) => (events === undefined) !== (from === undefined), {
    message: 'give either events or from',
  });

/** A file of expectations. */
export const Expectations = z.strictObject({ cases: z.array(Case).min(1).max(10_000) });
/** One expectation as it was read. */
export type BacktestCase = z.output<typeof Case>;

/** What came of a case. */
export interface CaseResult {
  readonly name: string;
  readonly rule: string;
  readonly outcome: 'passed' | 'failed' | 'error';
  readonly hits: number | null;
  readonly expected: string;
  /** Why it is an error. */
  readonly reason?: string;
  readonly seconds: number;
}

/** The numbers of hits that are right, as text. */
export const expectedText = (hits: BacktestCase['hits']): string => {
  if (typeof hits === 'number') return String(hits);
  return hits.max === undefined ? `≥ ${hits.min}` : `${hits.min}–${hits.max}`;
};

/** True when a number of hits is as expected. */
export const isExpected = (hits: number, expected: BacktestCase['hits']): boolean =>
  typeof expected === 'number'
    ? hits === expected
    : hits >= expected.min && hits <= (expected.max ?? Number.MAX_SAFE_INTEGER);

interface Decoded {
  readonly fields: object;
  readonly logsource: object;
  readonly time: number;
}

const decodedLine = (decoder: ReturnType<typeof createDecoder>, line: string, number: number) => {
  try {
    const event = decoder.decode(line);
    if (event !== undefined) return event;
  } catch (error) {
    throw new Error(`line ${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  throw new Error(`line ${number} is no JSON object`);
};

/** Events of a text: lines of JSON, or one JSON list. Throws an Error with the line of what cannot be read. */
const eventsOf = (text: string): Decoded[] => {
  const lines = text.trimStart().startsWith('[')
    ? (JSON.parse(text) as unknown[]).map((each) => JSON.stringify(each))
    : text.split(/\r?\n/);
  const decoder = createDecoder('ndjson');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const event = decodedLine(decoder, line, at + 1);
    return [{ fields: event.fields, logsource: event.logsource, time: event.time ?? 0 }];
  });
};

const firingsOn = (
  correlations: readonly CorrelationRule[],
  rules: ReadonlyMap<string, SigmaRule>,
  events: readonly Decoded[],
): number => {
  const resolve = (reference: string): string | undefined =>
    rules.has(reference) ? reference : [...rules].find(([, rule]) => rule.name === reference)?.[0];
  const plan = compileCorrelations(correlations, resolve);
  const [wrong] = plan.errors;
  if (wrong !== undefined) throw new Error(wrong.why === undefined ? wrong.reason : reasonText(wrong.why, 'en'));
  const finder = openHitFinder({
    version: 1,
    rules: plan.baseRules().flatMap((id) => {
      const document = rules.get(id);
      return document === undefined ? [] : [{ id, document, exceptions: [], fields: plan.fields(id) }];
    }),
  });
  const correlator = createCorrelator(plan, {
    groups: 1_000_000,
    latenessMs: 0,
    aheadMs: Number.MAX_SAFE_INTEGER,
  });
  let fired = 0;
  let last = 0;
  for (const [at, event] of events.toSorted((a, b) => a.time - b.time).entries())
    for (const [rule, time, weight, , values] of finder.find(event, at, event.time)) {
      const fields = plan.fields(rule);
      const value = (field: string): string | number | undefined => values[fields.indexOf(field)] ?? undefined;
      const firings = correlator.observe({ rule, time, weight, ref: String(at), value });
      fired += firings.filter(({ alone }) => alone).length;
      last = time;
    }
  return fired + correlator.advance(last + plan.reachMs + 1).filter(({ alone }) => alone).length;
};

/**
 * Hits of the rules of a text on the events of another: events that a rule hits, or firings of correlations when the text
 * holds any. Throws an Error that says what cannot be read.
 */
export const hitsOn = (yaml: string, eventsText: string): number => {
  const { documents, errors } = parseRules(yaml, { file: 'rule.yml' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`line ${error.line ?? '-'}: ${error.reason}`);
  const rules = new Map(
    documents.filter((each) => each.kind === 'rule').map((rule, at) => [rule.id ?? `rule-${at + 1}`, rule]),
  );
  const correlations = documents.filter((each) => each.kind === 'correlation');
  const events = eventsOf(eventsText);
  if (correlations.length > 0) return firingsOn(correlations, rules, events);
  if (rules.size === 0) throw new Error('the file holds no rule');
  const set = new RuleSet([...rules].map(([id, rule]) => ({ id, rule, exceptions: [] })));
  const found: string[] = [];
  return events.reduce((sum, { fields, logsource }) => sum + set.matchInto(fields, logsource, found), 0);
};

const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const caseXml = ({ name, rule, outcome, hits, expected, reason, seconds }: CaseResult): string => {
  const head = `    <testcase classname="${escaped(rule)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  if (outcome === 'passed') return `${head}/>`;
  const element =
    outcome === 'failed'
      ? `<failure message="${escaped(`expected ${expected} hits, got ${hits}`)}"/>`
      : `<error message="${escaped(reason ?? '')}"/>`;
  return `${head}>\n      ${element}\n    </testcase>`;
};

/** Results as JUnit XML. */
export const junitOf = (results: readonly CaseResult[]): string => {
  const count = (outcome: CaseResult['outcome']): number => results.filter((each) => each.outcome === outcome).length;
  const seconds = results.reduce((sum, each) => sum + each.seconds, 0).toFixed(3);
  const totals = `tests="${results.length}" failures="${count('failed')}" errors="${count('error')}" time="${seconds}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals}>`,
    `  <testsuite name="chedun rules backtest" ${totals}>`,
    ...results.map(caseXml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
