import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readClientHello, readServerHello, writeClientHello, writeServerHello } from './hello.ts';

const bytesOf = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits.replaceAll(/\s/g, ''), 'hex'));
const exact = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const number16 = fc.nat(0xffff);

const clientHello = fc.record({
  version: number16,
  random: exact(32),
  sessionId: fc.uint8Array({ maxLength: 32 }),
  suites: fc.array(number16, { minLength: 1, maxLength: 40 }),
  compressions: fc.array(fc.nat(255), { minLength: 1, maxLength: 3 }),
  serverName: fc.constantFrom(undefined, 'tsp.example', 'a'),
});

/** Layout of GB/T 38636-2020, 6.4.5.2.1, written by hand. */
const HELLO = bytesOf(`0101 ${'11'.repeat(32)} 00 0004 e053 e013 01 00`);

describe('ClientHello', () => {
  test('the layout of the standard', () => {
    const hello = readClientHello(HELLO);
    expect(hello).toMatchObject({
      version: 0x0101,
      suites: [0xe053, 0xe013],
      compressions: [0],
      serverName: undefined,
    });
    expect(writeClientHello(hello)).toEqual(HELLO);
  });

  test('what is written is read', () => {
    fc.assert(
      fc.property(clientHello, (hello) => void expect(readClientHello(writeClientHello(hello))).toEqual(hello)),
    );
  });

  test('extensions that are not known are passed over', () => {
    const hello = readClientHello(
      bytesOf(`${Buffer.from(HELLO).toString('hex')} 000f 000a 0004 0002 0029 0010 0003 000102`),
    );
    expect(hello.suites).toEqual([0xe053, 0xe013]);
  });

  test.each([
    ['cut', HELLO.subarray(0, -1), 'tlcp.decode'],
    ['longer', new Uint8Array([...HELLO, 1]), 'tlcp.decode'],
    [
      'a session id of 33 bytes',
      bytesOf(`0101 ${'11'.repeat(32)} 21 ${'22'.repeat(33)} 0002 e053 0100`),
      'tlcp.decode',
    ],
    ['no suite', bytesOf(`0101 ${'11'.repeat(32)} 00 0000 0100`), 'tlcp.decode'],
    ['half a suite', bytesOf(`0101 ${'11'.repeat(32)} 00 0001 e0 0100`), 'tlcp.decode'],
    ['600 suites', bytesOf(`0101 ${'11'.repeat(32)} 00 04b0 ${'e053'.repeat(600)} 0100`), 'tlcp.limit'],
    ['no compression', bytesOf(`0101 ${'11'.repeat(32)} 00 0002 e053 00`), 'tlcp.decode'],
    ['an extension twice', bytesOf(`${Buffer.from(HELLO).toString('hex')} 0008 000a 0000 000a 0000`), 'tlcp.decode'],
    [
      '65 extensions',
      new Uint8Array([...HELLO, 1, 4, ...Array.from({ length: 65 }, (_, at) => [1, at, 0, 0]).flat()]),
      'tlcp.limit',
    ],
  ])('%s is refused', (_, bytes, code) => {
    expect(() => readClientHello(bytes)).toThrow(expect.objectContaining({ code }));
  });
});

describe('ServerHello', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(
        fc.record({
          version: number16,
          random: exact(32),
          sessionId: fc.uint8Array({ maxLength: 32 }),
          suite: number16,
          compression: fc.nat(255),
        }),
        (hello) => void expect(readServerHello(writeServerHello(hello))).toEqual(hello),
      ),
    );
  });

  test('cut anywhere, it is refused', () => {
    const whole = bytesOf(`0101 ${'11'.repeat(32)} 02 aabb e013 00`);
    expect(readServerHello(whole)).toMatchObject({ suite: 0xe013, compression: 0 });
    for (let length = 0; length < whole.length; length += 1)
      expect(() => readServerHello(whole.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'tlcp.decode' }),
      );
  });
});
