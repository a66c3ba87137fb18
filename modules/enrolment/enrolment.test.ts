import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import path from 'node:path';
import { DerReader, TAG, contextOf } from '@chedun/asn1/der';
import { certificates } from '@chedun/certificates';
import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule, compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import {
  buildOcspRequest,
  buildRequest,
  formatPem,
  nameOf,
  parseCertificate,
  parseNameText,
  parseOcspResponse,
  serialText,
} from '@chedun/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdCeremony } from '../certificates/testing/ceremony.ts';
import { sm2Device } from '../certificates/testing/requests.ts';
import { hierarchy, standIns } from '../certificates/testing/stand-ins.ts';
import { enrolment } from './module.ts';

const VIN = 'LSVAA49J132000001';
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Token `good` may issue, `poor` may not. */
const identity = defineModule<IdentityAsks>({
  name: 'identity',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({
    asks: {
      tokenOwner: async () => undefined,
      authenticateToken: async (secret: string) =>
        secret === 'good' || secret === 'poor'
          ? {
              kind: 'token',
              id: secret,
              name: secret,
              roles: [],
              permissions: new Set(secret === 'good' ? ['certificates.issue'] : []),
            }
          : undefined,
    } as unknown as IdentityAsks,
  }),
});

interface World {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly asks: CertificatesAsks;
  readonly port: number;
}

const open = async (
  tls: { readonly cert?: string; readonly key?: string },
  algorithm: 'sm2' | 'ecdsa-p256',
): Promise<World> => {
  const platform = await testPlatform();
  const others = standIns().filter(({ name }) => name !== 'identity');
  const config = { ...platform.platform.config, enrolment: { host: '127.0.0.1', port: await freePort(), tls } };
  const app = await compose([...others, identity, certificates, enrolment], { ...platform.platform, config });
  await app.start();
  await holdCeremony(app, hierarchy(algorithm));
  return { platform, app, asks: app.asksOf(certificates), port: app.asksOf(enrolment).port() };
};

const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
};

const close = async ({ app, platform }: World): Promise<void> => {
  await app.stop();
  await platform.close();
};

/** Certificates of a bag: CMS SignedData without signers. */
const certificatesIn = (text: string): Uint8Array[] => {
  const reader = new DerReader(new Uint8Array(Buffer.from(text, 'base64')));
  reader.open(TAG.sequence);
  reader.oid();
  reader.open(contextOf(0));
  reader.open(TAG.sequence);
  reader.small(9);
  reader.element(TAG.set);
  reader.element(TAG.sequence);
  const bag = reader.open(contextOf(0));
  const found: Uint8Array[] = [];
  while (!reader.done()) found.push(reader.element(TAG.sequence));
  reader.close(bag);
  return found;
};

const basic = (token: string): string => `Basic ${Buffer.from(`device:${token}`).toString('base64')}`;
const LABEL = '/.well-known/est/vehicle-ca.vehicle';

