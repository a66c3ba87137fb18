import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrivate, isTelling, plainText, readAddress, readHostName, readMac, readPort } from './values.ts';

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['fd00:0:0:0:0:0:0:9', 'fd00::9'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::', '::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('%s is %s', (text, address) => expect(readAddress(text)).toBe(address));

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1/24',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    'web-01',
    '1:2:3:4:5:6:7:8:9',
  ])('%s is none', (text) => expect(readAddress(text)).toBeUndefined());

  it('are read again as what they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = readAddress(text);
        expect(address).toBeDefined();
        expect(readAddress(address ?? '')).toBe(address);
      }),
    );
  });

  it('that tell nobody apart are known, and private ones', () => {
    expect(
      ['127.0.0.1', '169.254.1.1', '224.0.0.1', '255.255.255.255', '0.0.0.0', '::1', 'fe80::1', 'ff02::1'].some(
        isTelling,
      ),
    ).toBe(false);
    expect(['10.0.0.1', '223.5.5.5', '2001:db8::1', 'fd00::1'].every(isTelling)).toBe(true);
    expect(['10.0.0.1', '172.16.0.1', '172.31.9.9', '192.168.1.1', '100.64.0.1', 'fd00::1'].every(isPrivate)).toBe(
      true,
    );
    expect(['11.0.0.1', '172.32.0.1', '100.128.0.1', '2001:db8::1'].some(isPrivate)).toBe(false);
  });
});

describe('other values', () => {
  it.each(['00:1B:21:0a:0b:0c', '0:1b:21:a:b:c', '00-1b-21-0a-0b-0c', '001b.210a.0b0c', '001b210a0b0c'])(
    'the MAC %s has one form',
    (text) => expect(readMac(text)).toBe('00:1b:21:0a:0b:0c'),
  );
  it('a MAC of zeros or of a group names nobody', () => {
    expect(['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:01'].map(readMac)).toEqual(['', '', '']);
    expect(['00:1b:21:0a:0b', 'xx:1b:21:0a:0b:0c', ''].map(readMac)).toEqual([undefined, undefined, undefined]);
  });
  it('names are in lower case; some say nothing, some are none', () => {
    expect(readHostName('Web-01.Corp.Example.')).toBe('web-01.corp.example');
    expect(['localhost', '*', '?', '', '10.0.0.1', 'unknown'].map(readHostName)).toEqual(['', '', '', '', '', '']);
    expect(['主机一', 'a b', '-x', `${'a'.repeat(64)}.example`].map(readHostName)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('ports and texts are bounded', () => {
    expect(['1', '65535', '0', '65536', '1e3', ''].map(readPort)).toEqual([
      1,
      65_535,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(plainText(`a\u0000b\n${'x'.repeat(300)}`)).toHaveLength(128);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainText(text).isWellFormed()).toBe(true);
      }),
    );
  });
});
