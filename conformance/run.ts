/**
 * `npm run conformance -- SUITE|all [--data DIR] [--json]`: runs suites of real cases. A suite is a file of this folder
 * that exports `run`. With `--json` the last line is one JSON object; exit 1 when a case failed, 2 on wrong use.
 */
import { stopTestDatabases } from '@chedun/records/testing';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

type Suite = (options: { readonly dataDir: string }) => Promise<SuiteResult>;

const HERE = dirname(fileURLToPath(import.meta.url));
const DEFAULT_DATA = resolve(HERE, '../../shared/data');
const SHOWN = 20;

const suiteNames = (): readonly string[] =>
  readdirSync(HERE)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -3))
    .toSorted();

const loadSuite = async (name: string): Promise<Suite | undefined> => {
  const loaded: unknown = await import(pathToFileURL(join(HERE, `${name}.ts`)).href);
  return hasRun(loaded) ? loaded.run : undefined;
};

const hasRun = (value: unknown): value is { readonly run: Suite } =>
  typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';

const runSuite = async (name: string, suite: Suite, dataDir: string): Promise<SuiteResult> => {
  try {
    return await suite({ dataDir });
  } catch (error) {
    const got = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      suite: name,
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [{ case: name, expected: 'the suite runs to its end', got }],
    };
  }
};

const print = (result: SuiteResult): void => {
  console.log(`${result.suite}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  for (const failure of result.failures.slice(0, SHOWN))
    console.log(`  ${failure.case}\n    expected ${failure.expected}\n    got      ${failure.got}`);
  if (result.failures.length > SHOWN) console.log(`  … and ${result.failures.length - SHOWN} more`);
};

const sum = (suite: string, results: readonly SuiteResult[]): SuiteResult => ({
  suite,
  passed: results.reduce((total, one) => total + one.passed, 0),
  failed: results.reduce((total, one) => total + one.failed, 0),
  skipped: results.reduce((total, one) => total + one.skipped, 0),
  failures: results.flatMap((one) =>
    one.failures.map((failure) =>
      results.length === 1 ? failure : { ...failure, case: `${one.suite}: ${failure.case}` },
    ),
  ),
});

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

const readArguments = (): { wanted: string; dataDir: string; json: boolean } => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const wanted = positionals[0];
  if (wanted === undefined || positionals.length > 1)
    return fail(`usage: npm run conformance -- SUITE|all [--data DIR] [--json]\nsuites: ${suiteNames().join(', ')}`);
  const dataDir = values.data === undefined ? DEFAULT_DATA : resolve(values.data);
  return { wanted, dataDir, json: values.json };
};

const main = async (): Promise<void> => {
  const { wanted, dataDir, json } = readArguments();
  const known = suiteNames();
  if (wanted !== 'all' && !known.includes(wanted)) fail(`unknown suite "${wanted}"; suites: ${known.join(', ')}`);
  if (!existsSync(dataDir)) console.log(`no data folder at ${dataDir}; cases are skipped`);
  const results: SuiteResult[] = [];
  for (const name of wanted === 'all' ? known : [wanted]) {
    const suite = await loadSuite(name);
    if (suite === undefined) continue;
    const result = await runSuite(name, suite, dataDir);
    print(result);
    results.push(result);
  }
  const total = sum(wanted, results);
  if (json) console.log(JSON.stringify(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
};

await main()
  .finally(stopTestDatabases)
  .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