describe('the listener of a certificate authority', () => {
  let world: World;
  beforeAll(async () => {
    world = await open({}, 'sm2');
  }, 120_000);
  afterAll(() => close(world), 60_000);

  const at = (where: string): string => `http://127.0.0.1:${world.port}${where}`;
  const enrol = (operation: string, csr: Uint8Array, token?: string) =>
    fetch(at(`${LABEL}/${operation}`), {
      method: 'POST',
      headers: {
        'content-type': 'application/pkcs10',
        ...(token === undefined ? {} : { authorization: basic(token) }),
      },
      body: Buffer.from(csr).toString('base64'),
    });

  it('hands out authorities and attributes without sign-in', async () => {
    const cacerts = certificatesIn(await (await fetch(at(`${LABEL}/cacerts`))).text());
    const hex = (list: readonly Uint8Array[]): string[] =>
      list.map((der) => Buffer.from(der).toString('hex')).toSorted();
    expect(hex(cacerts)).toEqual(hex(await world.asks.chain('vehicle-ca')));
    const attributes = await fetch(at(`${LABEL}/csrattrs`));
    expect(attributes.headers.get('content-type')).toBe('application/csrattrs');
    expect((await fetch(at('/.well-known/est/nothing.vehicle/cacerts'))).status).toBe(404);
  });

  it('enrols with a token that may issue, and renews by subject inside the window only', async () => {
    const device = sm2Device();
    const csr = await device.request(VIN);
    expect((await enrol('simpleenroll', csr)).status).toBe(401);
    expect((await enrol('simpleenroll', csr, 'poor')).status).toBe(401);
    expect((await enrol('simpleenroll', csr, 'wrong')).status).toBe(401);
    const answer = await enrol('simpleenroll', csr, 'good');
    expect(answer.headers.get('content-type')).toBe('application/pkcs7-mime; smime-type=certs-only');
    const [certificate] = certificatesIn(await answer.text()).map((der) => parseCertificate(der));
    expect(Buffer.from(certificate?.publicKey.raw ?? [])).toEqual(Buffer.from(device.spki));
    const early = await enrol('simplereenroll', await renewal(certificate?.subject), 'good');
    expect(early.status).toBe(400);
    expect(await early.text()).toContain('certificates.not-renewable');
    world.platform.clock.advance(1700 * 86_400_000);
    const renewed = await enrol('simplereenroll', await renewal(certificate?.subject), 'good');
    expect(renewed.status).toBe(200);
    expect(certificatesIn(await renewed.text())).toHaveLength(1);
    expect((await enrol('simplereenroll', await renewal(certificate?.subject), 'good')).status).not.toBe(500);
  });

  const renewal = async (subject: Uint8Array | undefined): Promise<Uint8Array> => {
    const device = sm2Device();
    return buildRequest(
      { subject: subject ?? new Uint8Array(), publicKey: device.spki, algorithm: 'sm2-sm3' },
      async (message) => device.sign(message),
    );
  };

  it('answers OCSP by POST and GET, and refuses what is none', async () => {
    const csr = await sm2Device().request('LSVAA49J132000002');
    const order = { authority: 'vehicle-ca', profile: 'vehicle', csr, vin: 'LSVAA49J132000002', device: null };
    const { der } = await world.asks.issue(order, { kind: 'user', id: 'x', name: 'x', roles: [] });
    const [issuer] = (await world.asks.chain('vehicle-ca')).map((each) => parseCertificate(each));
    const serial = parseCertificate(der[0] ?? new Uint8Array()).serial;
    if (issuer === undefined) throw new Error('no issuer');
    const question = buildOcspRequest(issuer, [serial]);
    const posted = await fetch(at('/ocsp'), {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: Buffer.from(question),
    });
    expect(parseOcspResponse(new Uint8Array(await posted.arrayBuffer())).kind).toBe('answer');
    const got = await fetch(at(`/ocsp/${encodeURIComponent(Buffer.from(question).toString('base64'))}`));
    expect(parseOcspResponse(new Uint8Array(await got.arrayBuffer())).kind).toBe('answer');
    expect(
      (await fetch(at('/ocsp'), { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status,
    ).toBe(415);
    expect((await fetch(at('/ocsp/'))).status).toBe(400);
  });

  it.skipIf(!hasOpenssl)('answers the client of openssl', async () => {
    const csr = await sm2Device().request('LSVAA49J132000003');
    const order = { authority: 'vehicle-ca', profile: 'vehicle', csr, vin: 'LSVAA49J132000003', device: null };
    const { der } = await world.asks.issue(order, { kind: 'user', id: 'x', name: 'x', roles: [] });
    const issuer = path.join(world.platform.folder, 'issuer.pem');
    const [chain] = await world.asks.chain('vehicle-ca');
    await writeFile(issuer, formatPem({ label: 'CERTIFICATE', bytes: chain ?? new Uint8Array() }));
    const serial = `0x${serialText(parseCertificate(der[0] ?? new Uint8Array()).serial)}`;
    const args = ['ocsp', '-issuer', issuer, '-serial', serial, '-url', at('/ocsp'), '-noverify', '-resp_text'];
    const child = await import('node:child_process');
    const told = await new Promise<string>((resolve) =>
      child.execFile('openssl', args, { timeout: 20_000 }, (_, stdout, stderr) => resolve(stdout + stderr)),
    );
    // The clock of this test is ahead of that of openssl, which only warns of it.
    expect(told).toContain('Cert Status: good');
    expect(told).toContain('OCSP Nonce');
  });

  it('publishes lists and certificates, and nothing else', async () => {
    expect((await fetch(at('/crl/vehicle-ca.crl'))).headers.get('content-type')).toBe('application/pkix-crl');
    expect((await fetch(at('/ca/root.cer'))).status).toBe(200);
    for (const where of ['/crl/nobody.crl', '/crl/vehicle-ca.cer', '/ca/..%2f..%2fetc', '/'])
      expect((await fetch(at(where))).status, where).toBe(404);
    const large = await fetch(at('/ocsp'), { method: 'POST', body: Buffer.alloc(300_000) }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(large).toBe(413);
  });

  it('tells bad requests apart without words of the inside', async () => {
    expect((await enrol('simpleenroll', Buffer.from('no request'), 'good')).status).toBe(400);
    const unknown = await enrol('simpleenroll', await sm2Device().request('LFV3A23C1N3000001'), 'good');
    expect(await unknown.text()).toContain('certificates.vehicle-unknown');
    expect((await fetch(at(`${LABEL}/fullcmc`), { method: 'POST' })).status).toBe(404);
  });
});

describe('the listener with TLS', () => {
  it('says what is wrong with its port and its files', async () => {
    const { openListener } = await import('./listener.ts');
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => log };
    const nobody = async () => ({ status: 404, headers: {}, body: '' });
    const config = { host: '127.0.0.1', port: await freePort(), tls: {} };
    const first = await openListener(config, nobody, log);
    await expect(openListener(config, nobody, log)).rejects.toMatchObject({ code: 'enrolment.port-unusable' });
    await first.close();
    const files = { cert: '/nothing.pem', key: '/nothing.key' };
    await expect(openListener({ ...config, tls: files }, nobody, log)).rejects.toMatchObject({
      code: 'enrolment.tls-unreadable',
    });
  });

  it('renews for the owner of a certificate, and for no stranger', async () => {
    const first = await open({}, 'ecdsa-p256');
    const folder = first.platform.folder;
    const device = p256Pair();
    const csr = await device.request(nameOf({ CN: VIN }));
    const issued = await first.asks.issue(
      { authority: 'vehicle-ca', profile: 'vehicle', csr, vin: VIN, device: null },
      { kind: 'user', id: 'x', name: 'x', roles: [] },
    );
    const der = issued.der[0] ?? new Uint8Array();
    const pem = formatPem({ label: 'CERTIFICATE', bytes: der });
    const key = device.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const [cert, keyFile] = [path.join(folder, 'tls.pem'), path.join(folder, 'tls.key')];
    await writeFile(cert, pem);
    await writeFile(keyFile, key);
    const { openListener } = await import('./listener.ts');
    const { answerEst } = await import('./est.ts');
    const needs = { certificates: first.asks, identity: { authenticateToken: async () => undefined } };
    const config = { host: '127.0.0.1', port: await freePort(), tls: { cert, key: keyFile } };
    const listener = await openListener(config, (asked) => answerEst(needs, asked), first.platform.platform.log);
    const ask = (operation: string, body: Uint8Array, client: { readonly cert?: string; readonly key?: string }) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const options = {
          port: listener.port,
          host: '127.0.0.1',
          path: `${LABEL}/${operation}`,
          method: 'POST',
          rejectUnauthorized: false,
          agent: false,
          ...client,
          headers: { 'content-type': 'application/pkcs10' },
        };
        const sent = request(options, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
          );
        });
        sent.on('error', reject);
        sent.end(Buffer.from(body).toString('base64'));
      });
    try {
      first.platform.clock.advance(1700 * 86_400_000);
      const successor = p256Pair();
      const subject = parseNameText(`CN=${VIN},OU=Vehicle,O=示例汽车有限公司,C=CN`);
      expect((await ask('simplereenroll', await successor.request(subject), {})).status).toBe(401);
      expect((await ask('simpleenroll', await successor.request(subject), { cert: pem, key })).status).toBe(403);
      const renewed = await ask('simplereenroll', await successor.request(subject), { cert: pem, key });
      expect([renewed.status, renewed.status === 200 ? '' : renewed.text]).toEqual([200, '']);
      expect(Buffer.from(parseCertificate(certificatesIn(renewed.text)[0] ?? new Uint8Array()).publicKey.raw)).toEqual(
        Buffer.from(successor.spki),
      );
    } finally {
      await listener.close();
      await close(first);
    }
  }, 120_000);

  interface Pair {
    readonly privateKey: KeyObject;
    readonly spki: Uint8Array;
    readonly request: (subject: ReturnType<typeof nameOf>) => Promise<Uint8Array>;
  }

  const p256Pair = (): Pair => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
    const signs = async (message: Uint8Array): Promise<Uint8Array> =>
      new Uint8Array(sign('sha256', message, privateKey));
    return {
      privateKey,
      spki,
      request: (subject) => buildRequest({ subject, publicKey: spki, algorithm: 'ecdsa-sha256' }, signs),
    };
  };
});
