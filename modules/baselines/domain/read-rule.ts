import { learntFrom, readBaseline, type BaselineRule } from '@chedun/behaviour';
import type { LintFinding } from '@chedun/detection/contract';
import { compile, lintRules, parseRules, reasonText, type SigmaRule } from '@chedun/sigma';
import { createHash } from 'node:crypto';
import type { z } from 'zod';

type Lint = z.input<typeof LintFinding>;

/** A behaviour rule that was read: a Sigma rule that selects events, with what is learnt of them. */
export interface ReadRule {
  readonly document: SigmaRule;
  readonly rule: BaselineRule;
  /** Changes with everything that makes what was learnt useless. */
  readonly digest: string;
}

const error = (zh: string, en: string, line: number | null = null): Lint => ({
  severity: 'error',
  code: 'baseline',
  message: en,
  text: { zh, en },
  line,
  column: null,
});

/** Line of an attribute below `baseline:`; null when it cannot be found. */
const lineOf = (yaml: string, path: string): number | null => {
  const lines = yaml.split('\n');
  const begin = lines.findIndex((line) => /^baseline\s*:/.test(line));
  if (begin < 0) return null;
  const key = path.split('.').at(-1) ?? '';
  const found = lines.findIndex((line, at) => at > begin && line.trimStart().startsWith(`${key}:`));
  return (key !== '' && found > begin ? found : begin) + 1;
};

/** What Sigma says of the text; that `baseline` is no attribute of Sigma is the point of it. */
const sigmaLint = (yaml: string, path: string): Lint[] =>
  lintRules(yaml, { file: path })
    .filter(({ why, reason }) => why.code !== 'attribute-unknown' || !reason.startsWith('"baseline"'))
    .map((finding) => ({
      severity: finding.severity === 'error' || finding.severity === 'warning' ? finding.severity : 'info',
      code: finding.why.code,
      message: finding.reason,
      text: { zh: reasonText(finding.why, 'zh'), en: reasonText(finding.why, 'en') },
      line: finding.line,
      column: finding.column,
    }));

const selectionOf = ({ logsource, detection }: SigmaRule): string => JSON.stringify([logsource, detection]);

/** Reads one behaviour rule. Never throws: what is wrong is in the lint, and then there is no rule. */
export const readRule = (
  yaml: string,
  path: string,
): { readonly read: ReadRule | undefined; readonly lint: readonly Lint[] } => {
  const lint = sigmaLint(yaml, path);
  const { documents } = parseRules(yaml, { file: path });
  const [document, ...more] = documents;
  if (lint.some(({ severity }) => severity === 'error')) return { read: undefined, lint };
  if (document?.kind !== 'rule' || more.length > 0)
    return {
      read: undefined,
      lint: [...lint, error('一段文本应恰好包含一条行为基线规则', 'a text has to hold exactly one behaviour rule')],
    };
  const { rule, problems } = readBaseline(document.custom['baseline']);
  const wrong = problems.map(({ path: at, zh, en }) => error(zh, en, lineOf(yaml, at)));
  const refused = compile([document]).errors.map((each) =>
    error(each.why ? reasonText(each.why, 'zh') : each.reason, each.reason, each.line ?? null),
  );
  if (rule === undefined || refused.length > 0) return { read: undefined, lint: [...lint, ...wrong, ...refused] };
  const digest = createHash('sha256')
    .update(`${learntFrom(rule)}\n${selectionOf(document)}`)
    .digest('hex')
    .slice(0, 32);
  return { read: { document, rule, digest }, lint };
};

/** A text attribute that is not of the Sigma specification; null when it is not there. */
export const textAttribute = ({ custom }: Pick<SigmaRule, 'custom'>, name: string): string | null => {
  const value = custom[name];
  return typeof value === 'string' ? value : null;
};
