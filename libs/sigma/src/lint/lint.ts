import { worded } from '../errors.ts';
import { assemble } from '../parse/collections.ts';
import { scalarText } from '../parse/json.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { readYaml } from '../parse/yaml.ts';
import { say, type Reason } from '../reason/reason.ts';
import type { CheckName, Severity } from './check.ts';
import { correlationChecks, isMeta } from './correlation.ts';
import { detectionChecks } from './detection.ts';
import { metadataChecks } from './metadata.ts';
import { tagChecks } from './tags.ts';

/** Something to improve in a rule file. Lines and columns are 1-based. */
export interface LintFinding {
  readonly check: CheckName;
  readonly severity: Severity;
  /** English sentence of `why`. */
  readonly reason: string;
  /** The reason as data, with a code; `reasonText` says it in Chinese or English. */
  readonly why: Reason;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly ruleId?: string;
}

const CHECKS = [...metadataChecks, ...tagChecks, ...detectionChecks, ...correlationChecks];
const RULE_ONLY = new Set<CheckName>(['logsource-empty', 'status', 'level']);

/**
 * Looks at every document of a rule file for what keeps it from loading (`error`), what is probably a mistake
 * (`warning`) and what is against the style of the specification (`info`). Never throws. Sorted by line.
 */
export const lintRules = (text: string, options: { readonly file: string }): readonly LintFinding[] => {
  const { file } = options;
  const findings: LintFinding[] = parseRules(text, options).errors.map((error) => ({
    check: 'loads',
    severity: 'error',
    reason: error.reason,
    why: error.why ?? say('yaml-syntax', { message: error.reason }),
    file,
    line: error.line ?? 1,
    column: error.column ?? 1,
    ...(error.ruleId === undefined ? {} : { ruleId: error.ruleId }),
  }));
  const seen = new Set<string>();
  for (const { value, source } of assemble(readYaml(text, file).documents, file).documents) {
    const id = scalarText(value['id']);
    const owner = id === undefined ? {} : { ruleId: id };
    const isRule = !isMeta(value);
    const remarks = CHECKS.flatMap((check) => check(value)).filter((one) => isRule || !RULE_ONLY.has(one.check));
    for (const one of remarks) {
      findings.push({
        check: one.check,
        severity: one.severity,
        ...worded(one.reason),
        file,
        ...source.locate(one.path),
        ...owner,
      });
    }
    if (id !== undefined && seen.has(id)) {
      findings.push({
        check: 'id-unique',
        severity: 'warning',
        ...worded(say('id-twice', { id })),
        file,
        ...source.locate(['id']),
        ...owner,
      });
    }
    if (id !== undefined) seen.add(id);
  }
  return findings.toSorted((left, right) => left.line - right.line || left.column - right.column);
};
