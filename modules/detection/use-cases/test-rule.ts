import { readListRow, listSql, type Events, type ListRow } from '@chedun/events';
import { DomainError, isDomainError } from '@chedun/kernel';
import { createDecoder, detectFormat, type RecordFormat } from '@chedun/logs';
import { lintRules, parseRules, type LogSource, type SigmaRule } from '@chedun/sigma';
import type { z } from 'zod';
import type { EventRef } from '@chedun/governance/contract';
import type { Explanation, RuleTest, RuleTestResult } from '../contract.ts';
import { explainRule, matchedFieldsOf } from '../domain/explain.ts';
import { presentLint } from '../domain/lint.ts';

interface Candidate {
  readonly fields: object;
  readonly logsource: LogSource;
  readonly ref: z.input<typeof EventRef> | null;
  readonly summary: string;
}

const SAMPLES = 20;

/** The one rule of a text; throws `detection.rule-invalid` with line and reason. */
export const onlyRule = (yaml: string): SigmaRule => {
  const { documents, errors } = parseRules(yaml, { file: 'rule.yml' });
  const [error] = errors;
  if (error)
    throw new DomainError('detection.rule-invalid', {
      ...(error.line === undefined ? {} : { line: error.line }),
      reason: error.reason,
    });
  const rules = documents.filter((document) => document.kind === 'rule');
  const [rule] = rules;
  if (!rule || rules.length !== 1)
    throw new DomainError('detection.rule-invalid', { reason: 'the text must hold exactly one rule' });
  return rule;
};

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** Pasted text: JSON objects (one, a list, or one a line) or lines of any log format that is recognised. */
const recordsOf = (text: string): string[] => {
  if (!isJson(text)) return text.split('\n');
  try {
    const value = JSON.parse(text) as unknown;
    return (Array.isArray(value) ? value : [value]).map((each) => JSON.stringify(each));
  } catch {
    return text.split('\n');
  }
};

/** Reads pasted events; throws `detection.events-unreadable` with the line. */
const pastedEvents = (text: string): Candidate[] => {
  const found = detectFormat(Buffer.from(text));
  const format: RecordFormat = found === undefined || found === 'gbt32960' || found === 'evtx' ? 'ndjson' : found;
  const decoder = createDecoder(isJson(text) ? 'ndjson' : format);
  return recordsOf(text).flatMap((record, at) => {
    try {
      const event = record.trim() === '' ? undefined : decoder.decode(record);
      return event
        ? [{ fields: event.fields, logsource: event.logsource, ref: null, summary: event.ocsf.message }]
        : [];
    } catch (error) {
      if (!isDomainError(error)) throw error;
      throw new DomainError('detection.events-unreadable', { line: at + 1, reason: error.message }, error);
    }
  });
};

const fromRow = (row: ListRow): Candidate => {
  const event = readListRow(row);
  const ref = { journal: event.journal, seq: event.seq, index: event.idx };
  if (event.format === 'gbt32960') {
    return {
      fields: JSON.parse(event.body) as object,
      logsource: { product: 'vehicle', category: 'gbt32960' },
      ref,
      summary: event.message,
    };
  }
  // Bodies are JSON whatever the format was; the logsource follows from the fields for JSON formats and the product for text.
  const decoded = createDecoder('ndjson').decode(event.body);
  return { fields: decoded?.fields ?? {}, logsource: decoded?.logsource ?? {}, ref, summary: event.message };
};

const storedEvents = async (
  events: Pick<Events, 'query'>,
  stored: NonNullable<z.output<typeof RuleTest>['stored']>,
): Promise<Candidate[]> => {
  const query = { where: { kind: 'all' } as const, from: Date.parse(stored.from), to: Date.parse(stored.to) };
  const rows = await events.query<ListRow>(listSql(query, { limit: Math.min(stored.limit, 1000) }));
  return rows.map(fromRow);
};

const judge = (
  rule: SigmaRule,
  candidate: Candidate,
  index: number,
): z.input<typeof RuleTestResult>['samples'][number] => {
  const { matched, tree } = explainRule(rule, candidate.fields, candidate.logsource);
  return {
    index,
    ref: candidate.ref,
    matched,
    fields: matched ? matchedFieldsOf(rule, candidate.fields) : [],
    explain: tree,
    summary: candidate.summary,
  };
};

/** Tries a rule on events before it is enabled. */
export const testRule =
  (events: Pick<Events, 'query'>) =>
  async (test: z.output<typeof RuleTest>): Promise<z.input<typeof RuleTestResult>> => {
    const lint = lintRules(test.yaml, { file: 'rule.yml' }).map(presentLint);
    const rule = onlyRule(test.yaml);
    const candidates =
      test.stored === undefined ? pastedEvents(test.events ?? '') : await storedEvents(events, test.stored);
    const judged = candidates.map((candidate, index) => judge(rule, candidate, index));
    const hits = judged.filter((each) => each.matched);
    const misses = judged.filter((each) => !each.matched);
    return { lint, tested: judged.length, matched: hits.length, samples: [...hits, ...misses].slice(0, SAMPLES) };
  };

const EVENT_SQL = `SELECT format AS "_format", body AS "_body", journal AS "_journal", seq AS "_seq", idx AS "_idx", message AS "_message"
  FROM events WHERE journal = {journal:String} AND seq = {seq:UInt64} AND idx = {idx:UInt32} LIMIT 1`;

/** Why a rule matched a stored event, or why not. */
export const explainStored =
  (events: Pick<Events, 'query'>, ruleOf: (id: string) => Promise<SigmaRule>) =>
  async (ruleId: string, ref: z.output<typeof EventRef>): Promise<z.input<typeof Explanation>> => {
    const rule = await ruleOf(ruleId);
    const [row] = await events.query<ListRow>({
      sql: EVENT_SQL,
      params: { journal: ref.journal, seq: ref.seq, idx: ref.index },
    });
    if (!row) throw new DomainError('detection.event-unknown', { field: `${ref.journal}/${ref.seq}/${ref.index}` });
    const candidate = fromRow(row);
    const { matched, tree } = explainRule(rule, candidate.fields, candidate.logsource);
    return { ruleId, matched, fields: matched ? matchedFieldsOf(rule, candidate.fields) : [], explain: tree };
  };
