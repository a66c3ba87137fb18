import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, parseRules, standardPlaceholders, type SigmaError, type SigmaRule } from '@chedun/sigma';

interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly case: string; readonly expected: string; readonly got: string }[];
}

/**
 * Every live rule of SigmaHQ parses and compiles, with the standard placeholder table. One case is one rule file; a
 * file that holds no rule is a failure too.
 */
export const run = async (options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const root = join(options.dataDir, 'sigma');
  const folders = existsSync(root) ? globSync('rules*/', { cwd: root }) : [];
  if (folders.length === 0) {
    return {
      suite: 'sigma-load',
      passed: 0,
      failed: 0,
      skipped: 1,
      failures: [{ case: 'sigma/rules*', expected: 'folder', got: 'skipped: missing' }],
    };
  }
  const files = globSync('rules*/**/*.yml', { cwd: root }).toSorted();
  const rules: SigmaRule[] = [];
  const errors: SigmaError[] = [];
  for (const file of files) {
    const parsed = parseRules(readFileSync(join(root, file), 'utf8'), { file });
    errors.push(...parsed.errors);
    const found = parsed.documents.filter((document) => document.kind === 'rule');
    if (found.length === 0 && parsed.errors.length === 0)
      errors.push({ code: 'sigma.document', file, reason: 'no rule in the file' });
    rules.push(...found);
  }
  const compiled = compile(rules, { placeholders: standardPlaceholders });
  errors.push(...compiled.errors);
  return {
    suite: 'sigma-load',
    passed: compiled.engine.rules.length,
    failed: errors.length,
    skipped: 0,
    failures: errors.map((error) => ({
      case: `${error.file}:${error.line ?? 1}`,
      expected: 'the rule loads',
      got: `${error.code}: ${error.reason}`,
    })),
  };
};
