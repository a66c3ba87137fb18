import { DomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Blobs } from '../blobs.ts';

/** What every adapter of the port must do; `open` gives an empty store. */
export const describeBlobs = (adapter: string, open: () => Promise<Blobs>): void => {
  const limits = { maxBytes: 1_000_000 };
  const bytes = (text: string) => [Buffer.from(text)];
  const read = async (blobs: Blobs, name: string) => Buffer.concat(await (await blobs.get(name)).toArray());

  describe(`blobs in ${adapter}`, () => {
    test('what was put comes back with size and digests', async () => {
      const blobs = await open();
      const info = await blobs.put('reports/2026/abc.pdf', [Buffer.from('a'), Buffer.from('bc')], limits);
      expect(info).toEqual({
        name: 'reports/2026/abc.pdf',
        bytes: 3,
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
      });
      expect(await blobs.info('reports/2026/abc.pdf')).toEqual(info);
      expect((await read(blobs, 'reports/2026/abc.pdf')).toString()).toBe('abc');
    });

    test('any content comes back byte for byte, however it was cut', async () => {
      const blobs = await open();
      let count = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 5 }), async (chunks) => {
          const name = `any/${(count += 1)}`;
          const info = await blobs.put(name, chunks, limits);
          const whole = Buffer.concat(chunks);
          expect(await read(blobs, name)).toEqual(whole);
          expect(info.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
        }),
        { numRuns: 25 },
      );
    });

    test('a name is written once, also when two try at the same time', async () => {
      const blobs = await open();
      const outcomes = await Promise.allSettled([
        blobs.put('x', bytes('1'), limits),
        blobs.put('x', bytes('2'), limits),
      ]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await expect(blobs.put('x', bytes('3'), limits)).rejects.toMatchObject({ code: 'blobs.exists' });
      expect((await read(blobs, 'x')).toString()).toBe('1');
    });

    test('a refused or broken put leaves nothing', async () => {
      const blobs = await open();
      await expect(blobs.put('big', bytes('1234'), { maxBytes: 3 })).rejects.toMatchObject({ code: 'blobs.too-large' });
      const broken = async function* () {
        yield Buffer.from('half');
        throw new Error('the sender went away');
      };
      await expect(blobs.put('half', broken(), limits)).rejects.toThrow('went away');
      expect(await blobs.list({ limit: 10 })).toEqual([]);
      expect(await blobs.info('half')).toBeUndefined();
      await expect(blobs.get('half')).rejects.toMatchObject({ code: 'blobs.missing' });
      await blobs.put('half', bytes('whole'), limits);
      expect((await read(blobs, 'half')).toString()).toBe('whole');
    });

    test('a removed blob is gone and its name is free; removing it again is no error', async () => {
      const blobs = await open();
      await blobs.put('gone', bytes('1'), limits);
      await blobs.remove('gone');
      await blobs.remove('gone');
      await blobs.remove('never/was');
      expect(await blobs.info('gone')).toBeUndefined();
      await blobs.put('gone', bytes('2'), limits);
      expect((await read(blobs, 'gone')).toString()).toBe('2');
    });

    test('a name and a folder may be called the same; pages come in byte order', async () => {
      const blobs = await open();
      const names = ['a', 'a-b', 'a/b', 'a/b/c', 'a.b', 'a0', 'b/x', 'b/y'];
      for (const name of names) await blobs.put(name, bytes(name), limits);
      const sorted = names.toSorted();
      expect(await blobs.list({ limit: 100 })).toEqual(sorted);
      const paged: string[] = [];
      for (let after: string | undefined = ''; after !== undefined;) {
        const page: readonly string[] = await blobs.list({ limit: 3, after });
        paged.push(...page);
        after = page.at(-1);
      }
      expect(paged).toEqual(sorted);
      expect(await blobs.list({ folder: 'a', limit: 100 })).toEqual(['a/b', 'a/b/c']);
      expect(await blobs.list({ folder: 'a', after: 'a/b', limit: 100 })).toEqual(['a/b/c']);
      expect(await blobs.list({ folder: 'nowhere', limit: 100 })).toEqual([]);
    });

    test('names that the port does not allow are refused everywhere', async () => {
      const blobs = await open();
      const wrong = [
        '',
        '/',
        'a/',
        '/a',
        'a//b',
        '..',
        '../a',
        'a/../b',
        '.a',
        'A',
        'a b',
        'a~',
        'ä',
        'a\0',
        'x'.repeat(101),
        'a/'.repeat(16) + 'a',
      ];
      for (const name of wrong) {
        const refused = { code: 'blobs.bad-name' };
        await expect(blobs.put(name, bytes(''), limits), name).rejects.toMatchObject(refused);
        await expect(blobs.get(name), name).rejects.toMatchObject(refused);
        await expect(blobs.info(name), name).rejects.toMatchObject(refused);
        await expect(blobs.remove(name), name).rejects.toMatchObject(refused);
      }
      await fc.assert(
        fc.asyncProperty(fc.string(), async (name) => {
          await blobs.info(name).catch((error: unknown) => expect(error).toBeInstanceOf(DomainError));
        }),
      );
    });
  });
};
