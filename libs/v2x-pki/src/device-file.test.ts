import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDevice } from './device.ts';
import { deviceFromFile, deviceToFile } from './device-file.ts';
import { SUITES } from './suite.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));

describe('the file of a device', () => {
  it.each([
    ['cn', 'original'],
    ['cn', 'unified'],
    ['ieee', 'original'],
    ['ieee', 'compactUnified'],
  ] as const)('of the profile %s in the form %s comes back as it was', (suite, form) => {
    const device = newDevice(SUITES[suite], form, random);
    expect(deviceFromFile(JSON.parse(JSON.stringify(deviceToFile(device))))).toEqual(device);
  });

  const file = deviceToFile(newDevice(SUITES.cn, 'original', random));
  it.each([
    ['nothing', null],
    ['another suite', { ...file, suite: 'us' }],
    ['another form', { ...file, form: 'wide' }],
    ['a short key', { ...file, signing: 'aa' }],
    ['no number', { ...file, reading: '00'.repeat(32) }],
    ['a missing expansion', { ...file, expansions: file.expansions.slice(1) }],
  ])('with %s is refused', (_, value) => {
    expect(() => deviceFromFile(value)).toThrow(/^v2xpki\.value/);
  });

  it('of any value is read or refused with an error of its own', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => deviceFromFile(value)).toThrow(/^v2xpki\.value/);
      }),
    );
  });
});
