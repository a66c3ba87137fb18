import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { KEY_USAGE } from '@chedun/x509';
import { testCertificate, type TestCertificate } from '@chedun/tls-probe/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { probeEndpoint } from './probe-endpoint.ts';
import { isTestableByTls } from './tls-client.ts';
import type { Pace } from './types.ts';

const PACE: Pace = { connectMs: 2000, answerMs: 2000, settleMs: 300, gapMs: 1 };
const needs = { pace: PACE, random: (length: number) => new Uint8Array(randomBytes(length)), now: () => Date.now() };
const HOST = '127.0.0.1';

let ca: TestCertificate;
let leaf: TestCertificate;
let rsa: TestCertificate;
beforeAll(async () => {
  ca = await testCertificate({ commonName: 'fleet CA', isCa: true });
  leaf = await testCertificate({ commonName: 'gateway', hosts: [HOST], issuer: ca });
  const usage = KEY_USAGE.digitalSignature + KEY_USAGE.keyEncipherment;
  rsa = await testCertificate({ commonName: 'old gateway', hosts: [HOST], key: 'rsa2048', issuer: ca, usage });
});

const open: { readonly close: () => void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

const listening = async (server: Server): Promise<number> => {
  server.listen(0, HOST);
  await once(server, 'listening');
  open.push(server);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** A server of node:tls; `said` is what it answers when a client says something. */
const tlsServer = (options: TlsOptions, said?: string): Promise<number> => {
  const server = createTls(options, (socket) => {
    socket.on('error', () => {});
    socket.on('data', () => (said === undefined ? socket.destroy() : socket.end(said)));
  });
  server.on('tlsClientError', () => {});
  return listening(server);
};

const probe = (port: number, expected: { mutual?: boolean; sm?: boolean; speaks?: 'any' | 'tls' | 'tlcp' } = {}) =>
  probeEndpoint({ host: HOST, port, speaks: 'any', mutual: false, sm: false, ...expected }, needs);
const codes = ({ result }: Awaited<ReturnType<typeof probe>>) => result.weaknesses.map(({ code }) => code);

describe('an endpoint', () => {
  it('that demands certificates of its clients and refuses wrong ones is in order', async () => {
    const port = await tlsServer({
      key: leaf.keyPem,
      cert: leaf.pem + ca.pem,
      ca: ca.pem,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const probed = await probe(port, { mutual: true });
    expect(probed.result.accepted.map(({ protocol }) => protocol)).toEqual(['tls13', 'tls12']);
    expect(probed.result).toMatchObject({ reachable: true, asksClient: true, sm: false });
    expect(probed.result.negative.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['none', 'refused'],
      ['expired', 'refused'],
      ['foreign', 'refused'],
    ]);
    expect(codes(probed).filter((code) => code !== 'cbc-sha1-suite')).toEqual(['sm-missing']);
    expect(probed.facts.certificates.map(({ subject, place }) => [subject, place])).toEqual([
      ['CN=gateway,C=CN', 'leaf'],
      ['CN=fleet CA,C=CN', 'chain'],
    ]);
    expect(probed.exchanges[0]?.sent).toMatch(/^16030/);
    expect(probed.exchanges[0]?.received).toMatch(/^160303/);
  });

  it('that only asks, and takes whatever comes, is found out', async () => {
    const port = await tlsServer(
      { key: leaf.keyPem, cert: leaf.pem, ca: ca.pem, requestCert: true, rejectUnauthorized: false },
      'HTTP/1.1 200 OK\r\n\r\n',
    );
    const probed = await probe(port, { mutual: true });
    expect(probed.result.negative).toMatchObject([
      { kind: 'none', outcome: 'accepted', how: 'HTTP 200' },
      { kind: 'expired', outcome: 'accepted' },
      { kind: 'foreign', outcome: 'accepted' },
    ]);
    expect(codes(probed)).toEqual(
      expect.arrayContaining(['accepts-no-certificate', 'accepts-expired-certificate', 'accepts-foreign-certificate']),
    );
    expect(probed.result.weaknesses.find(({ code }) => code === 'accepts-no-certificate')?.severity).toBe('critical');
  });

  it('that takes the handshake and refuses by HTTP refuses', async () => {
    const port = await tlsServer({ key: leaf.keyPem, cert: leaf.pem }, 'HTTP/1.1 403 Forbidden\r\n\r\n');
    const { result } = await probe(port, { mutual: true });
    expect(result.negative.map(({ outcome, how }) => [outcome, how])).toEqual(
      Array.from({ length: 3 }, () => ['refused', 'HTTP 403']),
    );
    expect(result.weaknesses.map(({ code }) => code)).toContain('client-certificate-not-asked');
  });

  it('that is no web server and stays open accepts', async () => {
    const port = await tlsServer({ key: leaf.keyPem, cert: leaf.pem });
    const { result } = await probe(port, { mutual: true });
    expect(result.negative.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('with old protocols and weak suites is told so', async () => {
    const port = await tlsServer({
      key: rsa.keyPem,
      cert: rsa.pem,
      minVersion: 'TLSv1',
      ciphers: 'ALL:eNULL:aNULL:@SECLEVEL=0',
    });
    const probed = await probe(port, { sm: true });
    expect(codes(probed)).toEqual([
      'tls10',
      'tls11',
      'null-suite',
      'anonymous-suite',
      'static-key-suite',
      'cbc-sha1-suite',
      'sm-missing',
    ]);
    expect(probed.result.weaknesses.find(({ code }) => code === 'sm-missing')?.severity).toBe('high');
    expect(probed.result.negative).toEqual([]);
  });

  it('that is not there is asked once and proves nothing', async () => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    await once(server, 'close');
    const probed = await probe(port, { mutual: true });
    expect(probed.exchanges).toHaveLength(1);
    expect(probed.result).toMatchObject({ reachable: false, reason: 'ECONNREFUSED', weaknesses: [], negative: [] });
  });

  it('that speaks something else, or nothing, is no TLS', async () => {
    const ssh = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    const probed = await probe(await listening(ssh), { speaks: 'tlcp' });
    expect(probed.result).toMatchObject({ reachable: true, accepted: [], weaknesses: [] });
    expect(probed.result.hellos).toEqual([{ probe: 'tlcp', answer: 'tls-probe.malformed 0' }]);
    const silent = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => {});
    });
    const port = await listening(silent);
    const short = { ...needs, pace: { ...PACE, answerMs: 50 } };
    const { result } = await probeEndpoint({ host: HOST, port, speaks: 'tlcp', mutual: false, sm: false }, short);
    expect(result.hellos).toEqual([{ probe: 'tlcp', answer: 'timeout' }]);
  });
});

describe('negative tests over TLS', () => {
  const accepted = (protocol: 'tls13' | 'tls12' | 'tlcp', suite: number) => ({
    protocol,
    suite,
    group: undefined,
    scheme: undefined,
    dhBits: undefined,
    asksClient: true,
  });

  it('are made where node gets as far as its certificate', () => {
    expect(isTestableByTls([accepted('tls13', 0x00c6), accepted('tls12', 0xc02f)])).toBe(true);
  });

  it('are not made where its handshake would fail for another reason: a refusal would prove nothing', () => {
    expect(isTestableByTls([accepted('tls13', 0x00c6), accepted('tls13', 0x00c7), accepted('tlcp', 0xe053)])).toBe(
      false,
    );
    expect(isTestableByTls([])).toBe(false);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('openssl s_server', () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'chedun-s-server-'));
    await writeFile(path.join(folder, 'key.pem'), rsa.keyPem);
    await writeFile(path.join(folder, 'cert.pem'), rsa.pem);
    await writeFile(path.join(folder, 'ca.pem'), ca.pem);
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const serve = async (...options: string[]): Promise<number> => {
    const free = createServer();
    const port = await listening(free);
    free.close();
    await once(free, 'close');
    const args = [
      's_server',
      '-accept',
      `${HOST}:${port}`,
      '-key',
      'key.pem',
      '-cert',
      'cert.pem',
      '-quiet',
      ...options,
    ];
    const child = spawn('openssl', args, { cwd: folder, stdio: 'ignore' });
    running.push(child);
    for (let tries = 0; tries < 100; tries += 1) {
      const up = await new Promise<boolean>((resolve) => {
        execFile('openssl', ['s_client', '-connect', `${HOST}:${port}`], (error, _, text) =>
          resolve(error === null || !text.includes('refused')),
        ).stdin?.end();
      });
      if (up) return port;
    }
    throw new Error('openssl s_server does not listen');
  };

  it('that verifies its clients shows the same by probe and by negative test', async () => {
    const port = await serve('-CAfile', 'ca.pem', '-Verify', '1', '-verify_return_error', '-www');
    const probed = await probe(port, { mutual: true });
    expect(probed.result).toMatchObject({ asksClient: true });
    expect(probed.result.negative.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
  });

  it('of TLS 1.1 alone is no secure protocol', async () => {
    const port = await serve('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0', '-www');
    expect(codes(await probe(port, { speaks: 'tls' }))).toEqual(
      expect.arrayContaining(['tls11', 'no-secure-protocol']),
    );
  });
});
