import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from './files.ts';
import { openTest, readAll, record, testFolder, textOf } from './testing/records.ts';

const SMALL = { limits: { segmentBytes: 300 } };

const filled = async (dir: string, frames: number, more: object = {}) => {
  const journal = await openTest(dir, { ...SMALL, ...more });
  for (let at = 1; at <= frames; at += 1) await journal.append(record(`r${at}`));
  return journal;
};

describe('retiring sealed segments', () => {
  it('names each segment with its frames; all but the newest are sealed', async () => {
    const journal = await filled(await testFolder(), 6);
    const segments = journal.segments();
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.map(({ sealed }) => sealed)).toEqual([...segments.slice(1).map(() => true), false]);
    expect(segments[0]?.firstSeq).toBe(1);
    for (const [at, { lastSeq }] of segments.slice(0, -1).entries())
      expect(segments[at + 1]?.firstSeq).toBe(lastSeq + 1);
    expect(segments.at(-1)?.lastSeq).toBe(6);
    await journal.close();
  });

  it('removes the oldest; what remains is read, verified and opened as before', async () => {
    const dir = await testFolder();
    const journal = await filled(dir, 6);
    const [oldest, second] = journal.segments();
    if (!oldest || !second) throw new Error('too few segments');
    await journal.retire(oldest.firstSeq);
    await expect(access(oldest.path)).rejects.toThrow('ENOENT');
    expect(journal.first()).toBe(second.firstSeq);
    expect((await journal.read({ from: 1 }))[0]?.seq).toBe(second.firstSeq);
    expect(await journal.verify()).toMatchObject({ kind: 'intact', from: second.firstSeq, to: 6 });
    await journal.retire(oldest.firstSeq);
    await journal.close();
    const again = await openTest(dir, SMALL);
    expect((await readAll(again)).map(textOf).at(-1)).toBe('r6');
    expect((await again.append(record('r7'))).seq).toBe(7);
    expect(await again.verify()).toMatchObject({ kind: 'intact', to: 7 });
    await again.close();
  });

  it('refuses a younger one, one that is written, and a number inside a segment', async () => {
    const journal = await filled(await testFolder(), 6);
    const newest = journal.segments().at(-1)?.firstSeq ?? 0;
    await expect(journal.retire(newest)).rejects.toMatchObject({ code: 'journal.not_retirable' });
    for (const { firstSeq, sealed } of journal.segments()) if (sealed) await journal.retire(firstSeq);
    await expect(journal.retire(newest)).rejects.toMatchObject({ code: 'journal.not_retirable' });
    expect(journal.first()).toBe(newest);
    await journal.close();
  });

  it('keeps a segment whose file the disk does not let go', async () => {
    let broken = true;
    const remove = (path: string): Promise<void> =>
      broken && path.endsWith('.seg') ? Promise.reject(new Error('EIO')) : nodeFiles.remove(path);
    const journal = await filled(await testFolder(), 6, { files: { ...nodeFiles, remove } });
    await expect(journal.retire(1)).rejects.toThrow('EIO');
    expect(journal.first()).toBe(1);
    expect((await readAll(journal)).map(textOf)[0]).toBe('r1');
    broken = false;
    await journal.retire(1);
    expect(journal.first()).toBeGreaterThan(1);
    await journal.close();
  });
});
