import { open, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEGMENT_HEADER } from './segment.ts';
import { openTest, readAll, record, testFolder, textOf } from './testing/records.ts';

const FIRST = join('network', '00000000000000000001.seg');

/** A closed journal of `count` frames, each acknowledged before the next was sent; returns its folder. */
const filled = async (count: number): Promise<string> => {
  const dir = await testFolder();
  const journal = await openTest(dir);
  for (let at = 1; at <= count; at += 1) await journal.append(record(`frame ${at}`));
  await journal.close();
  return dir;
};

const flip = async (path: string, offset: number): Promise<void> => {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  await writeFile(path, bytes);
};

describe('a torn tail', () => {
  it.each([1, 30, 71, 72, 80])('of %i bytes is cut off and reported', async (length) => {
    const dir = await filled(3);
    const whole = await readFile(join(dir, FIRST));
    await writeFile(join(dir, FIRST), Buffer.concat([whole, whole.subarray(SEGMENT_HEADER, SEGMENT_HEADER + length)]));
    const journal = await openTest(dir);
    expect(journal.recovery).toEqual({ tornBytes: length, damage: [] });
    expect(await readFile(join(dir, FIRST))).toEqual(whole);
    await expect(journal.append(record('next'))).resolves.toEqual({ seq: 4 });
    expect(await journal.verify()).toMatchObject({ kind: 'intact', to: 4 });
    await journal.close();
  });

  it('of zeros is cut off', async () => {
    const dir = await filled(3);
    const file = await open(join(dir, FIRST), 'r+');
    const { size } = await file.stat();
    await file.truncate(size + 100_000);
    await file.close();
    const journal = await openTest(dir);
    expect(journal.recovery).toEqual({ tornBytes: 100_000, damage: [] });
    expect(journal.head().seq).toBe(3);
    await journal.close();
  });

  it('may be a segment that got no whole header', async () => {
    const dir = await filled(2);
    await writeFile(join(dir, 'network', '00000000000000000003.seg'), Buffer.alloc(60));
    const journal = await openTest(dir);
    expect((await readAll(journal)).map(textOf)).toEqual(['frame 1', 'frame 2']);
    await expect(journal.append(record('frame 3'))).resolves.toEqual({ seq: 3 });
    await journal.close();
  });

  it('never costs more than the bytes behind the cut, wherever the file ends', async () => {
    const dir = await filled(6);
    const whole = await readFile(join(dir, FIRST));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: SEGMENT_HEADER, max: whole.length }), async (length) => {
        await writeFile(join(dir, FIRST), whole.subarray(0, length));
        const journal = await openTest(dir);
        const frameBytes = (whole.length - SEGMENT_HEADER) / 6;
        expect(journal.head().seq).toBe(Math.floor((length - SEGMENT_HEADER) / frameBytes));
        expect((await journal.verify()).kind).toBe('intact');
        await journal.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe('damage to acknowledged frames', () => {
  it('is told from a torn tail, reported, and nothing is cut', async () => {
    const dir = await filled(10);
    const path = join(dir, FIRST);
    const before = await readFile(path);
    const offset = before.indexOf('frame 4');
    await flip(path, offset);
    const journal = await openTest(dir);
    expect(journal.recovery).toMatchObject({
      tornBytes: 0,
      damage: [{ seq: 4, segment: path, reason: 'CRC-32 does not match' }],
    });
    expect((await readFile(path)).length).toBe(before.length);
    expect((await journal.read({ from: 1 })).map(textOf)).toEqual(['frame 1', 'frame 2', 'frame 3']);
    await expect(journal.read({ from: 4 })).rejects.toMatchObject({
      code: 'journal.damaged',
      detail: { seq: 4, nextSeq: 5 },
    });
    expect((await readAll(journal, 5)).map((frame) => frame.seq)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(await journal.verify()).toMatchObject({ kind: 'damaged', seq: 4, segment: path });
    await expect(journal.append(record('goes on'))).resolves.toEqual({ seq: 11 });
    await journal.close();
  });

  it('of an older segment does not keep the journal from opening', async () => {
    const dir = await testFolder();
    const journal = await openTest(dir, { limits: { segmentBytes: 500, recentBytes: 0 } });
    for (let at = 1; at <= 12; at += 1) await journal.append(record(`frame ${at}`));
    await journal.close();
    await flip(join(dir, FIRST), SEGMENT_HEADER + 80);
    const again = await openTest(dir);
    await expect(again.read({ from: 1 })).rejects.toMatchObject({
      code: 'journal.damaged',
      detail: { seq: 1, nextSeq: 2 },
    });
    expect(await again.verify()).toMatchObject({ kind: 'damaged', seq: 1 });
    expect(await again.verify({ from: 8 })).toMatchObject({ kind: 'intact', to: 12 });
    await again.close();
  });

  it('of the header of the newest segment refuses to open rather than to lose frames', async () => {
    const dir = await filled(3);
    await flip(join(dir, FIRST), 50);
    await expect(openTest(dir)).rejects.toMatchObject({ code: 'journal.damaged' });
    expect((await readdir(join(dir, 'network'))).includes('lock')).toBe(false);
  });
});

describe('verification', () => {
  it('finds every flipped bit of a live journal', async () => {
    const dir = await testFolder();
    const journal = await openTest(dir, { limits: { segmentBytes: 600, recentBytes: 0 } });
    for (let at = 1; at <= 12; at += 1) await journal.append(record(`frame ${at}`));
    const names = (await readdir(join(dir, 'network'))).filter((name) => name.endsWith('.seg'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.nat(7), async (name, place, bit) => {
        const path = join(dir, 'network', name);
        const good = await readFile(path);
        const bad = Buffer.from(good);
        const offset = place % good.length;
        bad.writeUInt8(bad.readUInt8(offset) ^ (1 << bit), offset);
        await writeFile(path, bad);
        expect((await journal.verify()).kind, `${name} ${offset}`).toBe('damaged');
        await writeFile(path, good);
      }),
      { numRuns: 150 },
    );
    expect(await journal.verify()).toMatchObject({ kind: 'intact', from: 1, to: 12 });
    await journal.close();
  });

  it('finds a frame that was changed together with its CRC', async () => {
    const { crc32 } = await import('node:zlib');
    const dir = await testFolder();
    const journal = await openTest(dir, { limits: { recentBytes: 0 } });
    for (let at = 1; at <= 5; at += 1) await journal.append(record(`frame ${at}`));
    const path = join(dir, FIRST);
    const good = await readFile(path);
    const size = (good.length - SEGMENT_HEADER) / 5;
    for (let at = 0; at < 5; at += 1) {
      const bad = Buffer.from(good);
      const from = SEGMENT_HEADER + at * size;
      bad.write('FORGED', from + size - 7);
      bad.writeUInt32BE(crc32(bad.subarray(from + 8, from + size)), from + 4);
      await writeFile(path, bad);
      expect(await journal.verify()).toMatchObject({ kind: 'damaged', seq: at + 1 });
      expect(await journal.verify({ from: at + 1, to: at + 1 })).toMatchObject({ kind: 'damaged' });
    }
    await journal.close();
  });

  it('finds that the last frames are gone', async () => {
    const dir = await filled(5);
    const journal = await openTest(dir, { limits: { recentBytes: 0 } });
    const path = join(dir, FIRST);
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.indexOf('frame 5') - 72 - 12));
    expect(await journal.verify()).toMatchObject({ kind: 'damaged', seq: 5, reason: 'the frame is missing' });
    await journal.close();
  });
});
