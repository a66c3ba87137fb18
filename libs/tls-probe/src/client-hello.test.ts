import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildClientHello } from './client-hello.ts';
import { cursor } from './cursor.ts';
import { keyShare } from './key-share.ts';
import { GROUP, VERSION, type ProtocolName } from './names.ts';
import { suiteName, suitesOf } from './suites.ts';

const random = new Uint8Array(32).fill(5);
const shares = [keyShare(GROUP.x25519, new Uint8Array(48).fill(9))];
const PROTOCOLS = Object.keys(VERSION) as ProtocolName[];

/** Reads a record with a ClientHello as RFC 8446 4.1.2 writes it. */
const read = (record: Uint8Array) => {
  const outer = cursor(record, 'record');
  expect(outer.u8()).toBe(22);
  const recordVersion = outer.u16();
  const message = cursor(outer.vector(2), 'message');
  outer.finish();
  expect(message.u8()).toBe(1);
  const body = cursor(message.vector(3), 'hello');
  message.finish();
  const version = body.u16();
  const seen = body.take(32);
  const session = body.vector(1);
  const suites = body.vector(2);
  expect([...body.vector(1)]).toEqual([0]);
  const extensions = new Map<number, Uint8Array>();
  if (body.left() > 0) {
    const list = cursor(body.vector(2), 'extensions');
    while (list.left() > 0) extensions.set(list.u16(), list.vector(2));
  }
  body.finish();
  const numbers = Array.from(
    { length: suites.length / 2 },
    (_, at) => ((suites[at * 2] ?? 0) << 8) + (suites[at * 2 + 1] ?? 0),
  );
  return { recordVersion, version, random: seen, session, suites: numbers, extensions };
};

const hello = (protocol: ProtocolName, more: { serverName?: string; alpn?: string[] } = {}) =>
  read(buildClientHello({ protocol, suites: suitesOf('tls12'), random, shares, ...more }).record);

describe('a ClientHello', () => {
  it('offers one version alone', () => {
    expect(PROTOCOLS.map((protocol) => [protocol, hello(protocol).version, hello(protocol).recordVersion])).toEqual([
      ['ssl3', 0x0300, 0x0300],
      ['tls10', 0x0301, 0x0301],
      ['tls11', 0x0302, 0x0301],
      ['tls12', 0x0303, 0x0301],
      ['tls13', 0x0303, 0x0301],
      ['tlcp', 0x0101, 0x0101],
    ]);
    expect([...(hello('tls13').extensions.get(43) ?? [])]).toEqual([2, 3, 4]);
    expect(hello('tls12').extensions.has(43)).toBe(false);
  });

  it('names the host, and protocols of the application where the version knows them', () => {
    const named = hello('tls12', { serverName: 'tsp.example', alpn: ['http/1.1'] });
    expect(Buffer.from(named.extensions.get(0) ?? []).toString('latin1')).toContain('tsp.example');
    expect(Buffer.from(named.extensions.get(16) ?? []).toString('latin1')).toContain('http/1.1');
    const tlcp = hello('tlcp', { serverName: 'tsp.example', alpn: ['http/1.1'] });
    expect([...tlcp.extensions.keys()]).toEqual([0]);
    expect(hello('ssl3', { serverName: 'tsp.example' }).extensions.size).toBe(0);
  });

  it('shows the key shares of TLS 1.3', () => {
    const share = Buffer.from(hello('tls13').extensions.get(51) ?? []);
    expect(share.toString('hex')).toBe(
      `00240000001d0020`.replace('0000001d', '001d') + Buffer.from(shares[0]?.publicKey ?? []).toString('hex'),
    );
  });

  it('is read back whatever its random and suites are', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 400 }),
        fc.constantFrom(...PROTOCOLS),
        (bytes, suites, protocol) => {
          const seen = read(buildClientHello({ protocol, suites, random: bytes, shares }).record);
          expect(seen.random).toEqual(bytes);
          expect(seen.suites).toEqual(suites);
        },
      ),
    );
  });

  it('is refused with what it cannot hold', () => {
    const spec = { protocol: 'tls12', suites: [1], random } as const;
    const code = expect.objectContaining({ code: 'tls-probe.value' });
    expect(() => buildClientHello({ ...spec, random: random.subarray(1) })).toThrow(code);
    expect(() => buildClientHello({ ...spec, suites: [] })).toThrow(code);
    expect(() => buildClientHello({ ...spec, serverName: '车联网.example' })).toThrow(code);
    expect(() => buildClientHello({ ...spec, protocol: 'tls13' })).toThrow(code);
  });
});

describe('key shares', () => {
  it.each([GROUP.x25519, GROUP.secp256r1, GROUP.secp384r1, GROUP.curveSM2])(
    'of group %i agree with each other',
    (group) => {
      const [a, b] = [keyShare(group, new Uint8Array(48).fill(3)), keyShare(group, new Uint8Array(48).fill(4))];
      expect(a.agree(b.publicKey)).toEqual(b.agree(a.publicKey));
      expect(keyShare(group, new Uint8Array(48).fill(3)).publicKey).toEqual(a.publicKey);
      expect(() => a.agree(new Uint8Array(7))).toThrow(expect.objectContaining({ code: 'tls-probe.decrypt' }));
    },
  );

  it('are refused for groups and secrets that make none', () => {
    const code = expect.objectContaining({ code: 'tls-probe.value' });
    expect(() => keyShare(GROUP.ffdhe2048, new Uint8Array(48))).toThrow(code);
    expect(() => keyShare(GROUP.secp256r1, new Uint8Array(48))).toThrow(code);
    expect(() => keyShare(GROUP.x25519, new Uint8Array(31))).toThrow(code);
  });

  it('refuse a point of low order', () => {
    const share = keyShare(GROUP.x25519, new Uint8Array(48).fill(3));
    expect(() => share.agree(new Uint8Array(32))).toThrow(expect.objectContaining({ code: 'tls-probe.decrypt' }));
  });
});

describe('the table of suites', () => {
  it('marks what is weak by its name', () => {
    expect(suitesOf('tls12', 'anonymous').map(suiteName)).toContain('DH_anon_WITH_AES_128_CBC_SHA');
    expect(suitesOf('tls12', 'des').map(suiteName)).toEqual([
      'RSA_EXPORT_WITH_DES40_CBC_SHA',
      'RSA_WITH_DES_CBC_SHA',
      'DHE_DSS_EXPORT_WITH_DES40_CBC_SHA',
      'DHE_DSS_WITH_DES_CBC_SHA',
      'DHE_RSA_EXPORT_WITH_DES40_CBC_SHA',
      'DHE_RSA_WITH_DES_CBC_SHA',
      'DH_anon_EXPORT_WITH_DES40_CBC_SHA',
      'DH_anon_WITH_DES_CBC_SHA',
    ]);
    expect(suitesOf('tls12', '3des').every((code) => suiteName(code).includes('3DES'))).toBe(true);
    expect(suitesOf('tlcp')).toHaveLength(12);
    expect(suitesOf('tls13', 'sm')).toEqual([0xc6, 0xc7]);
    expect(suiteName(0xfefe)).toBe('0xfefe');
  });
});
