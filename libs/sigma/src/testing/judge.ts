import { compile, evaluateNaively, type CompileOptions } from '../compile.ts';
import { parseRules } from '../parse/parse-rules.ts';
import type { SigmaRule } from '../parse/types.ts';

/** A rule file around a detection, as text. `detection` is indented by the caller's own two spaces. */
export const ruleText = (detection: string, logsource = 'category: test'): string =>
  `title: Test\nid: 00000000-0000-4000-8000-000000000001\nlogsource:\n  ${logsource}\ndetection:\n${detection
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;

/** Parses a detection; throws what is wrong, so that a test of a valid rule cannot pass by accident. */
export const ruleOf = (detection: string, logsource?: string): SigmaRule => {
  const { documents, errors } = parseRules(ruleText(detection, logsource), { file: 'test.yml' });
  const [rule] = documents;
  if (errors.length > 0 || rule?.kind !== 'rule')
    throw new Error(`the test rule does not parse: ${JSON.stringify(errors)}`);
  return rule;
};

/** Evaluates a detection with the engine and with the reference; both must agree. */
export const matches = (detection: string, event: object, options: CompileOptions = {}): boolean => {
  const rule = ruleOf(detection);
  const { engine, errors } = compile([rule], options);
  if (errors.length > 0) throw new Error(`the test rule does not compile: ${JSON.stringify(errors)}`);
  const fast = engine.match(event).length === 1;
  const slow = evaluateNaively(rule, event, options);
  if (fast !== slow) throw new Error(`engine says ${fast}, reference says ${slow} for ${JSON.stringify(event)}`);
  return fast;
};

/** Evaluates one item, e.g. `F|contains: x`. */
export const itemMatches = (item: string, event: object, options?: CompileOptions): boolean =>
  matches(
    `sel:\n${item
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n')}\ncondition: sel`,
    event,
    options,
  );

/** The reason and code of the only error of a detection. */
export const refusal = (detection: string): { code: string; reason: string; line: number | undefined } => {
  const { documents, errors } = parseRules(ruleText(detection), { file: 'test.yml' });
  const [error] = errors;
  if (error === undefined || documents.length > 0) throw new Error('the test rule is accepted');
  return { code: error.code, reason: error.reason, line: error.line };
};
