import { fixedClock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keysErrors, migrateKeys, openKeys, renewWrappingKey, type KeySettings } from './index.ts';
import { openSoftHsm, softHsmLibrary, type SoftHsm } from './testing/softhsm.ts';

/** Each lock with a passphrase takes a derivation over 64 MiB, and some tests need five. */
const PATIENT = { timeout: 120_000 };
const PIN = 'pin-4711';
const warnings: string[] = [];
const log: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => void warnings.push(message),
  error: () => undefined,
  child: () => log,
};
const text = (value: string) => Buffer.from(value);

let base: string;
let stores = 0;
beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'chedun-open-keys-'));
});
afterAll(() => rm(base, { recursive: true }));

const settingsOf = (given: Partial<KeySettings> = {}): KeySettings => ({
  provider: 'file',
  passphrase: 'p',
  pkcs11: { wrappingKey: 'kek', signatureKinds: [], sm2GenerateMechanism: 0x1040, sm2Decrypts: false },
  sdf: { kekIndex: 1, kekAlgorithm: 0x401, signKeys: [] },
  ...given,
});
const optionsOf = (folder: string, given: Partial<KeySettings> = {}) => ({
  folder,
  clock: fixedClock(1_000),
  randomBytes,
  log,
  settings: settingsOf(given),
});
const freshFolder = () => path.join(base, String((stores += 1)));

