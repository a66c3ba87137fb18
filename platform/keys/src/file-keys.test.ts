import { fixedClock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileKeys } from './index.ts';
import { describeKeys } from './testing/contract.ts';

let base: string;
let stores = 0;
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'chedun-keys-'));
});
afterAll(() => rm(base, { recursive: true }));

const warnings: string[] = [];
const log: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => void warnings.push(message),
  error: () => undefined,
  child: () => log,
};
const freshFolder = () => path.join(base, String((stores += 1)));
const open = (folder: string, sources: { passphrase?: string; passphraseFile?: string } = { passphrase: 'p' }) =>
  openFileKeys({ folder, clock: fixedClock(1_000), randomBytes, log, ...sources });

describeKeys('an encrypted file', () => open(freshFolder()));

describe('the key file', () => {
  test('keys survive a restart and the file shows nothing of them', async () => {
    const folder = freshFolder();
    const keys = await open(folder);
    const info = await keys.ensure('heads', 'ed25519');
    const signature = await keys.sign('heads', Buffer.from('x'));
    const again = await open(folder);
    expect(await again.list()).toEqual([info]);
    expect(info.createdAt).toBe(1_000);
    expect(await again.verify(signature, Buffer.from('x'))).toBe(true);
    const text = await readFile(path.join(folder, 'keys.json'), 'utf8');
    expect(text).not.toContain('heads');
    expect((await stat(path.join(folder, 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  test('without any passphrase a private one is made once and used again', async () => {
    const folder = freshFolder();
    const info = await (await open(folder, {})).ensure('a', 'ed25519');
    const file = path.join(folder, 'passphrase');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toHaveLength(43);
    expect(await (await open(folder, {})).list()).toEqual([info]);
    await rm(file);
    await expect(open(folder, {})).rejects.toMatchObject({ code: 'keys.no-passphrase' });
  });

  test('a passphrase file is read without its line end; others who may read it are a warning', async () => {
    const folder = freshFolder();
    await (await open(folder, { passphrase: 'long secret' })).ensure('a', 'ed25519');
    const file = path.join(base, 'given');
    await writeFile(file, 'long secret\r\n');
    await chmod(file, 0o644);
    expect(await (await open(folder, { passphraseFile: file })).list()).toHaveLength(1);
    expect(warnings).toContain('others can read the passphrase file');
    await writeFile(file, '\n');
    await expect(open(folder, { passphraseFile: file })).rejects.toMatchObject({ code: 'keys.no-passphrase' });
    await expect(open(folder, { passphraseFile: `${file}x` })).rejects.toMatchObject({ code: 'keys.no-passphrase' });
  });

  test('a wrong passphrase and a changed file are refused', async () => {
    const folder = freshFolder();
    await (await open(folder)).ensure('a', 'ed25519');
    await expect(open(folder, { passphrase: 'q' })).rejects.toMatchObject({ code: 'keys.wrong-passphrase' });
    const file = path.join(folder, 'keys.json');
    const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const sealed = Buffer.from(content['sealed'] ?? '', 'base64');
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    await writeFile(file, JSON.stringify({ ...content, sealed: sealed.toString('base64') }));
    await expect(open(folder)).rejects.toMatchObject({ code: 'keys.wrong-passphrase' });
  });

  test.each([
    '',
    '{',
    'null',
    '{"format":"chedun-keys/2"}',
    '{"format":"chedun-keys/1","kdf":"none","salt":"","sealed":""}',
  ])('a damaged file %j is named', async (content) => {
    const folder = freshFolder();
    await (await open(folder)).ensure('a', 'ed25519');
    const file = path.join(folder, 'keys.json');
    await writeFile(file, content);
    await expect(open(folder)).rejects.toMatchObject({ code: 'keys.damaged', detail: { file } });
  });

  test('a draft that a crash left does not matter', async () => {
    const folder = freshFolder();
    await (await open(folder)).ensure('a', 'ed25519');
    await writeFile(path.join(folder, 'keys.json.new'), 'half');
    const keys = await open(folder);
    await keys.ensure('b', 'hmac-sha256');
    expect((await keys.list()).map(({ id }) => id)).toEqual(['a.1', 'b.1']);
  });
});
