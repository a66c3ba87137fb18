import { createCipheriv, createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ANSWER, COMMAND, ENCRYPTION } from './codes.ts';
import { decodeFrame, hasClearPassword } from './decode.ts';
import { encodeFrame } from './encode.ts';
import { decodeOpened, isIntact, isSealed, sealedUnit, withUnit } from './opened.ts';

const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const login = encodeFrame({
  edition: '2016',
  command: COMMAND.platformLogin,
  answer: ANSWER.command,
  id: '0'.repeat(17),
  encryption: ENCRYPTION.none,
  body: { kind: 'platform-login', time: 1_795_000_000_000, serial: 1, user: 'east', password: 'secret', rule: 3 },
});
const encrypted = (): Uint8Array => {
  const cipher = createCipheriv('aes-128-ecb', KEY, null);
  const unit = Buffer.concat([cipher.update(sealedUnit(login)), cipher.final()]);
  return withUnit(login, unit, ENCRYPTION.aes) ?? new Uint8Array(0);
};
const decrypt = (unit: Uint8Array): Uint8Array => {
  const decipher = createDecipheriv('aes-128-ecb', KEY, null);
  return Buffer.concat([decipher.update(unit), decipher.final()]);
};

describe('an encrypted frame', () => {
  it('is sealed, intact, and cannot be read', () => {
    const frame = encrypted();
    expect([isSealed(frame), isSealed(login), isIntact(frame)]).toEqual([true, false, true]);
    expect(decodeFrame(frame)).toMatchObject({ status: 'encrypted', encryption: ENCRYPTION.aes });
  });

  it('with its unit in clear is read, and still tells that it came encrypted', () => {
    const frame = encrypted();
    const opened = withUnit(frame, decrypt(sealedUnit(frame)), ENCRYPTION.aes);
    const decoded = decodeOpened(opened ?? new Uint8Array(0));
    expect(decoded).toMatchObject({ status: 'ok', encryption: ENCRYPTION.aes, body: { user: 'east' } });
    expect(hasClearPassword(decoded)).toBe(false);
    expect(hasClearPassword(decodeFrame(login))).toBe(true);
  });

  it('becomes the very frame that was encrypted', () => {
    const frame = encrypted();
    expect(withUnit(frame, decrypt(sealedUnit(frame)), ENCRYPTION.none)).toEqual(login);
  });

  it('whose unit is no data unit has the status of the fault', () => {
    const opened = withUnit(encrypted(), Uint8Array.of(1, 2, 3), ENCRYPTION.aes);
    expect(decodeOpened(opened ?? new Uint8Array(0)).status).toBe('structure');
  });
});

describe('a unit', () => {
  it('that is too long for a frame is refused', () => {
    expect(withUnit(login, new Uint8Array(65_532), ENCRYPTION.none)).toBeUndefined();
    expect(withUnit(login, new Uint8Array(0), ENCRYPTION.aes)?.length).toBe(25);
  });

  it('that is empty needs no key', () => {
    expect(isSealed(withUnit(login, new Uint8Array(0), ENCRYPTION.aes) ?? login)).toBe(false);
  });

  it('that was changed is not intact', () => {
    const changed = Uint8Array.from(login, (byte, at) => (at === 30 ? byte ^ 1 : byte));
    expect([isIntact(login), isIntact(changed), isIntact(new Uint8Array(5))]).toEqual([true, false, false]);
  });
});
