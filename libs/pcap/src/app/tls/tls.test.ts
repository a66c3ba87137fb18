import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { ascii, be, fromHex, join, prefixed } from '../../../testing/bytes.ts';
import { clientHello, handshake, record, serverHello } from '../../../testing/hellos.ts';
import { conversation } from '../../../testing/packets.ts';
import { readCertificate } from './certificate.ts';
import { isGrease, ja3, ja3s, ja4 } from './fingerprints.ts';
import { readClientHello, readServerHello } from './hello.ts';
import { versionName } from './parser.ts';

const PARTS = {
  ciphers: [0x0a0a, 0x1302, 0x1301, 0xc02f],
  sni: 'ota.example',
  alpn: ['h2', 'http/1.1'],
  versions: [0x1a1a, 0x0304, 0x0303],
  groups: [0x2a2a, 29, 23],
  signatures: [0x0403, 0x0804],
  more: [0x3a3a, 23],
};

const helloOf = (parts: Parameters<typeof clientHello>[0]) => {
  const hello = readClientHello(clientHello(parts));
  if (hello === undefined) throw new Error('the hello of the test does not read');
  return hello;
};

const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = join(...parts);
  return body.length < 128 ? join(tag, body.length, body) : join(tag, 0x82, be(body.length, 2), body);
};
const attribute = (oid: string, text: string): Uint8Array =>
  der(0x31, der(0x30, der(6, fromHex(oid)), der(12, ascii(text))));
const CERTIFICATE = der(
  0x30,
  der(
    0x30,
    der(0xa0, der(2, Uint8Array.of(2))),
    der(2, Uint8Array.of(0, 0xab)),
    der(0x30, der(6, fromHex('2a864886f70d01010b'))),
    der(0x30, attribute('550406', 'CN'), attribute('550403', 'Test Root')),
    der(0x30, der(0x17, ascii('240102030405Z')), der(0x18, ascii('20550102030405Z'))),
    der(0x30, attribute('55040a', 'Maker'), attribute('550403', 'ota.example'), attribute('2a0304', 'x')),
    der(0x30),
  ),
);

describe('hellos', () => {
  it('give what identifies a client', () => {
    expect(helloOf(PARTS)).toMatchObject({
      version: 0x0303,
      sni: 'ota.example',
      alpn: ['h2', 'http/1.1'],
      extensions: [0, 10, 11, 13, 16, 43, 0x3a3a, 23],
      groups: [0x2a2a, 29, 23],
      pointFormats: [0],
    });
    expect(readServerHello(serverHello(0x1302, 0x0304))).toMatchObject({ cipher: 0x1302, selectedVersion: 0x0304 });
  });

  it('may have no extensions', () => {
    expect(helloOf({})).toMatchObject({ extensions: [], sni: undefined, alpn: [] });
  });

  it('that are cut off in a fixed part give nothing', () => {
    const bytes = clientHello(PARTS);
    for (let size = 0; size < 47; size += 1) expect(readClientHello(bytes.subarray(0, size))).toBeUndefined();
    for (let size = 0; size < 38; size += 1) expect(readServerHello(serverHello(1).subarray(0, size))).toBeUndefined();
    for (let size = 47; size < bytes.length; size += 1) expect(readClientHello(bytes.subarray(0, size))).toBeDefined();
  });
});

describe('fingerprints', () => {
  it('leave GREASE away', () => {
    expect([0x0a0a, 0x1a1a, 0xfafa, 0x0a1a, 0x0b0b].map(isGrease)).toEqual([true, true, true, false, false]);
  });

  it('JA3 is the MD5 of five lists', () => {
    const string = '771,4866-4865-49199,0-10-11-13-16-43-23,29-23,0';
    expect(ja3(helloOf(PARTS))).toEqual({ string, hash: createHash('md5').update(string).digest('hex') });
    const hello = readServerHello(serverHello(0x1302, 0x0304));
    expect(hello && ja3s(hello).string).toBe('771,4866,43');
  });

  it('JA4 counts, sorts and hashes', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
    const tail = `${hash('1301,1302,c02f')}_${hash('000a,000b,000d,0017,002b_0403,0804')}`;
    expect(ja4(helloOf(PARTS), 't')).toBe(`t13d0307h2_${tail}`);
    expect(ja4(helloOf(PARTS), 'q')).toBe(`q13d0307h2_${tail}`);
  });

  it('JA4 of a bare hello has zeros for what is missing', () => {
    expect(ja4(helloOf({ ciphers: [], version: 0x0301 }), 't')).toBe('t10i000000_000000000000_000000000000');
    expect(ja4(helloOf({ alpn: ['\u00ab'], ciphers: [] }), 't').slice(0, 10)).toMatch(/^t12i0001/);
  });
});

