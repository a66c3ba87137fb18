import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameHex, fromHex } from '../testing/hex.ts';
import { CONTROL, controlName, readUpgrade, readWarning, writeUpgrade } from './control.ts';
import type { UpgradeParameters } from './control.ts';
import { decodeFrame } from './decode.ts';

const upgrade: UpgradeParameters = {
  url: 'ftp://10.0.0.8/fw.bin',
  accessPoint: 'cmiot',
  user: 'u',
  password: 'p',
  address: fromHex('00000a000008'),
  port: 0x3b3b,
  maker: 'CDUN',
  hardwareVersion: 'H1.00',
  firmwareVersion: 'F2.10',
  timeLimit: 600,
};

describe('control 82', () => {
  it('has one command and its parameters', () => {
    const frame = decodeFrame(
      frameHex('2323', '82', `1a0b17093a05 06 02 ${Buffer.from('请靠边停车').toString('hex')}`),
    );
    expect(frame).toMatchObject({ status: 'ok', body: { kind: 'control', control: { command: CONTROL.warning } } });
  });

  it('opens a remote upgrade, also when binary fields contain the separator', () => {
    expect(readUpgrade(writeUpgrade(upgrade))).toEqual(upgrade);
  });

  it('opens any upgrade it wrote', () => {
    const part = (max: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...'abc./:0'), maxLength: max });
    fc.assert(
      fc.property(
        fc.record({
          url: part(30),
          accessPoint: part(5),
          user: part(5),
          password: part(5),
          address: fc.uint8Array({ minLength: 6, maxLength: 6 }),
          port: fc.nat(65_535),
          maker: part(4),
          hardwareVersion: part(5),
          firmwareVersion: part(5),
          timeLimit: fc.nat(60_000),
        }),
        (parameters) => {
          expect(readUpgrade(writeUpgrade(parameters))).toEqual(parameters);
        },
      ),
    );
  });

  it('refuses upgrade parameters that do not follow the table', () => {
    const bytes = writeUpgrade(upgrade);
    expect(readUpgrade(bytes.slice(0, -1))).toBeUndefined();
    expect(readUpgrade(Buffer.concat([bytes, Buffer.from('x')]))).toBeUndefined();
    expect(readUpgrade(Buffer.from('no separators at all'))).toBeUndefined();
    const wrong = bytes.slice();
    wrong[wrong.lastIndexOf(0x3b)] = 0x2c;
    expect(readUpgrade(wrong)).toBeUndefined();
  });

  it('refuses to write an address that is not six bytes or a text with the separator', () => {
    expect(() => writeUpgrade({ ...upgrade, address: fromHex('0a000008') })).toThrow(/gbt32960\.range/);
    expect(() => writeUpgrade({ ...upgrade, url: 'ftp://h/;rm' })).toThrow(/gbt32960\.range/);
  });

  it('opens a warning in GB 18030', () => {
    expect(readWarning(fromHex('02 c7ebcda3b3b5'))).toEqual({ level: 2, text: '请停车' });
    expect(readWarning(new Uint8Array(0))).toBeUndefined();
  });

  it('names commands', () => {
    expect([1, 6, 7, 0, 8, 0x80, 0xff].map(controlName)).toEqual([
      'upgrade',
      'warning',
      'sampling',
      'reserved_00',
      'reserved_08',
      'custom_80',
      'reserved_ff',
    ]);
  });
});
