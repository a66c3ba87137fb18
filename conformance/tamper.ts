import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLog, type LogVerdict, type Problem } from '@chedun/journal/seal';
import { sealedLog, type SealedFolder } from '../platform/journal/src/testing/sealed.ts';
import { ATTACKS, type Attack, type Expectation } from './tamper/attacks.ts';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

const FRAMES = 1000;
const HALF = 500;
const ROUNDS = 5;
const SEED = 20_261_123;

/** Numbers that look random and are the same in every run. */
const randomOf = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

interface Original extends SealedFolder {
  readonly earlier: { readonly journalFolder: string; readonly logFolder: string };
  /** The newest checkpoint, as somebody else keeps it. */
  readonly known: string;
}

const makeOriginal = async (dir: string): Promise<Original> => {
  const earlier = { journalFolder: join(dir, 'earlier/journal'), logFolder: join(dir, 'earlier/log') };
  const onCheckpoint = async (size: number): Promise<void> => {
    if (size !== HALF) return;
    await cp(join(dir, 'all/journal/network'), earlier.journalFolder, { recursive: true });
    await cp(join(dir, 'all/seal/network'), earlier.logFolder, { recursive: true });
  };
  const made = await sealedLog(join(dir, 'all'), { frames: FRAMES, segmentBytes: 128 * 1024, onCheckpoint });
  return { ...made, earlier, known: await readFile(join(made.logFolder, 'checkpoint'), 'utf8') };
};

const names = (problem: Problem, { kinds, seq, row }: Expectation): boolean =>
  kinds.includes(problem.kind) &&
  (seq === undefined || (problem.seq !== undefined && problem.seq <= seq && seq <= (problem.lastSeq ?? problem.seq))) &&
  (row === undefined || problem.row === row);

const tellProblems = ({ problems }: LogVerdict): string =>
  problems.length === 0
    ? 'no problem'
    : problems
        .slice(0, 4)
        .map((each) => JSON.stringify(each))
        .join(' ');

/** The same frame must be named, and not half of the log with it. */
const MOST_PROBLEMS = 12;

const attackOnce = async (
  dir: string,
  original: Original,
  name: string,
  attack: Attack,
  seed: number,
): Promise<Failure | undefined> => {
  const folder = await mkdtemp(join(dir, 'attack-'));
  try {
    const journalFolder = join(folder, 'journal');
    const logFolder = join(folder, 'log');
    await cp(original.journalFolder, journalFolder, { recursive: true });
    await cp(original.logFolder, logFolder, { recursive: true });
    const expected = attack({ journalFolder, logFolder, earlier: original.earlier, random: randomOf(seed) });
    const known = expected.needsKnown === true ? [original.known] : [];
    const verdict = await verifyLog({ journalFolder, logFolder, keys: [original.signer.key], known });
    const named = verdict.problems.some((problem) => names(problem, expected));
    if (named && verdict.problems.length <= MOST_PROBLEMS) return undefined;
    const { kinds, seq = 'any', row = 'any' } = expected;
    return {
      case: `${name} (${seed})`,
      expected: `${kinds.join(' or ')} at frame ${seq}, row ${row}`,
      got: tellProblems(verdict),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const checkUntouched = async (original: Original): Promise<Failure[]> => {
  const failures: Failure[] = [];
  for (const range of [{}, { from: 300, to: 420 }, { to: 1 }, { from: FRAMES }]) {
    const keys = [original.signer.key];
    const verdict = await verifyLog({ ...original, keys, known: [original.known], ...range });
    if (verdict.problems.length > 0 || verdict.frames === 0)
      failures.push({ case: `untouched ${JSON.stringify(range)}`, expected: 'no problem', got: tellProblems(verdict) });
  }
  return failures;
};

/**
 * Makes a sealed log of 1,000 frames with 20,000 rows, changes a copy of it in one way at a time, five random places for
 * each way, and demands that the verifier names the place. The untouched log has to hold, whole and in parts. Nothing is read
 * from `--data`.
 */
export const run = async (_options: {
  readonly dataDir: string;
}): Promise<{ suite: string; passed: number; failed: number; skipped: number; failures: readonly Failure[] }> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-tamper-'));
  try {
    const original = await makeOriginal(dir);
    const failures = await checkUntouched(original);
    const untouched = 4;
    let cases = untouched;
    for (const [name, attack] of Object.entries(ATTACKS)) {
      for (let round = 0; round < ROUNDS; round += 1) {
        cases += 1;
        const failure = await attackOnce(dir, original, name, attack, SEED + cases * 7919);
        if (failure !== undefined) failures.push(failure);
      }
    }
    return { suite: 'tamper', passed: cases - failures.length, failed: failures.length, skipped: 0, failures };
  } finally {
    await rm(dir, { recursive: true });
  }
};