describe('certificates', () => {
  it('give names, serial number and life', () => {
    expect(readCertificate(CERTIFICATE)).toEqual({
      subject: 'O=Maker, CN=ota.example, 2a0304=x',
      issuerdn: 'C=CN, CN=Test Root',
      serial: '00:AB',
      fingerprint: createHash('sha1')
        .update(CERTIFICATE)
        .digest('hex')
        .replaceAll(/(..)(?!$)/g, '$1:'),
      notbefore: '2024-01-02T03:04:05',
      notafter: '2055-01-02T03:04:05',
    });
  });

  it('that do not read give nothing', () => {
    for (let size = 0; size < CERTIFICATE.length; size += 1)
      expect(readCertificate(CERTIFICATE.subarray(0, size))).toBeUndefined();
  });
});

describe('tls records', () => {
  const hello = ['client', record(22, handshake(1, clientHello(PARTS)))] as const;
  const tlsOf = (said: Parameters<typeof conversation>[0]) => bodiesOf(recordsOf(conversation(said)), 'tls');

  it('come with the certificate of TLS 1.2', () => {
    const certificate = handshake(11, prefixed(3, prefixed(3, CERTIFICATE)));
    const flight = join(handshake(2, serverHello(0xc02f)), certificate, handshake(14, new Uint8Array(0)));
    const cut = [record(22, flight.subarray(0, 100)), record(22, flight.subarray(100))] as const;
    expect(tlsOf([hello, ['server', cut[0]], ['server', cut[1]]])).toEqual([
      expect.objectContaining({ sni: 'ota.example', version: 'TLS 1.2', subject: 'O=Maker, CN=ota.example, 2a0304=x' }),
    ]);
  });

  it('come with the ServerHello of TLS 1.3', () => {
    expect(tlsOf([hello, ['server', record(22, handshake(2, serverHello(0x1301, 0x0304)))]])).toEqual([
      expect.objectContaining({
        version: 'TLS 1.3',
        client_alpns: ['h2', 'http/1.1'],
        ja4: expect.stringMatching(/^t13d/),
      }),
    ]);
  });

  it('tell a resumed session', () => {
    const answer = join(record(22, handshake(2, serverHello(0xc02f))), record(20, Uint8Array.of(1)));
    expect(tlsOf([hello, ['server', answer]])).toEqual([expect.objectContaining({ session_resumed: true })]);
  });

  it('come at the end of a flow whose server never answered', () => {
    expect(tlsOf([['client', record(22, handshake(1, clientHello({ version: 0x0301 })))]])).toEqual([
      expect.objectContaining({ version: 'TLSv1' }),
    ]);
  });

  it('come once, and broken records are named', () => {
    const broken = conversation([['client', join(record(22, new Uint8Array(0)), ascii('garbage'))]]);
    expect(anomaliesOf(recordsOf(broken))).toEqual(['invalid_record']);
    const bad = conversation([['client', record(22, handshake(1, Uint8Array.of(3, 3)))]]);
    expect(anomaliesOf(recordsOf(bad))).toEqual(['invalid_handshake_message']);
  });

  it('name versions', () => {
    expect([0x0300, 0x0301, 0x0302, 0x7f1c, 0x0999].map(versionName)).toEqual([
      'SSLv3',
      'TLSv1',
      'TLS 1.1',
      'TLS 1.3 draft-28',
      '0x0999',
    ]);
  });
});
