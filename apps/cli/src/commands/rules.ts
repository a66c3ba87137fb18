import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, lintRules, parseRules, reasonText, type Reason } from '@chedun/sigma';
import { show, type ExitCode } from '../output.ts';

const ruleFiles = async (path: string): Promise<string[]> => {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
};

interface Problem {
  readonly file: string;
  readonly line: number | null;
  readonly severity: string;
  /** Code of the remark; the same in both languages. */
  readonly code: string;
  readonly reason: string;
}

const checkFile = async (file: string, language: 'zh' | 'en'): Promise<{ rules: number; problems: Problem[] }> => {
  const text = await readFile(file, 'utf8');
  const { documents } = parseRules(text, { file });
  const rules = documents.filter((document) => document.kind === 'rule');
  const said = (why: Reason | undefined, reason: string): string => (why ? reasonText(why, language) : reason);
  // What keeps a file from being read is among the remarks of the linter already.
  const refused = compile(rules).errors.map((error): Problem => ({
    file,
    line: error.line ?? null,
    severity: 'error',
    code: error.why?.code ?? error.code,
    reason: said(error.why, error.reason),
  }));
  const lint = lintRules(text, { file }).map((finding): Problem => ({
    file,
    line: finding.line,
    severity: finding.severity,
    code: finding.why.code,
    reason: said(finding.why, finding.reason),
  }));
  return { rules: rules.length, problems: [...refused, ...lint] };
};

/** `chedun rules lint PATH…`: loads and lints Sigma rules. Ends with 1 when a rule does not load or lint finds an error. */
export const lint = async (
  paths: readonly string[],
  options: { readonly json: boolean; readonly lang: string },
): Promise<ExitCode> => {
  const language = options.lang === 'zh' ? 'zh' : 'en';
  let rules = 0;
  const problems: Problem[] = [];
  for (const path of paths) {
    for (const file of await ruleFiles(path)) {
      const checked = await checkFile(file, language);
      rules += checked.rules;
      problems.push(...checked.problems);
    }
  }
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  show(options.json, { rules, errors, problems }, () =>
    [
      ...problems.map(({ file, line, severity, reason }) => `${file}:${line ?? '-'} ${severity}: ${reason}`),
      language === 'zh' ? `规则 ${rules} 条，错误 ${errors} 处` : `${rules} rules, ${errors} errors`,
    ].join('\n'),
  );
  return errors === 0 ? 0 : 1;
};
