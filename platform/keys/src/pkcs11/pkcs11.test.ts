import { encrypt } from '@chedun/gm';
import { fixedClock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileKeys } from '../file-keys.ts';
import type { KeyKind } from '../keys.ts';
import { sm2PointOf } from '../sm2.ts';
import { describeKeys } from '../testing/contract.ts';
import { openSoftHsm, softHsmLibrary, type SoftHsm } from '../testing/softhsm.ts';
import { CKA, CKM, CKO } from './constants.ts';
import { openPkcs11, type Pkcs11Options } from './device.ts';
import { mechanism, template, word, WORD } from './memory.ts';
import { findObjects, readAttribute } from './objects.ts';
import { openToken } from './session.ts';

const PIN = 'pin-4711';
const TOKEN = 'chedun test';
/** Stands for a vendor that has no SM2: it signs ECDSA on the curve of SM2. */
const NOT_SM2 = { generate: CKM.ecKeyPairGen, sign: CKM.ecdsa };

const written: string[] = [];
const write = (message: string, fields?: unknown): void => void written.push(`${message} ${JSON.stringify(fields)}`);
const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log };
const text = (value: string) => Buffer.from(value);

describe.skipIf(softHsmLibrary === undefined)('a token of PKCS#11 (skipped where SoftHSM 2 is not installed)', () => {
  let hsm: SoftHsm;
  let base: string;
  let stores = 0;
  beforeAll(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'chedun-pkcs11-'));
    hsm = await openSoftHsm(softHsmLibrary ?? '');
    hsm.makeToken(TOKEN, PIN);
  });
  afterAll(async () => {
    await hsm.close();
    await rm(base, { recursive: true });
  });

  const address = () => ({ modulePath: hsm.modulePath, token: TOKEN, pin: PIN });
  const openDevice = (given: Partial<Pkcs11Options> = {}) =>
    openPkcs11({ ...address(), wrappingKey: 'kek', signatureKinds: [], ...given });
  const freshFolder = () => path.join(base, String((stores += 1)));
  const open = async (folder: string, given: Partial<Pkcs11Options> = {}) =>
    openFileKeys({ folder, clock: fixedClock(1_000), randomBytes, log, device: await openDevice(given) });
  const onToken: readonly KeyKind[] = ['ecdsa-p256', 'ed25519'];

  describeKeys('a file that a token guards', () => open(freshFolder()));
  describeKeys('a token that signs P-256 and Ed25519', () => open(freshFolder(), { signatureKinds: onToken }));

  test('keys survive a restart; the file names the wrapping key and shows no secret', async () => {
    const folder = freshFolder();
    const keys = await open(folder, { signatureKinds: onToken });
    const info = await keys.ensure('heads', 'ecdsa-p256');
    const signature = await keys.sign('heads', text('x'));
    expect(keys.protection()).toEqual({ provider: 'pkcs11', device: TOKEN, wrappedBy: 'kek.1' });
    const again = await open(folder);
    expect(await again.list()).toEqual([info]);
    expect(await again.verify(signature, text('x'))).toBe(true);
    // A key that lives on the token signs there, whatever kinds new keys have.
    const { bytes } = await again.sign('heads', text('y'));
    const key = createPublicKey({ key: Buffer.from(info.publicKey ?? []), format: 'der', type: 'spki' });
    expect(verify('sha256', text('y'), key, bytes)).toBe(true);
    expect(await readFile(path.join(folder, 'keys.json'), 'utf8')).toContain('"by":"kek.1"');
  });

  test('private keys and wrapping keys cannot leave the token', async () => {
    const keys = await open(freshFolder(), { signatureKinds: onToken });
    await keys.ensure('a', 'ecdsa-p256');
    await keys.ensure('b', 'ed25519');
    const token = await openToken(address());
    const seen = await token.use(async (session) => {
      const answers: number[][] = [];
      for (const kind of [CKO.privateKey, CKO.secretKey])
        for (const object of await findObjects(session, [[CKA.class, kind]]))
          answers.push([
            (await readAttribute(session, object, CKA.sensitive, 1))[0] ?? 9,
            (await readAttribute(session, object, CKA.extractable, 1))[0] ?? 9,
          ]);
      return answers;
    });
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(new Set(seen.map(String))).toEqual(new Set(['1,0']));
    await token.close();
  });

  test('a wrapping key that can leave the token is refused', async () => {
    const token = await openToken(address());
    await token.use(async ({ call, cryptoki: { native } }) => {
      const made = template(native, [
        [CKA.label, text('loose')],
        [CKA.id, text('1')],
        [CKA.token, true],
        [CKA.sensitive, false],
        [CKA.extractable, true],
        [CKA.encrypt, true],
        [CKA.decrypt, true],
        [CKA.valueLength, 32],
      ]);
      await call('generateKey', mechanism(native, CKM.aesKeyGen), made, 8, Buffer.alloc(WORD));
    });
    await token.close();
    const device = await openDevice({ wrappingKey: 'loose' });
    await expect(device.wrap(randomBytes(32), text(''))).rejects.toMatchObject({ code: 'keys.device-answer' });
  });

  test('the secret opens under its wrapping key and what is bound, also after the next one was made', async () => {
    const device = await openDevice({ wrappingKey: 'turns' });
    const secret = randomBytes(32);
    const first = await device.wrap(secret, text('bound'));
    await device.renewWrappingKey();
    const second = await device.wrap(secret, text('bound'));
    expect([first.by, second.by]).toEqual(['turns.1', 'turns.2']);
    for (const wrapped of [first, second]) {
      expect(Buffer.from(await device.unwrap(wrapped, text('bound')))).toEqual(secret);
      await expect(device.unwrap(wrapped, text('other'))).rejects.toMatchObject({ code: 'keys.device-failed' });
      const bytes = Uint8Array.from(wrapped.bytes);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      await expect(device.unwrap({ ...wrapped, bytes }, text('bound'))).rejects.toMatchObject({
        code: 'keys.device-failed',
      });
    }
    await expect(device.unwrap({ ...first, by: 'turns.9' }, text('bound'))).rejects.toMatchObject({
      code: 'keys.device-absent',
    });
  });

  test('a session that was lost is opened again', async () => {
    const keys = await open(freshFolder(), { signatureKinds: onToken });
    await keys.ensure('heads', 'ecdsa-p256');
    for (let round = 0; round < 3; round += 1) {
      await hsm.pullOut();
      const signature = await keys.sign('heads', text(`round ${round}`));
      expect(await keys.verify(signature, text(`round ${round}`))).toBe(true);
    }
  });

  test('many works at the same time each get their own answer', async () => {
    const keys = await open(freshFolder(), { signatureKinds: onToken });
    await keys.ensure('heads', 'ecdsa-p256');
    const works = Array.from({ length: 20 }, (_, index) => text(`message ${index}`));
    const signatures = await Promise.all(works.map((data) => keys.sign('heads', data)));
    for (const [index, signature] of signatures.entries()) {
      expect(await keys.verify(signature, works[index] ?? text(''))).toBe(true);
      expect(await keys.verify(signature, works[(index + 1) % works.length] ?? text(''))).toBe(false);
    }
  });

  test('SM2 on a token whose mechanism is none of SM2 is refused and nothing goes out', async () => {
    const sm2 = { signatureKinds: ['sm2'] as const, sm2: NOT_SM2 };
    const keys = await open(freshFolder(), sm2);
    const { publicKey } = await keys.ensure('heads', 'sm2');
    expect(publicKey).toHaveLength(91);
    await expect(keys.sign('heads', text('x'))).rejects.toMatchObject({ code: 'keys.device-answer' });
    const without = await open(freshFolder(), { signatureKinds: ['sm2'] });
    await expect(without.ensure('heads', 'sm2')).rejects.toMatchObject({ code: 'keys.device-setting' });
  });

  test('an SM2 pair on the token decrypts where it may agree on secrets, and only there', async () => {
    const keys = await open(freshFolder(), { signatureKinds: ['sm2'], sm2: { ...NOT_SM2, agree: true } });
    const { publicKey = new Uint8Array(0) } = await keys.ensure('tlcp-encrypt', 'sm2');
    const point = sm2PointOf(publicKey) ?? new Uint8Array(0);
    const held = keys.holding('tlcp-encrypt', point);
    // Both signs of the second coordinate come up.
    for (let round = 0; round < 8; round += 1) {
      const secret = randomBytes(48);
      expect(Buffer.from(await held.decrypt(encrypt(point, secret, 'asn1')))).toEqual(secret);
    }
    const ciphertext = encrypt(point, text('secret'), 'asn1');
    await expect(held.decrypt(ciphertext.with(-1, (ciphertext.at(-1) ?? 0) ^ 1))).rejects.toThrow('gm.ciphertext');
    await expect(held.decrypt(ciphertext.with(8, (ciphertext[8] ?? 0) ^ 1))).rejects.toThrow();
    const fixed = await open(freshFolder(), { signatureKinds: ['sm2'], sm2: NOT_SM2 });
    const other = await fixed.ensure('tlcp-encrypt', 'sm2');
    const closed = fixed.holding('tlcp-encrypt', sm2PointOf(other.publicKey ?? new Uint8Array(0)) ?? point);
    await expect(closed.decrypt(ciphertext)).rejects.toMatchObject({ code: 'keys.device-setting' });
  });

  test('a PIN that was refused is not tried again, so that the token is not locked', async () => {
    hsm.makeToken('changing', PIN);
    await hsm.pullOut();
    const device = await openDevice({ token: 'changing' });
    hsm.removeToken('changing');
    hsm.makeToken('changing', 'another-pin');
    await hsm.pullOut();
    await expect(device.random(8)).rejects.toMatchObject({ code: 'keys.device-pin' });
    hsm.removeToken('changing');
    hsm.makeToken('changing', PIN);
    await hsm.pullOut();
    await expect(device.random(8)).rejects.toMatchObject({ code: 'keys.device-pin' });
    expect(await (await openDevice({ token: 'changing' })).random(8)).toHaveLength(8);
  });

  test('neither a wrong nor a right PIN is written anywhere', async () => {
    hsm.makeToken('other', PIN);
    await hsm.pullOut();
    const wrong = 'wrong-pin-9999';
    const refusal = await openDevice({ token: 'other', pin: wrong }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ code: 'keys.device-pin' });
    const told = JSON.stringify(refusal, Object.getOwnPropertyNames(refusal));
    for (const secret of [wrong, PIN]) {
      expect(told).not.toContain(secret);
      expect(written.join('\n')).not.toContain(secret);
    }
  });

  test('another token, no library and no PKCS#11 library are told apart', async () => {
    await expect(openDevice({ token: 'nobody' })).rejects.toMatchObject({ code: 'keys.device-absent' });
    await expect(openDevice({ modulePath: '/nowhere.so' })).rejects.toMatchObject({ code: 'keys.device-library' });
    const noLibrary = path.join(base, 'text.so');
    await writeFile(noLibrary, 'no library');
    await expect(openDevice({ modulePath: noLibrary })).rejects.toMatchObject({ code: 'keys.device-library' });
    await expect(openDevice({ modulePath: 'libm.so.6' })).rejects.toMatchObject({
      code: 'keys.device-library',
      detail: { reason: 'the library has no C_GetFunctionList' },
    });
  });

  test('a file that the token guards opens with no passphrase, and the other way round', async () => {
    const folder = freshFolder();
    await (await open(folder)).ensure('a', 'ed25519');
    const common = { clock: fixedClock(0), randomBytes, log, passphrase: 'p' };
    await expect(openFileKeys({ folder, ...common })).rejects.toMatchObject({ code: 'keys.other-protection' });
    const other = freshFolder();
    await (await openFileKeys({ folder: other, ...common })).ensure('a', 'ed25519');
    await expect(open(other)).rejects.toMatchObject({ code: 'keys.other-protection' });
  });

  test('randomness comes from the token', async () => {
    const device = await openDevice();
    const [first, second] = [await device.random(64), await device.random(64)];
    expect(first).toHaveLength(64);
    expect(createHash('sha256').update(first).digest()).not.toEqual(createHash('sha256').update(second).digest());
    await device.close();
    expect(await device.random(8)).toHaveLength(8);
  });

  test('a number becomes a word and back', () => {
    expect(word(0x80000001)).toEqual(Buffer.from('0100008000000000', 'hex'));
  });
});
