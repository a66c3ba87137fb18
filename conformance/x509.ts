import { hasOpenssl, withFolder } from '../libs/x509/testing/openssl.ts';
import type { Case } from './x509/case.ts';
import { encryptedByUs } from './x509/encrypted-by-us.ts';
import { madeByOpenssl } from './x509/made-by-openssl.ts';
import { madeByUs } from './x509/made-by-us.ts';
import { pathsByOpenssl, pathsByUs } from './x509/paths.ts';

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

const attempt = async (one: Case): Promise<string | undefined> => {
  try {
    return await withFolder((folder) => one.run(folder));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/**
 * Certificates, requests, CRLs, OCSP and CMS between us and openssl in both directions, and paths after RFC 5280 that
 * both judge. Needs no data folder; without an openssl that knows SM2, what needs it is skipped.
 */
export const run = async (): Promise<SuiteResult> => {
  const needsOpenssl = [...madeByUs, ...encryptedByUs, ...madeByOpenssl, ...pathsByOpenssl];
  const cases = hasOpenssl() ? [...pathsByUs, ...needsOpenssl] : pathsByUs;
  const failures: Failure[] = [];
  let [passed, skipped] = [0, hasOpenssl() ? 0 : needsOpenssl.length];
  for (const one of cases) {
    const got = await attempt(one);
    if (got === undefined) skipped += 1;
    else if (got === one.expected) passed += 1;
    else failures.push({ case: one.name, expected: one.expected, got });
  }
  return { suite: 'x509', passed, failed: failures.length, skipped, failures };
};
