import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../platform/journal/src/index.ts';
import { journalPowerCut } from './journal-power.ts';
import { onSmallDisk, powerCut, whyNot } from './power-cut.ts';
import { processTree } from './processes.ts';

const reason = await whyNot();
const NAME = reason === undefined ? 'a power cut' : `a power cut (skipped: ${reason})`;

/** Writes two files, one flushed and one not, and waits. */
const TWO_FILES = `
  const { closeSync, fsyncSync, openSync, writeFileSync } = require('node:fs');
  const dir = process.argv[1];
  writeFileSync(dir + '/flushed', 'x'.repeat(10000), { flush: true });
  const folder = openSync(dir, 'r'); fsyncSync(folder); closeSync(folder);
  writeFileSync(dir + '/unflushed', 'x'.repeat(10000));
  setInterval(() => undefined, 1000);
`;

describe.skipIf(reason !== undefined)(NAME, () => {
  it('keeps what was flushed and loses what was not, so the rig tells the two apart', async () => {
    const outcome = await powerCut({
      sizeMb: 32,
      cutAfterMs: 1000,
      run: async (dir) => ({ pid: spawn(process.execPath, ['-e', TWO_FILES, dir], { stdio: 'ignore' }).pid ?? 0 }),
      check: async (dir) => {
        const size = (name: string): Promise<number> =>
          readFile(join(dir, name)).then(
            (bytes) => bytes.length,
            () => 0,
          );
        return { flushed: await size('flushed'), unflushed: await size('unflushed') };
      },
    });
    expect(outcome).toEqual({ kind: 'cut', result: { flushed: 10_000, unflushed: 0 } });
  });

  it('costs the journal no acknowledged frame', async () => {
    const outcome = await journalPowerCut(2500);
    if (outcome.kind === 'skipped') throw new Error(outcome.reason);
    expect(outcome.result.acked).toBeGreaterThan(1000);
    expect(outcome.result).toMatchObject({ lost: 0, duplicates: 0, chain: 'intact' });
  });
});

const FULL = reason === undefined ? 'a full disk' : `a full disk (skipped: ${reason})`;

it.skipIf(reason !== undefined)(
  `${FULL} refuses frames, keeps the acknowledged ones, and writing resumes by itself`,
  () =>
    onSmallDisk(16, async (dir) => {
      const clock = { now: () => 0, monotonic: () => 0 };
      const record = { source: 's', format: 'bin', count: 1, flags: 0, receivedAt: 0, payload: Buffer.alloc(100_000) };
      await writeFile(join(dir, 'ballast'), Buffer.alloc(2_000_000));
      const journal = await openJournal({ dir, stream: 'network', clock });
      let refusal: unknown;
      while (refusal === undefined) {
        await journal.append(record).catch((error: unknown) => {
          refusal = error;
        });
      }
      expect(refusal).toMatchObject({ code: 'journal.full' });
      const kept = journal.head().seq;
      await expect(journal.append(record)).rejects.toMatchObject({ code: 'journal.full' });
      await rm(join(dir, 'ballast'));
      await expect(journal.append(record)).resolves.toEqual({ seq: kept + 1 });
      expect(await journal.verify()).toMatchObject({ kind: 'intact', from: 1, to: kept + 1 });
      await journal.close();
    }),
);

it('finds the descendants of a process, also in other process groups', async () => {
  const script = `require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }); console.log('up'); setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const tree = processTree(child.pid ?? 0);
  for (const pid of tree) process.kill(pid, 'SIGKILL');
  expect(tree).toHaveLength(2);
  expect(tree[0]).toBe(child.pid);
});
