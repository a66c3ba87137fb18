import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfTest } from '@chedun/gm';
import { expectText, skipped, type Failure, type Outcome } from './gm/outcome.ts';
import { tongsuoCases } from './gm/tongsuo.ts';
import { v2xCases } from './gm/v2x.ts';
import { wycheproofCases } from './gm/wycheproof.ts';

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

type Reader = (file: string, text: string) => readonly Outcome[];

const SOURCES: readonly (readonly [pattern: string, read: Reader])[] = [
  ['wycheproof/*.json', wycheproofCases],
  ['tongsuo/*.txt', tongsuoCases],
  ['vectors-cn-v2x.json', v2xCases],
];

const outcomesOf = (folder: string): readonly Outcome[] =>
  SOURCES.flatMap(([pattern, read]) => {
    const files = globSync(pattern, { cwd: folder }).toSorted();
    if (files.length === 0) return [skipped(`no ${pattern}`)];
    return files.flatMap((file) => read(file, readFileSync(join(folder, file), 'utf8')));
  });

const isFailed = (outcome: Outcome): outcome is Outcome & { readonly kind: 'failed' } => outcome.kind === 'failed';

/** Counts outcomes; reasons for which cases were skipped are printed, each with its count. */
export const suiteOf = (outcomes: readonly Outcome[]): SuiteResult => {
  const reasons = new Map<string, number>();
  for (const outcome of outcomes)
    if (outcome.kind === 'skipped') reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? 0) + 1);
  for (const [reason, count] of reasons) console.log(`  skipped ${count}: ${reason}`);
  const failures = outcomes.filter(isFailed).map(({ case: name, expected, got }) => ({ case: name, expected, got }));
  return {
    suite: 'gm',
    passed: outcomes.filter(({ kind }) => kind === 'passed').length,
    failed: failures.length,
    skipped: outcomes.filter(({ kind }) => kind === 'skipped').length,
    failures,
  };
};

/**
 * SM2, SM3 and SM4 against the cases under `DIR/crypto`: Wycheproof (HMAC-SM3, SM4-GCM, SM4-CCM), stanzas of Tongsuo and
 * signatures of the Chinese V2X format; and the self-test of the library. One test, stanza or signature is one case.
 */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const own = expectText('self-test', 'passed', () => {
    selfTest();
    return 'passed';
  });
  const folder = join(dataDir, 'crypto');
  return suiteOf([own, ...(existsSync(folder) ? outcomesOf(folder) : [skipped('no folder crypto')])]);
};
