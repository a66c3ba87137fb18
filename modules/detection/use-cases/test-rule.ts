import type { Events } from '@chedun/events';
import { DomainError, isDomainError } from '@chedun/kernel';
import { createDecoder, detectFormat, type RecordFormat } from '@chedun/logs';
import { compile, lintRules, parseRules, type SigmaRule } from '@chedun/sigma';
import type { z } from 'zod';
import type { EventRef } from '@chedun/governance/contract';
import type { Candidate, Explanation, RuleTest, RuleTestResult } from '../contract.ts';
import { explainRule, matchedFieldsOf } from '../domain/explain.ts';
import { invalidRule, presentError, presentLint } from '../domain/lint.ts';
import { eventsOfRange, eventsOfRecords, storedEvent } from './stored-events.ts';

const SAMPLES = 20;

/** The one rule of a text; throws `detection.rule-invalid` with line and reason. */
export const onlyRule = (yaml: string): SigmaRule => {
  const { documents, errors } = parseRules(yaml, { file: 'rule.yml' });
  const [error] = errors;
  if (error) throw invalidRule(error);
  const rules = documents.filter((document) => document.kind === 'rule');
  const [rule] = rules;
  if (!rule || rules.length !== 1)
    throw new DomainError('detection.rule-invalid', {
      reason: 'the text must hold exactly one rule',
      reasonZh: '原文中必须恰好有一条规则',
    });
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
        ? [
            {
              fields: event.fields,
              logsource: event.logsource,
              time: event.time,
              ref: null,
              summary: event.ocsf.message,
            },
          ]
        : [];
    } catch (error) {
      if (!isDomainError(error)) throw error;
      throw new DomainError('detection.events-unreadable', { line: at + 1, reason: error.message }, error);
    }
  });
};

/** Events to try something on: named stored ones, the newest of a range, or pasted text. */
export const candidatesOf = (
  events: Pick<Events, 'query'>,
  test: Pick<z.output<typeof RuleTest>, 'events' | 'stored' | 'records'>,
): Promise<Candidate[]> => {
  if (test.records) return eventsOfRecords(events, test.records);
  if (test.stored) return eventsOfRange(events, test.stored);
  return Promise.resolve(pastedEvents(test.events ?? ''));
};

const sampleOf = (
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

/** Tries a rule on events before it is enabled. A rule that does not load is told by its lint, and nothing is tried. */
export const testRule =
  (events: Pick<Events, 'query'>) =>
  async (test: z.output<typeof RuleTest>): Promise<z.input<typeof RuleTestResult>> => {
    const lint = lintRules(test.yaml, { file: 'rule.yml' }).map(presentLint);
    if (lint.some((finding) => finding.severity === 'error'))
      return { loads: false, lint, tested: 0, matched: 0, samples: [] };
    const rule = onlyRule(test.yaml);
    const { engine, errors } = compile([rule]);
    if (errors.length > 0)
      return { loads: false, lint: [...errors.map(presentError), ...lint], tested: 0, matched: 0, samples: [] };
    const candidates = (await candidatesOf(events, test)).map((candidate, index) => ({ candidate, index }));
    const isHit = ({ candidate }: (typeof candidates)[number]): boolean =>
      engine.matchInto(candidate.fields, candidate.logsource, []) > 0;
    const hits = candidates.filter(isHit);
    const seen = new Set(hits);
    const misses = candidates.filter((each) => !seen.has(each));
    return {
      loads: true,
      lint,
      tested: candidates.length,
      matched: hits.length,
      samples: [...hits, ...misses].slice(0, SAMPLES).map((each) => sampleOf(rule, each.candidate, each.index)),
    };
  };

/** Why a rule matched a stored event, or why not. */
export const explainStored =
  (events: Pick<Events, 'query'>, ruleOf: (id: string) => Promise<SigmaRule>) =>
  async (ruleId: string, ref: z.output<typeof EventRef>): Promise<z.input<typeof Explanation>> => {
    const rule = await ruleOf(ruleId);
    const candidate = await storedEvent(events, ref);
    const { matched, tree } = explainRule(rule, candidate.fields, candidate.logsource);
    return { ruleId, matched, fields: matched ? matchedFieldsOf(rule, candidate.fields) : [], explain: tree };
  };
