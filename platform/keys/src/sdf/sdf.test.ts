import { fixedClock, isDomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileKeys } from '../file-keys.ts';
import { sm2PointOf, sm2Verify } from '../sm2.ts';
import { describeKeys } from '../testing/contract.ts';
import { openSdf, type SdfOptions } from './device.ts';
import { SGD } from './library.ts';
import { ECC_PUBLIC_KEY, ECC_SIGNATURE, keyOfPoint, pointOfKey, rawOfSignature } from './structures.ts';
import { buildDouble, controlDouble } from './testing/build.ts';

const PASSWORD = '11111111';
/** Public key of the example of GB/T 32918 (known from its private number), which the double holds at index 1. */
const EXAMPLE =
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';

const built = buildDouble();
const text = (value: string) => Buffer.from(value);
const written: string[] = [];
const write = (message: string, fields?: unknown): void => void written.push(`${message} ${JSON.stringify(fields)}`);
const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log };

describe('structures of GM/T 0018', () => {
  test('a point becomes a public key and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (numbers) => {
        const point = Buffer.concat([Buffer.of(4), numbers]);
        const key = keyOfPoint(point);
        expect(key).toHaveLength(ECC_PUBLIC_KEY);
        expect(Buffer.from(pointOfKey(key))).toEqual(point);
      }),
    );
  });

  test('numbers stand at the end of their fields', () => {
    const key = keyOfPoint(Buffer.from(EXAMPLE, 'hex'));
    expect(key.toString('hex')).toBe(
      `00010000${'0'.repeat(64)}${EXAMPLE.slice(2, 66)}${'0'.repeat(64)}${EXAMPLE.slice(66)}`,
    );
  });

  test('other lengths, other sizes and longer numbers are refused', () => {
    const key = keyOfPoint(Buffer.from(EXAMPLE, 'hex'));
    const changed = (at: number) => {
      const bytes = Buffer.from(key);
      bytes[at] = 1;
      return bytes;
    };
    for (const bytes of [key.subarray(1), changed(0), changed(4), changed(4 + 64 + 31)])
      expect(() => pointOfKey(bytes)).toThrow('keys.device-answer');
    expect(() => rawOfSignature(Buffer.alloc(ECC_SIGNATURE, 1))).toThrow('keys.device-answer');
    expect(() => rawOfSignature(Buffer.alloc(64))).toThrow('keys.device-answer');
  });
});

