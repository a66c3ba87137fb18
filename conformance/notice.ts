import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { answerRetention } from './retention.ts';
import type { Answer, Case, Fields, Places, VectorSuite } from './notice/case.ts';
import { clocks } from './notice/clocks.ts';
import { coverage } from './notice/coverage.ts';
import { exportsOfData } from './notice/exports.ts';
import { filing } from './notice/filing.ts';
import { grading } from './notice/grading.ts';
import { miping } from './notice/miping.ts';

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

const ANSWERS: Readonly<Record<string, Answer>> = {
  ...grading,
  ...exportsOfData,
  ...clocks,
  ...filing,
  ...miping,
  ...coverage,
  'retention-logs': ({ input }) => answerRetention(input),
};

/** Words for readers, not for machines. */
const REMARK = 'note';
/** Suites in which a field that the case does not expect must not be there: a relay or a notice nobody owes. */
const WHOLE: readonly string[] = ['incident-duties'];

const compared = (got: Fields, expected: Fields, suite: string): Fields => {
  const names = WHOLE.includes(suite) ? Object.keys(got) : Object.keys(expected);
  return Object.fromEntries(names.map((name) => [name, got[name]]));
};

const judge = async (one: Case, suite: VectorSuite, places: Places): Promise<Failure | undefined> => {
  const { [REMARK]: _, ...expected } = one.expect;
  const failure = (got: string): Failure => ({
    case: `${suite.id}/${one.id}`,
    expected: JSON.stringify(expected),
    got,
  });
  try {
    const answer = ANSWERS[suite.id];
    if (answer === undefined) return failure('there is no such suite');
    const got = compared(await answer(one, suite, places), expected, suite.id);
    return isDeepStrictEqual(got, expected) ? undefined : failure(JSON.stringify(got));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
};

const noticeFolder = (dataDir: string): string | undefined =>
  [join(dataDir, 'notice'), join(dataDir, '..', 'notice')].find((folder) => existsSync(join(folder, 'vectors.json')));

/**
 * The acceptance vectors of the notice and the rules around it (`notice/vectors.json` in the data folder or beside it):
 * gradings at the exact number, duties, contents of reports, exports, clocks, 密评, filings, vulnerabilities, retention, and
 * the text of the notice against both lists of duties. Each case is one that passes or fails.
 */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const noticeDir = noticeFolder(dataDir);
  if (noticeDir === undefined) {
    console.log('no folder notice');
    return { suite: 'notice', passed: 0, failed: 0, skipped: 1, failures: [] };
  }
  const { suites } = JSON.parse(readFileSync(join(noticeDir, 'vectors.json'), 'utf8')) as {
    readonly suites: readonly VectorSuite[];
  };
  const failures: Failure[] = [];
  let cases = 0;
  for (const suite of suites)
    for (const one of suite.cases) {
      cases += 1;
      const failure = await judge(one, suite, { noticeDir, dataDir });
      if (failure) failures.push(failure);
    }
  return { suite: 'notice', passed: cases - failures.length, failed: failures.length, skipped: 0, failures };
};
