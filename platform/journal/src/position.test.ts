import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPosition } from './position.ts';
import { SimDisk, seeded } from './testing/sim-disk.ts';
import { testFolder } from './testing/records.ts';

describe('a position file', () => {
  it('begins at 0 and keeps what was saved', async () => {
    const path = join(await testFolder(), 'positions', 'events');
    const position = await openPosition(path, 'j1');
    expect(position.seq()).toBe(0);
    await position.save(42);
    expect(position.seq()).toBe(42);
    expect((await openPosition(path, 'j1')).seq()).toBe(42);
  });

  it('lets overlapping saves share a write; the newest value wins', async () => {
    const path = join(await testFolder(), 'events');
    const position = await openPosition(path, 'j1');
    await Promise.all(Array.from({ length: 100 }, (_, at) => position.save(at + 1)));
    expect((await openPosition(path, 'j1')).seq()).toBe(100);
  });

  it('refuses the position of another journal', async () => {
    const path = join(await testFolder(), 'events');
    await (await openPosition(path, 'j1')).save(5);
    await expect(openPosition(path, 'j2')).rejects.toMatchObject({ code: 'journal.ahead' });
  });

  it('refuses a damaged file by name and never throws anything else', async () => {
    const path = join(await testFolder(), 'events');
    await (await openPosition(path, 'j1')).save(5);
    const good = await readFile(path, 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('', good.slice(0, -1), `${good}x`)), async (text) => {
        await writeFile(path, text);
        await expect(openPosition(path, 'j1')).rejects.toMatchObject({
          code: 'journal.position_damaged',
          detail: { file: path },
        });
      }),
      { numRuns: 50 },
    );
  });

  it('holds the old or the new value after a power cut at any operation', async () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const random = seeded(seed);
      const disk = new SimDisk(random);
      let saved = 0;
      let asked = 0;
      disk.crashAt = 1 + Math.floor(random() * 40);
      try {
        const position = await openPosition('/p/events', 'j1', disk.files);
        for (asked = 1; asked < 20; asked += 1) {
          await position.save(asked);
          saved = asked;
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'EPOWER' });
      }
      disk.reboot();
      const after = (await openPosition('/p/events', 'j1', disk.files)).seq();
      expect([saved, asked], `seed ${seed}`).toContain(after);
    }
  });

  it('keeps the old value when the disk refuses the new one', async () => {
    const disk = new SimDisk(seeded(3));
    const position = await openPosition('/p/events', 'j1', disk.files);
    await position.save(7);
    disk.capacity = 0;
    await expect(position.save(8)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(position.seq()).toBe(7);
    disk.capacity = Infinity;
    await position.save(9);
    expect((await openPosition('/p/events', 'j1', disk.files)).seq()).toBe(9);
  });
});
