import { readFile } from 'node:fs/promises';
import { compile, lintRules, parseRules, reasonText, type Reason } from '@chedun/sigma';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode, type Language } from '../context.ts';
import { ruleFiles } from '../input/rule-files.ts';
import { show } from '../output.ts';

interface Problem {
  readonly file: string;
  readonly line: number | null;
  readonly severity: string;
  /** Code of the remark; the same in both languages. */
  readonly code: string;
  readonly reason: string;
}

const checkFile = async (file: string, language: Language): Promise<{ rules: number; problems: Problem[] }> => {
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

const lint = async (context: Context, paths: readonly string[], flags: { json: boolean }): Promise<ExitCode> => {
  let rules = 0;
  let files = 0;
  const problems: Problem[] = [];
  for (const path of paths) {
    for (const file of await ruleFiles(path)) {
      const checked = await checkFile(file, context.language);
      files += 1;
      rules += checked.rules;
      problems.push(...checked.problems);
    }
  }
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  show(context, flags, { files, rules, errors, problems }, () =>
    [
      ...problems.map(({ file, line, severity, reason }) => `${file}:${line ?? '-'} ${severity}: ${reason}`),
      say(context, { zh: `规则 ${rules} 条，错误 ${errors} 处`, en: `${rules} rules, ${errors} errors` }),
    ].join('\n'),
  );
  return errors === 0 ? 0 : 1;
};

/** `chedun rules lint PATH…`: loads and lints Sigma rules. Ends with 1 when a rule does not load or lint finds an error. */
export const lintCommand = (rules: Command, context: Context): void => {
  const command = addCommand(rules, context, 'lint', {
    zh: '检查规则文件，指出行号；有错误以 1 结束',
    en: 'load and lint rule files, with lines; ends with 1 when one has an error',
  }).argument('<paths...>', say(context, { zh: '规则文件或目录', en: 'rule files or folders' }));
  withJson(command, context).action((paths: string[], flags: { json: boolean }) =>
    context.end(lint(context, paths, flags)),
  );
};
