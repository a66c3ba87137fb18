import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sharedRead } from './shared-read.ts';

describe('sharedRead', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** A server whose connections are moved; tells what each of them read. */
  const serve = async () => {
    const read = sharedRead();
    const moved: { socket: Socket; said: string; chunks: Buffer[] }[] = [];
    server = createServer({ pauseOnConnect: true }, (accepted) => {
      const entry = { said: '', chunks: [] as Buffer[] };
      const socket = read(accepted, (chunk) => {
        entry.said += chunk.toString();
        entry.chunks.push(chunk);
      });
      if (!socket) throw new Error('this Node does not let connections be moved');
      moved.push(Object.assign(entry, { socket }));
    });
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const dial = async (): Promise<Socket> => {
      const client = connect(port, '127.0.0.1');
      await once(client, 'connect');
      return client;
    };
    return { moved, dial };
  };

  it('reads all connections into one memory, in order and without a byte lost', async () => {
    const { moved, dial } = await serve();
    const clients = await Promise.all([dial(), dial(), dial()]);
    const sent = clients.map((client, at) => {
      const text = `${at}:${'x'.repeat(200_000)};`;
      client.end(text);
      return text;
    });
    await expect.poll(() => moved.map(({ said }) => said.length)).toEqual(sent.map(({ length }) => length));
    expect(moved.map(({ said }) => said).toSorted()).toEqual(sent);
    expect(new Set(moved.flatMap(({ chunks }) => chunks.map(({ buffer }) => buffer))).size).toBe(1);
  });

  it('answers, knows its peer, and ends when the other side ends', async () => {
    const { moved, dial } = await serve();
    const client = await dial();
    client.write('hello');
    await expect.poll(() => moved[0]?.said).toBe('hello');
    const socket = moved[0]?.socket ?? client;
    expect(socket.remotePort).toBe(client.localPort);
    socket.write('answer');
    const [answer] = (await once(client, 'data')) as [Buffer];
    expect(answer.toString()).toBe('answer');
    const closed = once(socket, 'close');
    client.end();
    await closed;
  });

  it('stops to read while it is paused and goes on without a loss', async () => {
    const { moved, dial } = await serve();
    const client = await dial();
    client.write('a');
    await expect.poll(() => moved[0]?.said).toBe('a');
    moved[0]?.socket.pause();
    client.write('b'.repeat(1000));
    await new Promise((done) => setTimeout(done, 100));
    expect(moved[0]?.said).toBe('a');
    moved[0]?.socket.resume();
    await expect.poll(() => moved[0]?.said.length).toBe(1001);
  });

  it('leaves no place of the server taken', async () => {
    const { moved, dial } = await serve();
    await dial();
    await expect.poll(() => moved.length).toBe(1);
    const count = await new Promise<number>((done) => server?.getConnections((_, n) => done(n)));
    expect(count).toBe(0);
    moved[0]?.socket.destroy();
  });

  it('hands an ended socket back', async () => {
    const accepted = connect(1, '127.0.0.1');
    accepted.on('error', () => undefined);
    accepted.destroy();
    await once(accepted, 'close');
    expect(sharedRead()(accepted, () => undefined)).toBeUndefined();
  });
});
