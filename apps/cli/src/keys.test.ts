import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { openFileKeys } from '@chedun/keys';
import { readAudit } from '@chedun/records';
import { derOf, nameText, parseName, parseRequest, verifyRequest } from '@chedun/x509';
import { silentLog, testDatabase, type TestDatabase } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';

const LIBRARY = '/usr/lib/softhsm/libsofthsm2.so';
const PIN = 'pin-4711';
const clock = fixedClock(Date.parse('2026-11-23T01:00:00Z'));

let folder: Folder;
let database: TestDatabase;
beforeAll(async () => {
  [folder, database] = await Promise.all([temporaryFolder(), testDatabase()]);
});
afterAll(() => Promise.all([folder.remove(), database.close()]));

/** A data folder with one frame in its journal and one key under a passphrase. */
const dataFolder = async (name: string): Promise<string> => {
  const dataDir = join(folder.path, name);
  const journal = await openJournal({ dir: join(dataDir, 'journal'), stream: 'network', clock });
  const payload = Buffer.from('record');
  await journal.append({ source: 's', format: 'ndjson', count: 1, flags: 0, payload, receivedAt: clock.now() });
  await journal.close();
  const keys = await openFileKeys({
    folder: join(dataDir, 'keys'),
    passphrase: 'p',
    clock,
    randomBytes,
    log: silentLog,
  });
  await keys.ensure('heads', 'ed25519');
  return dataDir;
};

const softHsm = async (): Promise<Readonly<Record<string, string>>> => {
  await mkdir(join(folder.path, 'tokens'));
  const settings = await folder.file('softhsm2.conf', `directories.tokendir = ${folder.path}/tokens\n`);
  const env = { SOFTHSM2_CONF: settings };
  const args = ['--init-token', '--free', '--label', 'cli', '--so-pin', '12345678', '--pin', PIN];
  execFileSync('softhsm2-util', args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const pinFile = await folder.file('pin', `${PIN}\n`);
  return {
    ...env,
    CHEDUN_KEYS_PROVIDER: 'pkcs11',
    CHEDUN_KEYS_PKCS11_MODULE_PATH: LIBRARY,
    CHEDUN_KEYS_PKCS11_TOKEN: 'cli',
    CHEDUN_KEYS_PKCS11_PIN_FILE: pinFile,
  };
};

describe('chedun keys', () => {
  const run = (dataDir: string, words: readonly string[], env: Readonly<Record<string, string>>) =>
    chedun(['keys', ...words, '--data-dir', dataDir, '--json', '--lang', 'en'], {
      env: { CHEDUN_KEYS_PASSPHRASE: 'p', CHEDUN_RECORDS_URL: database.url, ...env },
    });

  it('makes a key for TLCP once and asks for its certificate; keys for other purposes are refused', async () => {
    const dataDir = await dataFolder('request');
    const env = { CHEDUN_KEYS_PASSPHRASE: 'p' };
    const words = ['request', 'tlcp-sign', '--subject', 'CN=tsp.example,O=车企,C=CN'];
    const ask = async () => {
      const [answer] = (await run(dataDir, words, env)).json();
      expect(answer).toMatchObject({ key: 'tlcp-sign.1' });
      return parseRequest(derOf(Buffer.from(String(answer?.['request'])), ['CERTIFICATE REQUEST']));
    };
    const [first, second] = [await ask(), await ask()];
    expect(nameText(parseName(first.subject))).toContain('CN=tsp.example');
    expect(verifyRequest(first)).toBe(true);
    expect(second.publicKey.key).toEqual(first.publicKey.key);
    expect((await run(dataDir, ['request', 'heads', '--subject', 'CN=a'], env)).code).toBe(2);
    expect((await run(dataDir, ['request', 'tlcp-a', '--subject', '=='], env)).code).toBe(2);
  }, 120_000);

  it('tells that keys in a file are software, and that a passphrase has no wrapping key', async () => {
    const dataDir = await dataFolder('plain');
    const told = await chedun(['keys', 'status', '--data-dir', dataDir, '--lang', 'en'], {
      env: { CHEDUN_KEYS_PASSPHRASE: 'p' },
    });
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toContain('no certified cryptographic product');
    expect((await run(dataDir, ['status'], {})).json()).toEqual([{ provider: 'file', keys: 1 }]);
    const refused = await run(dataDir, ['rotate-wrapping'], {});
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.err)).toMatchObject({ error: { code: 'keys.device-setting' } });
  }, 180_000);

  it('refuses while the server holds the folder', async () => {
    const dataDir = await dataFolder('held');
    const journal = await openJournal({ dir: join(dataDir, 'journal'), stream: 'network', clock });
    const refused = await run(dataDir, ['migrate'], {});
    await journal.close();
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.err)).toMatchObject({ error: { code: 'journal.locked' } });
  }, 180_000);

  it.skipIf(!existsSync(LIBRARY))(
    'moves keys to a token, turns the wrapping key, moves them back, each with a line of audit',
    async () => {
      const dataDir = await dataFolder('moving');
      const token = await softHsm();
      const early = await run(dataDir, ['status'], token);
      expect(JSON.parse(early.err)).toMatchObject({ error: { code: 'keys.other-protection' } });
      const moved = await run(dataDir, ['migrate'], token);
      expect(moved).toMatchObject({ code: 0, err: '' });
      expect(moved.json()).toEqual([{ from: 'file', to: 'pkcs11', keys: 1, wrappedBy: 'chedun-kek.1' }]);
      const turned = await run(dataDir, ['rotate-wrapping'], token);
      expect(turned.json()).toEqual([{ from: 'pkcs11', to: 'pkcs11', keys: 1, wrappedBy: 'chedun-kek.2' }]);
      const certificate = { ...token, CHEDUN_KEYS_CERTIFICATE: 'GM000000' };
      expect((await run(dataDir, ['status'], certificate)).json()).toEqual([
        { provider: 'pkcs11', device: 'cli', wrappedBy: 'chedun-kek.2', certificate: 'GM000000', keys: 1 },
      ]);
      const back = await run(dataDir, ['migrate'], { ...token, CHEDUN_KEYS_PROVIDER: 'file' });
      expect(back.json()).toEqual([{ from: 'pkcs11', to: 'file', keys: 1 }]);
      expect(await readFile(join(dataDir, 'keys/keys.json'), 'utf8')).toContain('argon2id');
      const { lines } = await readAudit(database.records, { limit: 3 });
      expect(lines.map(({ action, outcome, after }) => ({ action, outcome, after }))).toEqual([
        { action: 'platform.keys-migrated', outcome: 'done', after: back.json()[0] },
        { action: 'platform.wrapping-key-rotated', outcome: 'done', after: turned.json()[0] },
        { action: 'platform.keys-migrated', outcome: 'done', after: moved.json()[0] },
      ]);
      for (const { out, err } of [moved, turned, back]) expect(`${out}${err}`).not.toContain(PIN);
    },
    300_000,
  );
});
