import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { acceptTlcp, type TlcpConnection, type TlcpServerOptions } from '@chedun/tlcp';
import { makeParties, serverOf, type Parties } from '@chedun/tlcp/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { probeEndpoint } from './probe-endpoint.ts';
import { isTestableByTlcp, tryTlcpClient } from './tlcp-client.ts';
import type { Pace } from './types.ts';

const HOST = '127.0.0.1';
const PACE: Pace = { connectMs: 4000, answerMs: 2000, settleMs: 300, gapMs: 1 };
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

let parties: Parties;
beforeAll(async () => {
  parties = await makeParties();
});
const open: Server[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});
const needs = () => ({ pace: PACE, random, now: () => parties.at });

const listening = async (take: (socket: Socket) => void): Promise<number> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    take(socket);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  open.push(server);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** A server of TLCP; `said` is what it answers when a client says something. */
const tlcpServer = (more: Partial<TlcpServerOptions>, said?: string): Promise<number> =>
  listening((socket) => {
    const connection: TlcpConnection = acceptTlcp(serverOf(parties, more), parties.at, {
      send: (bytes) => void (socket.writable && socket.write(bytes)),
      data: () => {
        if (said !== undefined) connection.write(new Uint8Array(Buffer.from(said)));
        connection.close();
        socket.end();
      },
      established: () => {},
      ended: () => {},
      failed: () => socket.end(),
    });
    socket.on('data', (bytes) => connection.push(new Uint8Array(bytes)));
  });

const clients = (mode: 'optional' | 'required') => ({ clients: { mode, trust: { anchors: parties.anchors } } });
const probe = (port: number, mutual = true) =>
  probeEndpoint({ host: HOST, port, speaks: 'tlcp', mutual, sm: true }, needs());
const outcomes = ({ result }: Awaited<ReturnType<typeof probe>>) =>
  result.negative.map(({ over, kind, outcome }) => [over, kind, outcome]);

describe('an endpoint of TLCP', () => {
  it('that demands certificates of its clients and refuses wrong ones is proven to', async () => {
    const probed = await probe(await tlcpServer(clients('required')));
    expect(probed.result).toMatchObject({ sm: true, asksClient: true });
    expect(outcomes(probed)).toEqual([
      ['tlcp', 'none', 'refused'],
      ['tlcp', 'expired', 'refused'],
      ['tlcp', 'foreign', 'refused'],
    ]);
    expect(probed.result.weaknesses.map(({ code }) => code)).toEqual([]);
  });

  it('that asks and takes whatever comes is found out', async () => {
    const probed = await probe(await tlcpServer(clients('optional'), 'HTTP/1.1 200 OK\r\n\r\n'));
    expect(outcomes(probed)).toEqual([
      ['tlcp', 'none', 'accepted'],
      ['tlcp', 'expired', 'accepted'],
      ['tlcp', 'foreign', 'accepted'],
    ]);
    expect(probed.result.weaknesses).toEqual(
      expect.arrayContaining([
        { code: 'accepts-no-certificate', severity: 'critical', shown: 'TLCP HTTP 200' },
        { code: 'accepts-foreign-certificate', severity: 'critical', shown: 'TLCP HTTP 200' },
      ]),
    );
  });

  it('that takes the handshake and refuses by HTTP refuses', async () => {
    const { result } = await probe(await tlcpServer({}, 'HTTP/1.1 403 Forbidden\r\n\r\n'));
    expect(result.negative.map(({ outcome, how }) => [outcome, how])).toEqual(
      Array.from({ length: 3 }, () => ['refused', 'HTTP 403']),
    );
  });

  it('that is no web server and takes all clients lets them in', async () => {
    const { result } = await probe(await tlcpServer({}));
    expect(result.negative.map(({ outcome, how }) => [outcome, how])).toEqual(
      Array.from({ length: 3 }, () => ['accepted', 'open']),
    );
  });

  it('is tested even when its own certificate is over: who it is, is judged by the probe', async () => {
    const { sign, decrypt, certificate } = parties.expired;
    const own = { sign, decrypt, signCertificate: certificate.raw, encryptCertificate: certificate.raw };
    const probed = await probe(await tlcpServer({ ...own, ...clients('required') }));
    expect(outcomes(probed).map(([, , outcome]) => outcome)).toEqual(['refused', 'refused', 'refused']);
    expect(probed.result.weaknesses.map(({ code }) => code)).toContain('certificate-expired');
  });

  it('is left alone where clients show no certificate', async () => {
    expect((await probe(await tlcpServer({}), false)).result.negative).toEqual([]);
  });
});

describe('an end of the handshake that is not about the certificate', () => {
  const shown = () => [parties.sign.certificate, parties.encrypt.certificate];
  const attempt = (port: number) => tryTlcpClient({ host: HOST, port }, shown(), undefined, needs());

  it('proves nothing', async () => {
    const wrong = await tlcpServer({ decrypt: () => new Uint8Array(48) });
    const noTlcp = await listening((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect((await attempt(noTlcp)).outcome).toBe('unclear');
    expect((await attempt(wrong)).outcome).toBe('unclear');
    expect((await attempt(1)).outcome).toBe('unclear');
  });

  it('is looked for only with suites that the client speaks', () => {
    const one = { protocol: 'tlcp', group: undefined, scheme: undefined, dhBits: undefined, asksClient: true } as const;
    expect(isTestableByTlcp([{ ...one, suite: 0xe053 }])).toBe(true);
    expect(isTestableByTlcp([{ ...one, suite: 0xe011 }])).toBe(false);
  });
});
