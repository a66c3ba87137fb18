import { BaseSequencer, type TestSequencer, type TestSpecification, type Vitest } from 'vitest/node';

/** Files that start whole servers and browsers, or kill processes many times: half a minute and more each. */
const LONG = [/\/apps\/cli\/src\/server\.test\.ts$/, /\/e2e\//, /crash\.test\.ts$/, /\/apps\/cli\//, /\/tools\/fuzz\//];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((pattern) => pattern.test(moduleId));
  return at < 0 ? LONG.length : at;
};

/**
 * Deals the short files out behind the long ones. Two servers and two browsers at a time make each other late,
 * and by size alone the longest file begins last, because it only names its suites. The last tenth of the short files
 * comes at the end, so that all processes end at the same time.
 */
export const spread = <T>(long: readonly T[], short: readonly T[]): T[] => {
  const kept = Math.floor(short.length * 0.9);
  const dealt = long.flatMap((file, at) => [
    file,
    ...short.slice(0, kept).filter((_, place) => place % long.length === at),
  ]);
  return long.length === 0 ? [...short] : [...dealt, ...short.slice(kept)];
};

/** Order of the test files: long ones spread among short ones. */
export class SpreadLong implements TestSequencer {
  readonly #base: BaseSequencer;

  constructor(vitest: Vitest) {
    this.#base = new BaseSequencer(vitest);
  }

  shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return this.#base.shard(files);
  }

  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await this.#base.sort(files);
    const long = sorted.filter((file) => rank(file) < LONG.length).toSorted((one, other) => rank(one) - rank(other));
    // Tests on real components first: those of pure code are the shortest.
    const short = sorted
      .filter((file) => rank(file) === LONG.length)
      .toSorted((one, other) => Number(one.project.name === 'pure') - Number(other.project.name === 'pure'));
    return spread(long, short);
  }
}
