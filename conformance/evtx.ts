import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readEvtx } from '@chedun/logs';

interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly case: string; readonly expected: string; readonly got: string }[];
}

/**
 * Every binary EVTX of SigmaHQ's regression data against its JSON copy (written by evtx_dump): record by record, field by
 * field. One case is one file. One tolerance: evtx_dump drops white space at the end of a value, this reader keeps it
 * (Windows wrote it, and rules that look at the end of a command line meet it on live hosts too).
 */
export const run = async (options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const root = path.join(options.dataDir, 'sigma', 'regression_data');
  if (!existsSync(root)) {
    const missing = { case: 'sigma/regression_data', expected: 'folder', got: 'skipped: missing' };
    return { suite: 'evtx', passed: 0, failed: 0, skipped: 1, failures: [missing] };
  }
  const failures: { case: string; expected: string; got: string }[] = [];
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.evtx'))
    .toSorted();
  let passed = 0;
  for (const name of files) {
    const difference = compareFile(path.join(root, name));
    if (difference === undefined) passed += 1;
    else failures.push({ case: name, ...difference });
  }
  return { suite: 'evtx', passed, failed: failures.length, skipped: 0, failures };
};

type Difference = { readonly expected: string; readonly got: string };

const compareFile = (file: string): Difference | undefined => {
  const expected = concatenatedJson(readFileSync(file.replace(/\.evtx$/, '.json'), 'utf8'));
  const got: unknown[] = [];
  for (const item of readEvtx(readFileSync(file))) {
    if (item.kind === 'damage') return { expected: 'an undamaged file', got: item.error.message };
    got.push(item.event);
  }
  if (got.length !== expected.length) return { expected: `${expected.length} events`, got: `${got.length} events` };
  for (const [index, event] of expected.entries()) {
    const difference = firstDifference(event, got[index], `#${index}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const firstDifference = (expected: unknown, got: unknown, place: string): Difference | undefined => {
  if (isDeepStrictEqual(expected, typeof got === 'string' ? got.trimEnd() : got)) return undefined;
  if (!isObject(expected) || !isObject(got))
    return { expected: `${place} = ${show(expected)}`, got: `${place} = ${show(got)}` };
  for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const difference = firstDifference(expected[key], got[key], `${place}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value).slice(0, 200));

/** Some copies hold several objects one after the other, so the text is cut where a top-level brace closes. */
const concatenatedJson = (text: string): readonly unknown[] => {
  const values: unknown[] = [];
  let depth = 0;
  let start = 0;
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token[0] === '{') {
      if (depth === 0) start = token.index;
      depth += 1;
    } else if (token[0] === '}') {
      depth -= 1;
      if (depth === 0) values.push(JSON.parse(text.slice(start, token.index + 1)));
    }
  }
  return values;
};
