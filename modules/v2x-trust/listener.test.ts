import { createServer, type Server } from 'node:http';
import { createSocket } from 'node:dgram';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { fetchList } from './fetch-list.ts';
import { openListener } from './listener.ts';
import type { Incoming } from './service.ts';

describe('the UDP port', () => {
  it('takes one message a datagram, with name and place of a registered sender', async () => {
    const taken: Incoming[] = [];
    const place = { latitude: 1, longitude: 2 };
    const listener = await openListener({
      host: '127.0.0.1',
      port: 0,
      clock: { now: () => 42 },
      log: { warn: () => undefined },
      receiverAt: () => ({ receiver: 'rsu-1', place }),
      take: (message) => taken.push(message),
    });
    const socket = createSocket('udp4');
    const send = (bytes: Uint8Array) =>
      new Promise<void>((done) => socket.send(bytes, listener.port, '127.0.0.1', () => done()));
    await send(new Uint8Array(0));
    await send(new Uint8Array(9000));
    await send(Uint8Array.of(3, 0x81));
    await vi.waitFor(() => expect(taken).toHaveLength(1));
    expect(taken[0]).toMatchObject({ at: 42, receiver: 'rsu-1', place, peer: { ip: '127.0.0.1' } });
    expect([...(taken[0]?.bytes ?? [])]).toEqual([3, 0x81]);
    socket.close();
    await listener.close();
  });
});

describe('a declared address', () => {
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));
  const serve = async (status: number, body: Uint8Array, headers: Record<string, string> = {}): Promise<string> => {
    const server = createServer((_, answer) => answer.writeHead(status, headers).end(body));
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/list.oer`;
  };

  it('gives its list', async () => {
    expect(await fetchList(await serve(200, Uint8Array.of(1, 2, 3)))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it.each([
    ['answers something else', 404, 10, {}],
    ['leads elsewhere', 302, 0, { location: 'http://127.0.0.1:1/' }],
    ['sends too much', 200, 1_400_001, {}],
  ])('is refused when it %s', async (_, status, size, headers) => {
    const url = await serve(status, new Uint8Array(size), headers as Record<string, string>);
    await expect(fetchList(url)).rejects.toMatchObject({ code: 'v2x-trust.fetch-failed' });
  });

  it('is refused when nobody answers, or it is no address of the web', async () => {
    for (const url of ['http://127.0.0.1:1/', 'ftp://127.0.0.1/', 'http://user@127.0.0.1/'])
      await expect(fetchList(url)).rejects.toMatchObject({ code: 'v2x-trust.fetch-failed' });
  });
});
