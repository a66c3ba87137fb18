/**
 * CACAO 2.0 playbooks: `DIR/cacao/schemas` (JSON schemas of the committee, root `playbook.json`), `DIR/cacao/examples` and
 * `DIR/cacao/README.md`, whose table says of each example whether it is valid, invalid or no playbook at all.
 *
 * One case for each example. The judge is ajv with the schemas (draft-07, `strict: false`); the table has the last word where it
 * names a file. A case passes when
 * - ajv and the table agree, and our own check of the shape agrees with both;
 * - what is sound by our check (shape, graph, definitions) walks through dry to the end that it names, within the bounds;
 * - what is not is refused, and each error has a place in the file;
 * - what is a playbook is given back equal as a JSON value.
 *
 * Where the schema is valid and ours finds an error in the graph, the note of the table has to say why (`no end step`, `an id that
 * does not exist`); without a note the case passes only when an independent walk over the file finds a missing step, no end, or
 * a loop.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { dryRun, exportPlaybook, readPlaybook, type ReadPlaybook } from '@chedun/cacao';
import { isDomainError } from '@chedun/kernel';
import { expectedResults, type Expected } from './cacao/table.ts';
import { brokenBy } from './cacao/walk.ts';
import { schemaJudge, type SchemaJudge } from './cacao/judge.ts';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

type Ours =
  | { readonly kind: 'read'; readonly read: ReadPlaybook }
  | { readonly kind: 'refused'; readonly code: string; readonly hasPlace: boolean };

const readOurs = (bytes: Uint8Array): Ours => {
  try {
    return { kind: 'read', read: readPlaybook(bytes) };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { field, offset, reason } = error.detail;
    return { kind: 'refused', code: error.code, hasPlace: (field ?? offset ?? reason) !== undefined };
  }
};

const wrongVerdict = (expected: Expected, { read }: Extract<Ours, { kind: 'read' }>): string | undefined => {
  const isValid = read.shapeErrors === 0;
  if (isValid === (expected === 'valid')) return undefined;
  const first = read.problems.find(({ level }) => level === 'error');
  return `our check of the shape: ${isValid ? 'valid' : `${first?.code} at ${first?.place}`}`;
};

const wrongRun = (value: unknown, { read }: Extract<Ours, { kind: 'read' }>): string | undefined => {
  if (read.isSound) {
    const run = dryRun(read.playbook);
    return run.status === 'succeeded' ? undefined : `the dry run failed: ${run.reason ?? ''}`;
  }
  const errors = read.problems.filter(({ level }) => level === 'error');
  if (errors.some(({ place }) => place === '')) return 'an error has no place';
  if (read.shapeErrors > 0) return undefined;
  const why = brokenBy(value);
  return why === undefined ? `refused, and nobody knows why: ${errors[0]?.code} at ${errors[0]?.place}` : undefined;
};

/** What is wrong with the case, or undefined. */
const judgeCase = (bytes: Uint8Array, told: Expected | undefined, judge: SchemaJudge): string | undefined => {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const ours = readOurs(bytes);
  const isPlaybook = (value as { readonly type?: unknown } | null)?.type === 'playbook';
  if (!isPlaybook || ours.kind === 'refused') {
    if (isPlaybook) return `a playbook was refused: ${ours.kind === 'refused' ? ours.code : ''}`;
    if (told !== undefined && told !== 'not a playbook') return 'it is no playbook';
    return ours.kind === 'refused' && ours.hasPlace ? undefined : 'was read, though it is no playbook';
  }
  const schema: Expected = judge(value) ? 'valid' : 'invalid';
  if (told !== undefined && told !== schema) return `the schemas say ${schema}, the table says ${told}`;
  if (!isDeepStrictEqual(JSON.parse(exportPlaybook(ours.read.playbook)), value)) return 'the export is not equal';
  return wrongVerdict(schema, ours) ?? wrongRun(value, ours);
};

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted();

/** Reads, checks, walks through and writes again each example under `DIR/cacao/examples`. */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const root = join(dataDir, 'cacao');
  const examples = join(root, 'examples');
  if (!existsSync(examples) || !existsSync(join(root, 'schemas', 'playbook.json'))) {
    console.log(`cacao: no folder ${examples} with its schemas; skipped`);
    return { suite: 'cacao', passed: 0, failed: 0, skipped: 1, failures: [] };
  }
  const judge = schemaJudge(join(root, 'schemas'));
  const table = expectedResults(join(root, 'README.md'));
  const files = filesUnder(examples);
  const failures = files.flatMap((file): Failure[] => {
    const told = table.get(relative(examples, join(examples, file)).replace(/\.json$/, ''));
    const expected = `${told ?? 'as the schemas say'}; equal export; dry run or refusal with its place`;
    try {
      const got = judgeCase(readFileSync(join(examples, file)), told, judge);
      return got === undefined ? [] : [{ case: file, expected, got }];
    } catch (error) {
      return [{ case: file, expected, got: String(error) }];
    }
  });
  return {
    suite: 'cacao',
    passed: files.length - failures.length,
    failed: failures.length,
    skipped: 0,
    failures,
  };
};
