import { replayOwn } from '../modules/correlation/own-correlations.ts';

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

/**
 * Our own correlations, read from the repository and not from `--data`. Each timeline beside a correlation is a case: it
 * fires at the expected times for the expected groups with the expected values, or it stays quiet. Records go through the
 * decoder that ingest uses, and hits through the finder of the pipeline.
 */
export const run = async (_options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const results = await replayOwn();
  const failures = results.flatMap(({ path, faults }) =>
    faults.map((fault) => ({ ...fault, case: `${path} ${fault.case}` })),
  );
  const cases = results.reduce((sum, each) => sum + each.cases, 0);
  return {
    suite: 'correlation-rules',
    passed: cases - failures.length,
    failed: failures.length,
    skipped: 0,
    failures,
  };
};
