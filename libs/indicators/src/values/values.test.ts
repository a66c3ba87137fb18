import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBytes, addressText, isReservedAddress, parsePrefix } from './addresses.ts';
import { canonicalDomain } from './names.ts';
import { canonicalUrl, looseUrlParts, urlKey, urlParts } from './urls.ts';
import { kindNamed, kindOf, readValue } from './value.ts';

describe('addresses', () => {
  it('have one text each (RFC 5952)', () => {
    const text = (address: string): string | undefined => {
      const bytes = addressBytes(address);
      return bytes && addressText(bytes);
    };
    expect(text('2001:DB8:0:0:1:0:0:1')).toBe('2001:db8::1:0:0:1');
    expect(text('::')).toBe('::');
    expect(text('::ffff:1.2.3.4')).toBe('1.2.3.4');
    expect(text('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1');
    expect(text('01.2.3.4')).toBeUndefined();
  });

  it('come back from their text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const bytes = addressBytes(address);
        fc.pre(bytes !== undefined);
        expect(addressBytes(addressText(bytes ?? new Uint8Array()))).toEqual(bytes);
      }),
    );
  });

  it('lose the bits behind a prefix', () => {
    expect(parsePrefix('198.51.100.77/25')).toEqual({ bytes: Uint8Array.of(198, 51, 100, 0), bits: 25 });
    expect(parsePrefix('::ffff:198.51.100.77/121')?.bits).toBe(25);
    for (const text of ['198.51.100.1/33', '198.51.100.1/', '198.51.100.1/-1', '2001:db8::/129', 'x/8'])
      expect(parsePrefix(text)).toBeUndefined();
  });

  it.each([
    ['10.1.2.3', true],
    ['100.127.255.255', true],
    ['100.128.0.0', false],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['224.0.0.251', true],
    ['8.8.8.8', false],
    ['::1', true],
    ['fe80::1', true],
    ['fd00::1', true],
    ['2001:4860:4860::8888', false],
  ])('%s is reserved: %s', (address, wanted) => {
    expect(isReservedAddress(addressBytes(address) ?? new Uint8Array())).toBe(wanted);
  });
});

describe('names and URLs', () => {
  it('are in ASCII and lower case', () => {
    expect(canonicalDomain('*.Evil.Example.')).toBe('evil.example');
    expect(canonicalDomain('恶意.example')).toMatch(/^xn--[a-z0-9]+\.example$/);
    for (const text of ['', '.', '-a.example', 'a..b', '1.2.3.4', 'a b.example', 'x'.repeat(64) + '.example'])
      expect(canonicalDomain(text)).toBeUndefined();
  });

  it('are the same with and without standard port, user and fragment', () => {
    const key = (text: string): string | undefined => {
      const parts = looseUrlParts(text);
      return parts && urlKey(parts);
    };
    expect(key('HTTPS://user:pw@Evil.example:443/a?b#c')).toBe('evil.example/a?b');
    expect(key('evil.example/a?b')).toBe('evil.example/a?b');
    expect(key('http://evil.example?b')).toBe('evil.example/?b');
    expect(key('http://evil.example:8080')).toBe('evil.example:8080/');
    expect(key('ftp://evil.example/a')).toBe('ftp://evil.example/a');
    expect(key('http://[2001:DB8::1]:80/')).toBe('[2001:db8::1]/');
    expect(urlParts('evil.example/a')).toBeUndefined();
  });

  it('stay as they are when read again', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const once = canonicalUrl(url);
        fc.pre(once !== undefined);
        expect(canonicalUrl(once ?? '')).toBe(once);
      }),
    );
  });
});

describe('kinds', () => {
  it('are known by many names', () => {
    expect(['ip-dst', 'IPv4', 'FileHash-SHA256', 'sha256_hash', 'hostname', 'URI'].map(kindNamed)).toEqual([
      'ip',
      'ip',
      'sha256',
      'sha256',
      'domain',
      'url',
    ]);
    expect(kindNamed('yara')).toBeUndefined();
  });

  it('never take a value that they would not read again as the same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const kind = kindOf(text);
        fc.pre(kind !== undefined);
        const read = readValue(kind ?? 'ip', text);
        if (read.kind === 'refused') return;
        expect(readValue(read.observable.kind, read.observable.value)).toEqual(read);
      }),
    );
  });

  it('refuse what is none of them', () => {
    for (const [kind, text] of [
      ['md5', 'abc'],
      ['sm3', 'g'.repeat(64)],
      ['ja4', 'x'],
      ['cert-serial', 'zz'],
      ['email', 'a@b@c'],
      ['url', 'javascript:alert(1)'],
    ] as const)
      expect(readValue(kind, text)).toMatchObject({ kind: 'refused', code: 'invalid-value' });
  });
});
