import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { ALL_SUITES, sessionCache, type TlcpClientOptions } from '@chedun/tlcp';
import { clientOf, identityOf, makeParties, serverOf, type Parties } from '@chedun/tlcp/testing';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tlcpConnect, tlcpServer, type TlcpServerSettings, type TlcpSocket } from './index.ts';

let parties: Parties;
const open: (Server | TlcpSocket)[] = [];

beforeAll(async () => {
  parties = await makeParties();
});

afterEach(async () => {
  for (const each of open.splice(0).toReversed())
    if ('close' in each) await new Promise((done) => each.close(done));
    else each.destroy();
});

interface Served {
  readonly port: number;
  readonly refused: string[];
  readonly sockets: TlcpSocket[];
}

const serve = async (more: Partial<TlcpServerSettings>, take: (socket: TlcpSocket) => void): Promise<Served> => {
  const sockets: TlcpSocket[] = [];
  const server = tlcpServer({ ...serverOf(parties), now: () => parties.at, ...more }, (socket) => {
    sockets.push(socket);
    take(socket);
  });
  const refused: string[] = [];
  server.on('tlsClientError', (error: Error) => refused.push(error.message));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return { port: (server.address() as AddressInfo).port, refused, sockets };
};

const dial = async (port: number, more: Partial<TlcpClientOptions> = {}): Promise<TlcpSocket> => {
  const { random: _, host: __, ...options } = clientOf(parties, more);
  const socket = await tlcpConnect({ ...options, address: '127.0.0.1', port, now: () => parties.at, ...more });
  open.push(socket);
  return socket;
};

const echo = (socket: TlcpSocket): void => void socket.pipe(socket);
const required = () => ({ mode: 'required' as const, trust: { anchors: parties.anchors } });
const answerTo = async (socket: TlcpSocket, text: string): Promise<string> => {
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
};

describe.each(ALL_SUITES)('%s over sockets', (suite) => {
  test('both sides prove themselves and exchange data; the second time with fewer words', async () => {
    const { port, sockets } = await serve({ clients: required(), sessions: sessionCache() }, echo);
    const more = { suites: [suite], identity: identityOf(parties), sessions: { cache: sessionCache(), key: 'k' } };
    const [first, second] = [await dial(port, more), await dial(port, more)];
    expect([await answerTo(first, '一'), await answerTo(second, '二')]).toEqual(['一', '二']);
    expect(sockets.map((each) => each.tlcp()?.isResumed)).toEqual([false, true]);
    expect(sockets.every((each) => each.tlcp()?.peer.isTrusted === true)).toBe(true);
    expect(first.tlcp()).toMatchObject({ suite });
    expect(first.remotePort).toBe(port);
  });

  test('a megabyte comes back unchanged, and the end after it', async () => {
    const { port } = await serve({}, echo);
    const socket = await dial(port, { suites: [suite] });
    const sent = Buffer.alloc(1_000_000, 'GB/T 38636');
    socket.end(sent);
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
  });
});

describe('flow', () => {
  test('a side that does not read holds the other one back', async () => {
    const { port, sockets } = await serve({}, (socket) => void socket.pause());
    const socket = await dial(port);
    const [part, parts] = [Buffer.alloc(1 << 20, 'held back'), 16];
    for (let count = 0; count < parts; count += 1) socket.write(part);
    socket.end();
    const [server = socket] = sockets;
    while (server.readableLength < server.readableHighWaterMark) await new Promise((done) => setImmediate(done));
    expect(server.readableLength).toBeLessThan(part.length);
    expect(socket.writableLength).toBeGreaterThan(part.length);
    let received = 0;
    for await (const bytes of server) received += (bytes as Buffer).length;
    expect(received).toBe(parts * part.length);
  });

  test('what is written before the handshake is over goes out after it', async () => {
    const { port, sockets } = await serve({}, (socket) => void socket.write('welcome'));
    const socket = await dial(port);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('welcome');
    sockets[0]?.destroySoon();
    await once(socket, 'end');
  });

  test('HTTP runs over it', async () => {
    const http = createServer((asked, answer) => answer.end(`${asked.method} ${asked.url}`));
    const { port } = await serve({}, (socket) => void http.emit('connection', socket));
    const socket = await dial(port);
    const answer = await new Promise<string>((done, failed) => {
      const sent = request({ createConnection: () => socket, path: '/api/health' }, (response) => {
        response.setEncoding('utf8').once('data', done);
      });
      sent.once('error', failed).end();
    });
    expect(answer).toBe('GET /api/health');
    http.close();
  });
});

describe('refused', () => {
  const refusal = (code: string, reason: string) => expect.objectContaining({ code, detail: { reason } });

  test('the client: unknown authority, another name, later than the certificate', async () => {
    const { port, refused } = await serve({}, echo);
    await expect(dial(port, { trust: { anchors: [] } })).rejects.toThrow(refusal('tlcp.certificate', 'no-issuer'));
    await expect(dial(port, { host: 'other.example' })).rejects.toThrow(refusal('tlcp.certificate', 'host'));
    const { random: _, host: __, ...options } = clientOf(parties);
    const late = tlcpConnect({
      ...options,
      address: '127.0.0.1',
      port,
      now: () => parties.sign.certificate.notAfter + 1,
    });
    await expect(late).rejects.toThrow(expect.objectContaining({ code: 'tlcp.certificate' }));
    expect(refused.slice(0, 2)).toEqual(['tlcp.alert: unknown_ca', 'tlcp.alert: bad_certificate']);
  });

  test('the server: no certificate, and one from an unknown authority', async () => {
    const { port, refused } = await serve({ clients: required() }, echo);
    await expect(dial(port)).rejects.toThrow(refusal('tlcp.alert', 'handshake_failure'));
    const identity = { certificates: [parties.stranger.certificate.raw], sign: parties.stranger.sign };
    await expect(dial(port, { identity })).rejects.toThrow(refusal('tlcp.alert', 'unknown_ca'));
    expect(refused).toEqual(['tlcp.no-certificate: the client showed no certificate', 'tlcp.certificate: no-issuer']);
  });

  test('what is no TLCP, what breaks off, and what says nothing', async () => {
    const { port, refused, sockets } = await serve({ handshakeMs: 20 }, echo);
    const http = connect(port, '127.0.0.1');
    http.write('GET / HTTP/1.1\r\n\r\n');
    await once(http.resume(), 'close');
    const broken = connect(port, '127.0.0.1');
    broken.end(Uint8Array.of(22, 1, 1));
    await once(broken.resume(), 'close');
    const silent = connect(port, '127.0.0.1');
    await once(silent.resume(), 'close');
    expect(refused[0]).toBe('tlcp.decode: no kind of record is 71');
    expect(refused[1]).toMatch(/^tlcp.truncated|^the handshake/);
    expect(refused[2]).toBe('the handshake took too long');
    expect(sockets).toEqual([]);
  });

  test('a connection that is lost without close_notify is an error of the stream', async () => {
    const { port, sockets } = await serve({}, (socket) => void socket.resume());
    const ends: Socket[] = [];
    const between = createTcp((near) => {
      const far = connect(port, '127.0.0.1');
      ends.push(near, far);
      near.pipe(far).pipe(near);
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    const socket = await dial((between.address() as AddressInfo).port);
    const failures = Promise.all([once(sockets[0] ?? socket, 'error'), once(socket, 'error')]);
    for (const end of ends) end.destroy();
    for (const [error] of await failures) expect(String(error)).toContain('tlcp.truncated');
    between.close();
  });
});
