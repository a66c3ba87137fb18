import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTest, record, testFolder } from './testing/records.ts';

/** Starts another process that opens the journal and appends one frame. */
const holder = async (dir: string): Promise<{ readonly pid: number; readonly kill: () => Promise<void> }> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('testing/hold-journal.ts', import.meta.url)), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, kill };
};

describe('the lock of a journal', () => {
  it('refuses a second process and names the first; a kill -9 of the first frees it', async () => {
    const dir = await testFolder();
    const { pid, kill } = await holder(dir);
    await expect(openTest(dir)).rejects.toMatchObject({ code: 'journal.locked', detail: { pid } });
    await kill();
    const journal = await openTest(dir);
    expect(journal.head().seq).toBe(1);
    await expect(journal.append(record('mine'))).resolves.toEqual({ seq: 2 });
    await journal.close();
  });

  it('refuses to open the same stream twice in one process, and allows it after closing', async () => {
    const dir = await testFolder();
    const journal = await openTest(dir);
    await expect(openTest(dir)).rejects.toMatchObject({ code: 'journal.locked', detail: { pid: process.pid } });
    await journal.close();
    await (await openTest(dir)).close();
    expect(await readdir(join(dir, 'network'))).toEqual(['00000000000000000001.seg']);
  });

  it.each(['', 'rubbish', '999999999 1\n', `${process.pid} 1\n`])(
    'takes over a lock file that says %j',
    async (text) => {
      const dir = await testFolder();
      await (await openTest(dir)).close();
      await writeFile(join(dir, 'network', 'lock'), text);
      await (await openTest(dir)).close();
    },
  );

  it('is given to one of many that ask at once', async () => {
    const dir = await testFolder();
    await (await openTest(dir)).close();
    await writeFile(join(dir, 'network', 'lock'), '999999999 1\n');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => openTest(dir)));
    const opened = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') await outcome.value.close();
      else expect(outcome.reason).toMatchObject({ code: 'journal.locked' });
    }
  });
});