const reason = built.kind === 'absent' ? `skipped: ${built.reason}` : 'test double in C over libcrypto';
describe.skipIf(built.kind === 'absent')(`a device of GM/T 0018 (${reason})`, () => {
  const library = built.kind === 'built' ? built.modulePath : '';
  let control: Awaited<ReturnType<typeof controlDouble>>;
  let base: string;
  let stores = 0;
  beforeAll(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'chedun-sdf-keys-'));
    control = await controlDouble(library);
  });
  afterAll(async () => {
    if (built.kind === 'built') built.remove();
    await rm(base, { recursive: true });
  });

  const options = (given: Partial<SdfOptions> = {}): SdfOptions => ({
    modulePath: library,
    password: PASSWORD,
    kek: { index: 1, algorithm: SGD.sm4Ecb },
    signKeys: [],
    ...given,
  });
  const freshFolder = () => path.join(base, String((stores += 1)));
  const open = async (folder: string, given: Partial<SdfOptions> = {}) =>
    openFileKeys({ folder, clock: fixedClock(1_000), randomBytes, log, device: await openSdf(options(given)) });
  const at = (index: number) => ({ signKeys: [{ name: 'heads', index }] });

  describeKeys('a file that a device of GM/T 0018 guards', () => open(freshFolder()));

  test('structures lie as a C compiler lays them out', async () => {
    expect(await control.layout()).toEqual([ECC_PUBLIC_KEY, 4, 68, ECC_SIGNATURE, 0, 64]);
  });

  test('an SM2 key of the device signs under its identity and survives a restart', async () => {
    const folder = freshFolder();
    const keys = await open(folder, at(1));
    const { publicKey = new Uint8Array(0) } = await keys.ensure('heads', 'sm2');
    expect(Buffer.from(sm2PointOf(publicKey) ?? []).toString('hex')).toBe(EXAMPLE);
    const again = await open(folder, at(1));
    const signature = await again.sign('heads', text('x'));
    expect(sm2Verify(publicKey, signature.bytes, text('x'))).toBe(true);
    expect(await again.verify(signature, text('y'))).toBe(false);
    const named = await again.sign('heads', text('x'), text('an issuer'));
    expect(sm2Verify(publicKey, named.bytes, text('x'), text('an issuer'))).toBe(true);
    expect(keys.protection()).toEqual({ provider: 'sdf', device: library, wrappedBy: 'kek.1' });
    expect(await readFile(path.join(folder, 'keys.json'), 'utf8')).toContain('"provider":"sdf"');
  });

  test('a rotation needs the next index; the old key still verifies', async () => {
    const folder = freshFolder();
    const keys = await open(folder, at(1));
    await keys.ensure('heads', 'sm2');
    const old = await keys.sign('heads', text('x'));
    await expect(keys.rotate('heads')).rejects.toMatchObject({ code: 'keys.device-setting' });
    const next = await open(folder, at(2));
    expect(await next.rotate('heads')).toMatchObject({ id: 'heads.2' });
    expect((await next.sign('heads', text('x'))).keyId).toBe('heads.2');
    expect(await next.verify(old, text('x'))).toBe(true);
    const absent = await open(freshFolder(), at(9));
    await expect(absent.ensure('heads', 'sm2')).rejects.toMatchObject({ code: 'keys.device-absent' });
  });

  test('a wrong signature of the device never goes out', async () => {
    const keys = await open(freshFolder(), at(1));
    await keys.ensure('heads', 'sm2');
    await control.lie(1);
    await expect(keys.sign('heads', text('x'))).rejects.toMatchObject({ code: 'keys.device-answer' });
    const fresh = await open(freshFolder(), at(1));
    await expect(fresh.ensure('heads', 'sm2')).rejects.toMatchObject({ code: 'keys.device-failed' });
    await control.lie(0);
    expect((await keys.sign('heads', text('x'))).keyId).toBe('heads.1');
  });

  test('a device that was lost is opened again, a bounded number of times, and no session is left behind', async () => {
    const before = await control.open();
    const device = await openSdf(options());
    await control.fail(2);
    expect(await device.random(16)).toHaveLength(16);
    await control.fail(3);
    await expect(device.random(16)).rejects.toMatchObject({ code: 'keys.device-failed' });
    await control.fail(0);
    expect(await device.random(16)).toHaveLength(16);
    await device.close();
    expect(await control.open()).toBe(before);
  });

  test('a refused password is tried once and stands nowhere', async () => {
    const keys = await open(freshFolder(), { ...at(1), password: 'secret-99' });
    const error = await keys.ensure('heads', 'sm2').catch((thrown: unknown) => thrown);
    expect(isDomainError(error, 'keys.device-pin')).toBe(true);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret-99');
    expect(written.join('\n')).not.toContain('secret-99');
    await expect(keys.ensure('heads', 'sm2')).rejects.toMatchObject({ code: 'keys.device-pin' });
  });

  test('the wrapped secret opens under its own KEK, and no changed byte passes', async () => {
    const device = await openSdf(options());
    const second = await openSdf(options({ kek: { index: 2, algorithm: SGD.sm4Ecb } }));
    const secret = randomBytes(32);
    const wrapped = await device.wrap(secret, text('bound'));
    expect(wrapped.by).toBe('kek.1');
    // The index is that of the secret, not of the settings.
    expect(Buffer.from(await second.unwrap(wrapped, text('bound')))).toEqual(secret);
    expect((await second.wrap(secret, text('bound'))).by).toBe('kek.2');
    const damaged = { code: 'keys.damaged' };
    await expect(device.unwrap(wrapped, text('other'))).rejects.toMatchObject(damaged);
    await expect(device.unwrap({ ...wrapped, by: 'kek.2' }, text('bound'))).rejects.toMatchObject(damaged);
    await expect(device.unwrap({ ...wrapped, by: 'kek.7' }, text('bound'))).rejects.toMatchObject({
      code: 'keys.device-absent',
    });
    for (let place = 0; place < wrapped.bytes.length; place += 7) {
      const bytes = Uint8Array.from(wrapped.bytes);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      await expect(device.unwrap({ ...wrapped, bytes }, text('bound')), `byte ${place}`).rejects.toMatchObject(damaged);
      await expect(device.unwrap({ ...wrapped, bytes: bytes.slice(0, place) }, text('bound'))).rejects.toMatchObject(
        damaged,
      );
    }
  });

  test('a library without these functions is refused with the name of the first', async () => {
    await expect(openSdf(options({ modulePath: 'libm.so.6' }))).rejects.toMatchObject({
      code: 'keys.device-library',
      detail: { reason: 'the library has no SDF_OpenDevice' },
    });
  });
});
