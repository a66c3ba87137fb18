import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Journal } from '@chedun/journal';
import { onTestFinished } from 'vitest';
import type { CopyLog, CopyTarget } from '../copy-target.ts';
import { busError } from '../errors.ts';
import { FrameRanges } from '../ranges.ts';
import { withSecondCopy } from '../second-copy.ts';
import type { JournalWithSecondCopy, SecondCopyLimits } from '../second-copy.ts';
import { testJournal } from './bus-contract.ts';

/** Clock of the machine; tests of waiting need one that moves. */
export const realClock = { now: () => Date.now(), monotonic: () => performance.now() };

/** A log that keeps its messages. */
export const keepingLog = (): CopyLog & { readonly lines: string[] } => {
  const lines: string[] = [];
  const keep = (message: string): void => void lines.push(message);
  return { lines, info: keep, warn: keep };
};

/** A target in memory that fails when it is told to. */
export class MemoryTarget implements CopyTarget {
  readonly stored: number[] = [];
  readonly calls: number[] = [];
  connected = true;
  most: number | undefined = 100_000;
  keepsMs: number | undefined;
  /** What `put` and `prepare` reject with; undefined = they work. */
  failure: Error | undefined;
  /** Loses the acknowledgement of these frames once, after it stored them. */
  readonly loseAck = new Set<number>();
  /** Does not store these frames the first time. */
  readonly loseFrame = new Set<number>();
  tooLarge = new Set<number>();
  /** While set, `put` waits for it. */
  gate: Promise<void> | undefined;

  readonly reachable = (): boolean => this.connected;

  readonly maxFrameBytes = (): number | undefined => this.most;

  readonly prepare = async (): Promise<number> => {
    if (this.failure !== undefined) throw this.failure;
    return 1;
  };

  readonly put = async (_journal: string, { seq }: Frame): Promise<void> => {
    this.calls.push(seq);
    await this.gate;
    if (this.failure !== undefined) throw this.failure;
    if (this.tooLarge.has(seq)) throw busError('bus.too_large', { seq });
    if (this.loseFrame.delete(seq)) throw busError('bus.unavailable', { reason: 'lost' });
    if (!this.stored.includes(seq)) this.stored.push(seq);
    if (this.loseAck.delete(seq)) throw busError('bus.unavailable', { reason: 'no acknowledgement' });
  };

  readonly held: CopyTarget['held'] = async () => {
    if (this.failure !== undefined) throw this.failure;
    const frames = new FrameRanges();
    for (const seq of this.stored) frames.add(seq);
    return { frames, keepsMs: this.keepsMs };
  };
}

/** A journal in a folder that goes with the test. */
export const openWorldJournal = async (): Promise<{ readonly dir: string; readonly inner: Journal }> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-bus-'));
  const inner = await testJournal(dir);
  onTestFinished(async () => {
    await inner.close();
    await rm(dir, { recursive: true, force: true });
  });
  return { dir, inner };
};

/** A journal with a second copy on `target`. */
export const openCopyWorld = async (target: MemoryTarget, limits: Partial<SecondCopyLimits> = {}) => {
  const { dir, inner } = await openWorldJournal();
  const log = keepingLog();
  const journal: JournalWithSecondCopy = withSecondCopy({ journal: inner, target, clock: realClock, log, limits });
  onTestFinished(() => journal.close());
  return { dir, inner, journal, log };
};

/** One frame to append. */
export const numbered = (number: number, size = 0): Parameters<Journal['append']>[0] => ({
  source: 's',
  format: 'text',
  count: 1,
  flags: 0,
  receivedAt: number,
  payload: Buffer.from(`${number}`.padEnd(size, ' ')),
});

/** Waits until `condition` holds; fails after `ms`. */
export const until = async (condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> => {
  for (const start = performance.now(); !(await condition());) {
    if (performance.now() - start > ms) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