describe('keys as the settings say', PATIENT, () => {
  test('a passphrase guards them unless a device is named, and certifies nothing', async () => {
    const keys = await openKeys(optionsOf(freshFolder(), { certificate: 'GM000000' }));
    expect(keys.protection()).toEqual({ provider: 'file' });
  });

  test.each([
    ['pkcs11', 'keys.pkcs11.modulePath'],
    ['sdf', 'keys.sdf.modulePath'],
  ] as const)('the setting that %s lacks is named', async (provider, field) => {
    await expect(openKeys(optionsOf(freshFolder(), { provider }))).rejects.toMatchObject({
      code: 'keys.device-setting',
      detail: { field },
    });
  });

  test('nothing is moved where there is nothing, and a passphrase has no wrapping key', async () => {
    await expect(migrateKeys(optionsOf(freshFolder()))).rejects.toMatchObject({ code: 'keys.unknown' });
    const folder = freshFolder();
    await (await openKeys(optionsOf(folder))).ensure('a', 'ed25519');
    expect(await migrateKeys(optionsOf(folder))).toEqual({ from: 'file', to: 'file', keys: 0 });
    await expect(renewWrappingKey(optionsOf(folder))).rejects.toMatchObject({ code: 'keys.device-setting' });
  });

  test('every error says in both languages what is wrong and what to do', () => {
    for (const [code, { zh, en, doZh, doEn }] of Object.entries(keysErrors)) {
      expect(zh + doZh, code).toMatch(/[一-鿿]/);
      expect(en + doEn, code).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});

describe.skipIf(softHsmLibrary === undefined)('moving keys (skipped where SoftHSM 2 is not installed)', PATIENT, () => {
  let hsm: SoftHsm;
  let pinFile: string;
  beforeAll(async () => {
    hsm = await openSoftHsm(softHsmLibrary ?? '');
    hsm.makeToken('moving', PIN);
    pinFile = path.join(base, 'pin');
    await writeFile(pinFile, `${PIN}\n`, { mode: 0o600 });
  });
  afterAll(() => hsm.close());

  const token = (given: Partial<KeySettings['pkcs11']> = {}): Partial<KeySettings> => {
    const { pkcs11 } = settingsOf();
    return {
      provider: 'pkcs11',
      pkcs11: { ...pkcs11, modulePath: hsm.modulePath, token: 'moving', pinFile, ...given },
    };
  };

  test('to a token and back, and every key does what it did', async () => {
    const folder = freshFolder();
    const keys = await openKeys(optionsOf(folder));
    await keys.ensure('heads', 'sm2');
    await keys.ensure('totp', 'aes-256-gcm');
    const signature = await keys.sign('heads', text('x'));
    const sealed = await keys.seal('totp', text('seed'), 'u1');
    const list = await keys.list();
    const moved = await migrateKeys(optionsOf(folder, token()));
    expect(moved).toEqual({ from: 'file', to: 'pkcs11', keys: 2, wrappedBy: 'kek.1' });
    await expect(openKeys(optionsOf(folder))).rejects.toMatchObject({ code: 'keys.other-protection' });
    const guarded = await openKeys(optionsOf(folder, { ...token(), certificate: 'GM000000' }));
    expect(await guarded.list()).toEqual(list);
    expect(guarded.protection()).toEqual({
      provider: 'pkcs11',
      device: 'moving',
      wrappedBy: 'kek.1',
      certificate: 'GM000000',
    });
    expect(await guarded.verify(signature, text('x'))).toBe(true);
    expect(Buffer.from(await guarded.open('totp', sealed, 'u1')).toString()).toBe('seed');
    const back = { ...token(), provider: 'file' as const };
    expect(await migrateKeys(optionsOf(folder, back))).toEqual({ from: 'pkcs11', to: 'file', keys: 2 });
    expect(await (await openKeys(optionsOf(folder))).list()).toEqual(list);
  });

  test('the next wrapping key guards the same keys under another secret', async () => {
    const folder = freshFolder();
    const options = optionsOf(folder, token({ wrappingKey: 'turning' }));
    await (await openKeys(options)).ensure('a', 'ed25519');
    const before = await readFile(path.join(folder, 'keys.json'), 'utf8');
    expect(await renewWrappingKey(options)).toEqual({
      from: 'pkcs11',
      to: 'pkcs11',
      keys: 1,
      wrappedBy: 'turning.2',
    });
    expect(await (await openKeys(options)).list()).toHaveLength(1);
    // A backup from before opens as long as its wrapping key stays on the token.
    await writeFile(path.join(folder, 'keys.json'), before);
    expect((await openKeys(options)).protection()).toMatchObject({ wrappedBy: 'turning.1' });
  });

  test('a key that lives on the token keeps the file there until it was rotated into the file', async () => {
    const folder = freshFolder();
    const keys = await openKeys(optionsOf(folder, token({ signatureKinds: ['ecdsa-p256'] })));
    await keys.ensure('heads', 'ecdsa-p256');
    const old = await keys.sign('heads', text('x'));
    const back = { ...token(), provider: 'file' as const };
    await expect(migrateKeys(optionsOf(folder, back))).rejects.toMatchObject({
      code: 'keys.on-device',
      detail: { field: 'heads' },
    });
    await (await openKeys(optionsOf(folder, token()))).rotate('heads');
    expect(await migrateKeys(optionsOf(folder, back))).toMatchObject({ to: 'file', keys: 2 });
    const after = await openKeys(optionsOf(folder));
    expect((await after.sign('heads', text('y'))).keyId).toBe('heads.2');
    expect(await after.verify(old, text('x'))).toBe(true);
  });

  test('a PIN file that others can read is a warning, an empty one is refused', async () => {
    const open = path.join(base, 'open-pin');
    await writeFile(open, PIN);
    await chmod(open, 0o644);
    await openKeys(optionsOf(freshFolder(), token({ pinFile: open })));
    expect(warnings).toContain('others can read the passphrase file');
    await writeFile(open, '\n');
    await expect(openKeys(optionsOf(freshFolder(), token({ pinFile: open })))).rejects.toMatchObject({
      code: 'keys.device-setting',
    });
    expect(warnings.join()).not.toContain(PIN);
  });

  test('a file whose wrapped secret was changed does not open', async () => {
    const folder = freshFolder();
    await (await openKeys(optionsOf(folder, token()))).ensure('a', 'ed25519');
    const file = path.join(folder, 'keys.json');
    const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const wrapped = Buffer.from(content['wrapped'] ?? '', 'base64');
    wrapped[30] = (wrapped[30] ?? 0) ^ 1;
    await writeFile(file, JSON.stringify({ ...content, wrapped: wrapped.toString('base64') }));
    await expect(openKeys(optionsOf(folder, token()))).rejects.toMatchObject({ code: 'keys.device-failed' });
    await writeFile(file, JSON.stringify({ ...content, by: 'kek.99' }));
    await expect(openKeys(optionsOf(folder, token()))).rejects.toMatchObject({ code: 'keys.device-absent' });
  });
});
