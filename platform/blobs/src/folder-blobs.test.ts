import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFolderBlobs } from './index.ts';
import { describeBlobs } from './testing/contract.ts';

let base: string;
let stores = 0;
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'chedun-blobs-'));
});
afterAll(() => rm(base, { recursive: true }));

let ids = 0;
const newId = () => `draft-${(ids += 1)}`;
const open = (folder = path.join(base, String((stores += 1)))) => openFolderBlobs({ folder, newId });
const limits = { maxBytes: 100 };

describeBlobs('a folder', () => open());

test('blobs survive a restart, drafts of a crash do not', async () => {
  const folder = path.join(base, 'restart');
  await (await open(folder)).put('kept', [Buffer.from('1')], limits);
  await writeFile(path.join(folder, '~drafts', 'half'), 'half');
  const again = await open(folder);
  expect(await again.list({ limit: 10 })).toEqual(['kept']);
  expect(await readdir(path.join(folder, '~drafts'))).toEqual([]);
});

test('content without its record does not exist and may be written again', async () => {
  const folder = path.join(base, 'orphan');
  const blobs = await open(folder);
  await writeFile(path.join(folder, 'a~data'), 'left by a crash');
  expect(await blobs.info('a')).toBeUndefined();
  await blobs.put('a', [Buffer.from('new')], limits);
  expect(Buffer.concat(await (await blobs.get('a')).toArray()).toString()).toBe('new');
});

test('changed content is noticed at the end of reading', async () => {
  const folder = path.join(base, 'damage');
  const blobs = await open(folder);
  await blobs.put('a', [Buffer.from('true')], limits);
  await writeFile(path.join(folder, 'a~data'), 'false');
  await expect((await blobs.get('a')).toArray()).rejects.toMatchObject({ code: 'blobs.damaged' });
});

test.each(['', 'null', '{', '{"bytes":-1}', '[]'])('a broken record %j is damage, not a crash', async (text) => {
  const folder = path.join(base, 'records', String((stores += 1)));
  await mkdir(folder, { recursive: true });
  const blobs = await open(folder);
  await writeFile(path.join(folder, 'a~info'), text);
  await expect(blobs.info('a')).rejects.toMatchObject({ code: 'blobs.damaged' });
});
