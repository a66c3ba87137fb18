import { allowance } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { SignatureAsks, SignatureCounts, SignatureVerdict, SignedReport } from '../contract.ts';
import { isSignedBy } from '../domain/verify.ts';
import type { KeyBook } from '../key-book.ts';

interface Dependencies {
  readonly book: Pick<KeyBook, 'of'>;
  readonly monotonic: () => number;
  /** Verifications a second. */
  readonly perSecond: number;
  readonly log: Pick<Logger, 'warn'>;
}

/** Reports that may wait for their keys. */
const MOST_WAITING = 2000;
const ALGORITHMS: Readonly<Record<number, 'sm2' | 'rsa'>> = { 1: 'sm2', 2: 'rsa' };

interface Check {
  readonly check: SignatureAsks['check'];
  readonly counts: () => SignatureCounts;
}

/** Verifies signed reports within the allowance and counts what became of them. */
export const checkReport = ({ book, monotonic, perSecond, log }: Dependencies): Check => {
  const counts: Record<SignatureVerdict, number> = {
    valid: 0,
    failed: 0,
    'unknown-key': 0,
    unsupported: 0,
    skipped: 0,
  };
  const mayVerify = allowance(perSecond);
  let waiting = 0;

  const judge = async ({ vin, algorithm, signed, r, s }: SignedReport, urgent: boolean): Promise<SignatureVerdict> => {
    const wanted = ALGORITHMS[algorithm];
    if (wanted === undefined) return 'unsupported';
    // Before the keys are looked up, so that a fleet that signs everything does not ask for a million of them.
    if (waiting >= MOST_WAITING || (!urgent && !mayVerify(monotonic()))) return 'skipped';
    waiting += 1;
    try {
      const keys = (await book.of(vin)).filter((key) => key.algorithm === wanted);
      if (keys.length === 0) return 'unknown-key';
      return keys.some((key) => isSignedBy(key, signed, r, s)) ? 'valid' : 'failed';
    } catch (error) {
      log.warn('keys of a vehicle could not be read', { vin, error });
      return 'skipped';
    } finally {
      waiting -= 1;
    }
  };

  return {
    check: async (report, urgent) => {
      const verdict = await judge(report, urgent);
      counts[verdict] += 1;
      return verdict;
    },
    counts: () => {
      const { valid, failed, unsupported, skipped } = counts;
      const known = valid + failed + skipped;
      const coverage = known === 0 ? null : (valid + failed) / known;
      return { valid, failed, unsupported, skipped, unknownKey: counts['unknown-key'], coverage };
    },
  };
};
