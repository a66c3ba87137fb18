import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readEvtx } from '@chedun/logs';
import { compile, parseRules, type Engine, type SigmaRule } from '@chedun/sigma';
import { parse } from 'yaml';

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

/** One active test of an `info.yml`. */
interface RegressionTest {
  readonly name: string;
  readonly ruleIds: readonly string[];
  readonly evtx: string;
  /** `undefined` where the author gives none: at least one event must match. */
  readonly count: number | undefined;
}

/**
 * SigmaHQ's own regression tests. All live rules are compiled into one engine; each test reads its binary EVTX and its
 * JSON copy and counts the events on which the rule of the test is among the matches, routing included. A test passes
 * when both counts are what its author states.
 */
export const run = async (options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const root = join(options.dataDir, 'sigma');
  const folder = join(root, 'regression_data');
  if (!existsSync(folder)) {
    return {
      suite: 'sigma',
      passed: 0,
      failed: 0,
      skipped: 1,
      failures: [{ case: 'sigma/regression_data', expected: 'folder', got: 'skipped: missing' }],
    };
  }
  const { engine } = compile(loadRules(root));
  const failures: Failure[] = [];
  const tests = globSync('**/info.yml', { cwd: folder })
    .toSorted()
    .flatMap((file) => readTests(join(folder, file), root));
  for (const test of tests) failures.push(...check(test, engine, folder));
  const failed = new Set(failures.map((failure) => failure.case)).size;
  return { suite: 'sigma', passed: tests.length - failed, failed, skipped: 0, failures };
};

/** Every rule under `rules*`. */
export const loadRules = (root: string): readonly SigmaRule[] =>
  globSync('rules*/**/*.yml', { cwd: root })
    .toSorted()
    .flatMap((file) => parseRules(readFileSync(join(root, file), 'utf8'), { file }).documents)
    .filter((document) => document.kind === 'rule');

const readTests = (infoFile: string, root: string): readonly RegressionTest[] => {
  const info: unknown = parse(readFileSync(infoFile, 'utf8'));
  const ruleIds = list(info, 'rule_metadata').map((one) => String(at(one, 'id')));
  return list(info, 'regression_tests_info')
    .filter((one) => at(one, 'type') === 'evtx')
    .map((one) => {
      const count = at(one, 'match_count');
      return {
        name: relative(root, dirname(infoFile)),
        ruleIds,
        evtx: join(root, String(at(one, 'path'))),
        count: typeof count === 'number' ? count : undefined,
      };
    });
};

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const list = (value: unknown, key: string): readonly unknown[] => {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
};

const check = (test: RegressionTest, engine: Engine, folder: string): readonly Failure[] => {
  const rules = test.ruleIds.flatMap((id) => engine.indexesOf(id));
  // SigmaHQ's own runner asks for one match only. `match_count` is taken as the least number: for one rule upstream states
  // fewer matches than events in its file hold the rule's literal.
  const expected = `at least ${test.count ?? 1} matches, the same in both copies`;
  if (rules.length === 0)
    return [{ case: test.name, expected: 'the rule is loaded', got: `no rule ${test.ruleIds.join(', ')}` }];
  const copies = [
    { form: 'EVTX', events: readBinary(test.evtx) },
    { form: 'JSON', events: readJson(test.evtx.replace(/\.evtx$/, '.json')) },
  ];
  const counts = copies.map(({ events }) => events.filter((event) => hits(engine, event, rules)).length);
  const fits = counts.every((count) => count >= (test.count ?? 1) && count === counts[0]);
  const got = copies.map(({ form, events }, at) => `${form}: ${counts[at] ?? 0} of ${events.length} events`).join(', ');
  return fits ? [] : [{ case: test.name, expected, got: `${got} in ${relative(folder, test.evtx)}` }];
};

const hits = (engine: Engine, event: object, rules: readonly number[]): boolean =>
  engine.match(event).some((match) => rules.includes(match.ruleIndex));

const readBinary = (file: string): readonly object[] => {
  const events: object[] = [];
  for (const record of readEvtx(readFileSync(file))) if (record.kind === 'event') events.push(record.event);
  return events;
};

/** A JSON copy may hold several objects one after the other, or a list of them. */
const readJson = (file: string): readonly object[] => {
  const text = readFileSync(file, 'utf8');
  return splitObjects(text).map((part): object => JSON.parse(part));
};

const splitObjects = (text: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (quoted) {
      if (char === '\\') index += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{') {
      if (depth === 0) from = index;
      depth += 1;
    } else if (char === '}') {
      depth -= 1;
      if (depth === 0) parts.push(text.slice(from, index + 1));
    }
  }
  return parts;
};
