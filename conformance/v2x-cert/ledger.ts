import { isDeepStrictEqual } from 'node:util';

/** A case that did not come out as it should. */
export interface Failure {
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

/** Counts cases one by one. */
export class Ledger {
  private passed = 0;
  private readonly skips: string[] = [];
  private readonly failures: Failure[] = [];

  /** One case: `got` answers what is compared with `expected`; what it throws is a failure. */
  check(name: string, expected: unknown, got: () => unknown): void {
    let answer: unknown;
    try {
      answer = got();
    } catch (error) {
      answer = String(error);
    }
    if (isDeepStrictEqual(answer, expected)) this.passed += 1;
    else
      this.failures.push({
        case: name,
        expected: JSON.stringify(expected),
        got: JSON.stringify(answer) ?? 'undefined',
      });
  }

  /** Cases so far, of all kinds. */
  get count(): number {
    return this.passed + this.failures.length + this.skips.length;
  }

  /** One case that cannot be judged, and why. */
  skip(name: string, reason: string): void {
    this.skips.push(`${name}: ${reason}`);
  }

  /** The sum; reasons of skipped cases are printed. */
  result(suite: string): SuiteResult {
    for (const line of this.skips) console.log(`  skipped ${line}`);
    const { passed, failures, skips } = this;
    return { suite, passed, failed: failures.length, skipped: skips.length, failures };
  }
}

/** Lower-case hex of bytes. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Bytes of hex. */
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
