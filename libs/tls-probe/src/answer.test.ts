import { KEY_USAGE } from '@chedun/x509';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testCertificate, type TestCertificate } from '../testing/certificates.ts';
import { certificates, extension, flight13, message, record, serverHello } from '../testing/flight.ts';
import { answerOfNode } from '../testing/server.ts';
import { answerReader } from './answer.ts';
import { buildClientHello } from './client-hello.ts';
import { join, u16, vector } from './cursor.ts';
import { keyShare } from './key-share.ts';
import { alertName, GROUP, groupName, schemeName } from './names.ts';
import type { ProbeName } from './codes.ts';
import { openProbe, probePlan } from './plan.ts';
import { suiteName } from './suites.ts';

const ENDPOINT = { host: 'tsp.example', speaks: 'any' } as const;
let seed = 1;
const random = (length: number): Uint8Array => {
  seed += 1;
  return new Uint8Array(length).fill(seed % 251);
};
const probe = (name: ProbeName) => {
  const found = probePlan(ENDPOINT).find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return openProbe(found, ENDPOINT, random);
};

let leaf: TestCertificate;
let rsa: TestCertificate;
beforeAll(async () => {
  leaf = await testCertificate({ hosts: ['tsp.example'] });
  rsa = await testCertificate({ key: 'rsa2048', usage: KEY_USAGE.digitalSignature + KEY_USAGE.keyEncipherment });
});

/** The answer of node:tls, which is OpenSSL, to a probe. */
const asked = async (name: ProbeName, server: Parameters<typeof answerOfNode>[0]) => {
  const { hello, reader } = probe(name);
  await answerOfNode(server, hello.record, reader.push);
  return reader.answer();
};

