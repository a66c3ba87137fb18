import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDecoder } from '@chedun/logs';
import { compile, lintRules, parseRules, type Engine, type SigmaRule } from '@chedun/sigma';

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

/** An event as the engine sees it. */
interface TestEvent {
  readonly fields: object;
  readonly logsource: object;
}

/** A rule file of ours with what the linter says and the events beside it. */
interface Own {
  readonly path: string;
  readonly rule: SigmaRule;
  readonly remarks: readonly string[];
  readonly positive: readonly TestEvent[];
  readonly negative: readonly TestEvent[];
}

const OWN_RULES = fileURLToPath(new URL('../content/rules/', import.meta.url));

/**
 * Our own rules, read from the repository and not from `--data`. Each rule is two cases: it loads without a remark of the
 * linter and matches every positive event that lies beside it; and it matches none of the negative ones. All rules
 * stand in one engine with routing by log source; records go through the decoder that ingest uses. A rule that cannot be
 * read or compiled, or has no events of a kind, fails. Correlations have timelines beside them: suite `correlation-rules`.
 */
export const run = async (_options: { readonly dataDir: string }): Promise<SuiteResult> => checkRules(OWN_RULES);

/** Checks every rule file below a folder; see {@link run}. */
export const checkRules = (folder: string): SuiteResult => {
  const files = globSync('**/*.yml', { cwd: folder })
    .filter((path) => !path.startsWith('correlations/'))
    .toSorted();
  const failures: Failure[] = [];
  const own: Own[] = [];
  for (const path of files) {
    try {
      own.push(readOwn(folder, path));
    } catch (error) {
      failures.push(...both(path, 'one rule with test events', error instanceof Error ? error.message : String(error)));
    }
  }
  const { engine, errors } = compile(own.map(({ rule }) => rule));
  const broken = new Map(errors.map((error) => [error.file, error.reason]));
  for (const one of own) {
    const reason = broken.get(one.path);
    failures.push(
      ...(reason === undefined
        ? [...positive(one, engine), ...negative(one, engine)]
        : both(one.path, 'the rule compiles', reason)),
    );
  }
  return { suite: 'rules', passed: 2 * files.length - failures.length, failed: failures.length, skipped: 0, failures };
};

const both = (path: string, expected: string, got: string): readonly Failure[] =>
  ['positive', 'negative'].map((kind) => ({ case: `${path} ${kind}`, expected, got }));

const readOwn = (folder: string, path: string): Own => {
  const text = readFileSync(join(folder, path), 'utf8');
  const { documents, errors } = parseRules(text, { file: path });
  const [rule] = documents;
  if (rule?.kind !== 'rule' || documents.length !== 1) throw new Error(errors[0]?.reason ?? 'not exactly one rule');
  const tests: unknown = JSON.parse(readFileSync(join(folder, path.replace(/\.yml$/, '.tests.json')), 'utf8'));
  return {
    path,
    rule,
    remarks: lintRules(text, { file: path }).map(({ check, reason }) => `${check}: ${reason}`),
    positive: eventsOf(tests, 'positive'),
    negative: eventsOf(tests, 'negative'),
  };
};

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const objectAt = (value: unknown, key: string): object => {
  const found = at(value, key);
  if (typeof found !== 'object' || found === null) throw new Error(`a test event has no ${key}`);
  return found;
};

const eventsOf = (tests: unknown, kind: 'positive' | 'negative'): readonly TestEvent[] => {
  const list = at(tests, kind);
  if (!Array.isArray(list)) throw new Error(`the test events have no list ${kind}`);
  return list.map((event: unknown) => {
    const record = at(event, 'record');
    if (record === undefined) return { fields: objectAt(event, 'fields'), logsource: objectAt(event, 'logsource') };
    const decoded = createDecoder('ndjson').decode(JSON.stringify(record));
    if (decoded === undefined) throw new Error('a test event holds no record');
    return { fields: decoded.fields, logsource: decoded.logsource };
  });
};

/** Numbers of the events on which the rule is among the matches, from 1. */
const hitsOf = ({ rule }: Own, engine: Engine, events: readonly TestEvent[]): readonly number[] => {
  const wanted = engine.indexesOf(rule.id ?? '');
  return events.flatMap(({ fields, logsource }, index) =>
    engine.match(fields, logsource).some((match) => wanted.includes(match.ruleIndex)) ? [index + 1] : [],
  );
};

const positive = (one: Own, engine: Engine): readonly Failure[] => {
  const name = `${one.path} positive`;
  if (one.remarks.length > 0) return [{ case: name, expected: 'no remark of the linter', got: one.remarks.join('; ') }];
  const total = one.positive.length;
  const hits = hitsOf(one, engine, one.positive);
  if (total > 0 && hits.length === total) return [];
  return [
    { case: name, expected: 'every one of at least one positive event', got: `${hits.length} of ${total} match` },
  ];
};

const negative = (one: Own, engine: Engine): readonly Failure[] => {
  const total = one.negative.length;
  const hits = hitsOf(one, engine, one.negative);
  if (total > 0 && hits.length === 0) return [];
  const got = total === 0 ? 'no negative event' : `negative events ${hits.join(', ')} match`;
  return [{ case: `${one.path} negative`, expected: 'no match on at least one negative event', got }];
};
