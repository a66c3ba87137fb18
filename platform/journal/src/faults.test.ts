import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournalFile, JournalFiles } from './files.ts';
import { nodeFiles } from './files.ts';
import { openTest, readAll, record, testFolder, textOf } from './testing/records.ts';
import { SimDisk, seeded } from './testing/sim-disk.ts';

const failure = (code: string): Error => Object.assign(new Error(`injected ${code}`), { code });

/** The real file system, whose segment writes fail as `fault` says. */
const faultyFiles = (fault: { write: (() => void) | undefined; truncate?: () => void }): JournalFiles => {
  const wrap = (file: JournalFile): JournalFile => ({
    ...file,
    write: async (chunks, position) => {
      const written = await file.write(chunks, position);
      fault.write?.();
      return written;
    },
    truncate: async (size) => {
      fault.truncate?.();
      await file.truncate(size);
    },
  });
  return { ...nodeFiles, open: async (path, mode) => wrap(await nodeFiles.open(path, mode)) };
};

describe('a failed write or flush', () => {
  it('refuses the whole group and what waits behind it, seals the segment, and goes on in a new one', async () => {
    const dir = await testFolder();
    const fault: { write: (() => void) | undefined } = { write: undefined };
    const journal = await openTest(dir, { files: faultyFiles(fault) });
    await journal.append(record('kept'));
    let failures = 1;
    fault.write = () => {
      if (failures-- > 0) throw failure('EIO');
    };
    const group = Array.from({ length: 600 }, (_, at) => journal.append(record(`lost ${at}`)));
    const outcomes = await Promise.allSettled(group);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'journal.write_failed' } });
    expect(journal.head().seq).toBe(1);
    await expect(journal.append(record('after'))).resolves.toEqual({ seq: 2 });
    expect((await readAll(journal)).map(textOf)).toEqual(['kept', 'after']);
    expect(journal.stats().failures).toBe(1);
    const names = await readdir(join(dir, 'network'));
    expect(names).toEqual(['00000000000000000001.seg', '00000000000000000002.seg', 'lock']);
    await journal.close();
    const again = await openTest(dir);
    expect((await readAll(again)).map(textOf)).toEqual(['kept', 'after']);
    expect(await again.verify()).toMatchObject({ kind: 'intact', to: 2 });
    await again.close();
  });

  it('keeps refused frames out even when the sealed segment cannot be cut', async () => {
    const dir = await testFolder();
    const fault: { write: (() => void) | undefined; truncate: () => void } = {
      write: undefined,
      truncate: () => {
        throw failure('EIO');
      },
    };
    const journal = await openTest(dir, { files: faultyFiles(fault), limits: { recentBytes: 0 } });
    await journal.append(record('kept'));
    let failures = 1;
    fault.write = () => {
      if (failures-- > 0) throw failure('EIO');
    };
    await expect(journal.append(record('refused'))).rejects.toMatchObject({ code: 'journal.write_failed' });
    await journal.append(record('after'));
    expect((await readAll(journal)).map(textOf)).toEqual(['kept', 'after']);
    await journal.close();
    const again = await openTest(dir);
    expect((await readAll(again)).map(textOf)).toEqual(['kept', 'after']);
    expect(await again.verify()).toMatchObject({ kind: 'intact', to: 2 });
    await again.close();
  });
});

describe('a full disk', () => {
  it('says journal.full, keeps what was acknowledged, and resumes by itself when there is space', async () => {
    const disk = new SimDisk(seeded(1));
    const journal = await openTest('/sim', { files: disk.files });
    disk.capacity = 5000;
    const codes: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      await journal
        .append(record(`${at} ${'x'.repeat(600)}`))
        .catch((error: { code: string }) => codes.push(error.code));
    }
    expect(codes.length).toBeGreaterThan(10);
    expect(new Set(codes)).toEqual(new Set(['journal.full']));
    const kept = journal.head().seq;
    expect(await readAll(journal)).toHaveLength(kept);
    disk.capacity = Infinity;
    await expect(journal.append(record('space again'))).resolves.toEqual({ seq: kept + 1 });
    expect(await journal.verify()).toMatchObject({ kind: 'intact', to: kept + 1 });
    await journal.close();
  });
});