describe('the answer of OpenSSL', () => {
  it.each([
    ['TLS_AES_128_GCM_SHA256', 0x1301],
    ['TLS_AES_256_GCM_SHA384', 0x1302],
    ['TLS_CHACHA20_POLY1305_SHA256', 0x1303],
    ['TLS_AES_128_CCM_SHA256', 0x1304],
  ])('in TLS 1.3 with %s is opened to its end', async (ciphers, suite) => {
    const server = {
      key: leaf.keyPem,
      cert: leaf.pem,
      ciphers,
      minVersion: 'TLSv1.3',
      asksClient: true,
      ca: leaf.pem,
    } as const;
    const answer = await asked('tls13', server);
    expect(answer).toMatchObject({
      complete: true,
      alert: undefined,
      hello: { version: 0x0304, suite, group: GROUP.x25519 },
    });
    expect(answer.certificates).toEqual([leaf.der]);
    expect(answer.certificateRequest?.schemes.map(schemeName)).toContain('ecdsa_secp256r1_sha256');
    expect(answer.certificateRequest?.authorities).toHaveLength(1);
  });

  it('in TLS 1.3 without a wish for a certificate of the client shows that', async () => {
    const answer = await asked('tls13', {
      key: leaf.keyPem,
      cert: leaf.pem,
      minVersion: 'TLSv1.3',
      ecdhCurve: 'P-384',
    });
    expect(answer).toMatchObject({ complete: true, certificateRequest: undefined, hello: { group: GROUP.secp384r1 } });
  });

  it('that wants another group ends with its name', async () => {
    const answer = await asked('tls13', {
      key: leaf.keyPem,
      cert: leaf.pem,
      minVersion: 'TLSv1.3',
      ecdhCurve: 'P-521',
    });
    expect(answer).toMatchObject({ complete: true, hello: { retry: true, version: 0x0304 }, certificates: [] });
    expect(groupName(answer.hello?.group ?? 0)).toBe('secp521r1');
  });

  it('in TLS 1.2 shows certificate, group, scheme and the wish for a certificate of the client', async () => {
    const server = { key: leaf.keyPem, cert: leaf.pem, maxVersion: 'TLSv1.2', asksClient: true, ca: leaf.pem } as const;
    const answer = await asked('tls12', server);
    expect(answer).toMatchObject({ complete: true, certificates: [leaf.der], keyExchange: { group: GROUP.x25519 } });
    expect(suiteName(answer.hello?.suite ?? 0)).toMatch(/^ECDHE_ECDSA_WITH_/);
    expect(answer.keyExchange?.scheme).toBeGreaterThan(0);
    expect(answer.certificateRequest?.types.length).toBeGreaterThan(0);
    expect(answer.certificateRequest?.authorities).toHaveLength(1);
  });

  it.each([
    ['tls11', 0x0302, 'TLSv1.1'],
    ['tls10', 0x0301, 'TLSv1'],
  ] as const)('in %s is read without schemes', async (name, version, minVersion) => {
    const server = {
      key: rsa.keyPem,
      cert: rsa.pem,
      minVersion,
      maxVersion: minVersion,
      ciphers: 'ALL@SECLEVEL=0',
      asksClient: true,
    } as const;
    const answer = await asked(name, server);
    expect(answer).toMatchObject({
      complete: true,
      hello: { version },
      certificates: [rsa.der],
      keyExchange: { scheme: undefined },
    });
    expect(answer.certificateRequest?.schemes).toEqual([]);
  });

  it.each([
    ['null', 'eNULL:@SECLEVEL=0', /NULL/],
    ['anonymous', 'aNULL:@SECLEVEL=0', /_anon_/],
    ['static-key', 'kRSA:@SECLEVEL=0', /^RSA_WITH/],
    ['cbc-sha1', 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0', /CBC_SHA$/],
  ] as const)('to the suites of class %s shows that they are accepted', async (name, ciphers, suite) => {
    const server = { key: rsa.keyPem, cert: rsa.pem, maxVersion: 'TLSv1.2', minVersion: 'TLSv1', ciphers } as const;
    const answer = await asked(name, server);
    expect(answer).toMatchObject({ complete: true });
    expect(suiteName(answer.hello?.suite ?? 0)).toMatch(suite);
  });

  it('that refuses is an alert', async () => {
    const server = { key: leaf.keyPem, cert: leaf.pem, minVersion: 'TLSv1.3' } as const;
    const old = await asked('tls10', server);
    expect(old).toMatchObject({ hello: undefined, complete: false });
    expect(alertName(old.alert?.description ?? 0)).toBe('protocol_version');
    const weak = await asked('anonymous', { key: leaf.keyPem, cert: leaf.pem, maxVersion: 'TLSv1.2' });
    expect(alertName(weak.alert?.description ?? 0)).toBe('handshake_failure');
    expect(alertName(217)).toBe('alert 217');
  });
});

describe('the answer of TLCP and of RFC 8998', () => {
  it('shows the pair of certificates and the curve', () => {
    const { reader } = probe('tlcp');
    const signature = vector(2, new Uint8Array(70));
    const flight = join(
      serverHello(0x0101, 0xe011),
      certificates(Uint8Array.of(1), Uint8Array.of(2)),
      message(12, [3], u16(GROUP.curveSM2), vector(1, new Uint8Array(65)), signature),
      message(13, vector(1, [1]), vector(2, vector(2, Uint8Array.of(0x30, 0)))),
      message(14),
    );
    // Messages cut into records anywhere.
    for (let at = 0; at < flight.length; at += 40) reader.push(record(22, 0x0101, flight.subarray(at, at + 40)));
    expect(reader.answer()).toMatchObject({
      complete: true,
      hello: { version: 0x0101, suite: 0xe011 },
      certificates: [Uint8Array.of(1), Uint8Array.of(2)],
      keyExchange: { group: GROUP.curveSM2 },
      certificateRequest: { types: [1], authorities: [Uint8Array.of(0x30, 0)] },
    });
  });

  it('is opened with SM2, SM3 and SM4', async () => {
    const sm2 = await testCertificate({ key: 'sm2' });
    const client = keyShare(GROUP.curveSM2, random(48));
    const hello = buildClientHello({ protocol: 'tls13', suites: [0xc6], random: random(32), shares: [client] });
    const server = keyShare(GROUP.curveSM2, random(48));
    const flight = flight13({
      suite: 0x00c6,
      clientHello: hello.message,
      client,
      server,
      certificate: sm2.der,
      asksClient: true,
    });
    const reader = answerReader(hello.message, [client]);
    reader.push(flight);
    expect(reader.answer()).toMatchObject({
      complete: true,
      certificates: [sm2.der],
      certificateRequest: { schemes: [0x0403] },
    });
    const other = answerReader(Uint8Array.of(1), [client]);
    expect(() => other.push(flight)).toThrow(expect.objectContaining({ code: 'tls-probe.decrypt' }));
  });
});

describe('an answer that is none', () => {
  const refused = (bytes: Uint8Array, code: string) => {
    const { reader } = probe('tls12');
    expect(() => reader.push(bytes)).toThrow(expect.objectContaining({ code }));
    expect(reader.done()).toBe(true);
    reader.push(bytes);
  };
  const hello = serverHello(0x0303, 0xc02f);

  it('is refused with its place', () => {
    refused(new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n'), 'tls-probe.malformed');
    refused(Uint8Array.of(22, 3, 3, 0xff, 0xff), 'tls-probe.limit');
    refused(record(22, 0x0303, join(message(11, vector(3)))), 'tls-probe.malformed');
    refused(record(22, 0x0303, join(hello, hello)), 'tls-probe.malformed');
    refused(record(22, 0x0303, join(hello, message(11, vector(3), [0]))), 'tls-probe.malformed');
    refused(record(22, 0x0303, join(hello, message(11, [0, 0, 9]))), 'tls-probe.truncated');
    refused(record(22, 0x0303, join(hello, [11, 0xff, 0, 0])), 'tls-probe.limit');
    refused(
      record(22, 0x0303, serverHello(0x0303, 1, [extension(43, u16(0x0304)), extension(43, u16(0x0304))])),
      'tls-probe.malformed',
    );
    refused(record(21, 0x0303, Uint8Array.of(2)), 'tls-probe.malformed');
    refused(
      record(22, 0x0303, join(hello, certificates(...Array.from({ length: 17 }, () => Uint8Array.of(1))))),
      'tls-probe.limit',
    );
  });

  it('of more than 256 KiB is not read', () => {
    const { reader } = probe('tls12');
    const quiet = record(20, 0x0303, new Uint8Array(16_000));
    expect(() => {
      for (let at = 0; at < 20; at += 1) reader.push(quiet);
    }).toThrow(expect.objectContaining({ code: 'tls-probe.limit' }));
  });

  it('throws nothing but its own errors, and the same in pieces as in one', () => {
    const outcome = (push: (take: (bytes: Uint8Array) => void) => void) => {
      const reader = answerReader(Uint8Array.of(1), []);
      try {
        push(reader.push);
        return reader.answer();
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        expect(String(code)).toMatch(/^tls-probe\./);
        return code;
      }
    };
    const good = record(22, 0x0303, join(hello, certificates(Uint8Array.of(1, 2)), message(14)));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(good.length - 1), fc.nat(255), (noise, at, value) => {
        outcome((take) => take(noise));
        const changed = Uint8Array.from(good);
        changed[at] = value;
        const whole = outcome((take) => take(changed));
        const pieces = outcome((take) => {
          for (let from = 0; from < changed.length; from += 7) take(changed.subarray(from, from + 7));
        });
        if (typeof whole === 'object' && typeof pieces === 'object')
          expect({ ...pieces, bytes: 0 }).toEqual({ ...whole, bytes: 0 });
        else expect(pieces).toBe(whole);
      }),
      { numRuns: 300 },
    );
  });
});
