import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { checkReferences, writeOscal } from '../libs/oscal/src/index.ts';
import { broken } from './oscal/broken.ts';
import { notice } from './oscal/notice.ts';
import { ours, type Made } from './oscal/ours.ts';
import { jsonFiles, loadJudges, modelOf, readJson, type Judge } from './oscal/schemas.ts';

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

interface Case {
  readonly name: string;
  readonly expected: string;
  readonly got: () => string;
}

const judgeBy = (judges: ReadonlyMap<string, Judge>, document: unknown): string =>
  judges.get(modelOf(document))?.(document) ?? `no schema for the model ${modelOf(document)}`;

/** Valid for the schemas, whole in its references, and nothing lost on the way through text. */
const whole = (judges: ReadonlyMap<string, Judge>, { document }: Made): string => {
  const text: unknown = JSON.parse(writeOscal(document));
  if (!isDeepStrictEqual(text, JSON.parse(JSON.stringify(document)))) return 'the text says something else';
  checkReferences(document);
  return judgeBy(judges, text);
};

const given = (judges: ReadonlyMap<string, Judge>, files: readonly string[]): readonly Case[] =>
  files.map((file) => ({
    name: `given: ${basename(file)}`,
    expected: 'valid',
    got: () => judgeBy(judges, readJson(file)),
  }));

const casesOf = async (judges: ReadonlyMap<string, Judge>, files: readonly string[]): Promise<readonly Case[]> => [
  ...[...judges.keys()].map((model) => ({ name: `schema: ${model}`, expected: 'compiled', got: () => 'compiled' })),
  ...given(judges, files),
  ...[...ours(), ...(await notice())].map((made) => ({
    name: `ours: ${made.name}`,
    expected: 'valid',
    got: () => whole(judges, made),
  })),
  ...broken().map(({ name, document }) => ({
    name: `broken: ${name}`,
    expected: 'refused',
    got: () => (judgeBy(judges, document) === 'valid' ? 'valid' : 'refused'),
  })),
];

const attempt = (one: Case): string => {
  try {
    return one.got();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const noticeFolder = (dataDir: string): string | undefined =>
  [join(dataDir, 'notice'), join(dataDir, '..', 'notice')].find((folder) => existsSync(folder));

/**
 * OSCAL 1.2.1: the schemas of the release (`oscal/schemas`) compile and judge the given examples (`oscal/examples`), the
 * catalog of the notice (`notice/*catalog*.json` in the data folder or beside it), and what our builders make; documents
 * with one thing broken are refused.
 */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const judges = loadJudges(join(dataDir, 'oscal', 'schemas'));
  if (judges.size === 0) {
    console.log(`no schemas in ${join(dataDir, 'oscal', 'schemas')}; the suite is skipped`);
    return { suite: 'oscal', passed: 0, failed: 0, skipped: 1, failures: [] };
  }
  const beside = noticeFolder(dataDir);
  const catalogs = beside === undefined ? [] : jsonFiles(beside).filter((file) => basename(file).includes('catalog'));
  const cases = await casesOf(judges, [...jsonFiles(join(dataDir, 'oscal', 'examples')), ...catalogs]);
  const failures: Failure[] = [];
  for (const one of cases) {
    const got = attempt(one);
    if (got !== one.expected) failures.push({ case: one.name, expected: one.expected, got });
  }
  const passed = cases.length - failures.length;
  return { suite: 'oscal', passed, failed: failures.length, skipped: beside === undefined ? 1 : 0, failures };
};
