import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tryPort } from './try-port.ts';

let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('tells an open port from a closed one and from a host that is not there', async () => {
  expect(await tryPort('127.0.0.1', port, { connectMs: 2_000 })).toBe('open');
  expect(await tryPort('127.0.0.1', 1, { connectMs: 2_000 })).toBe('closed');
  expect(await tryPort('nowhere.invalid', 80, { connectMs: 2_000 })).toBe('unreachable');
});

it('waits no longer than it may', async () => {
  // TEST-NET-1 (RFC 5737): nobody is there; networks differ in how they say so.
  const began = performance.now();
  expect(await tryPort('192.0.2.1', 80, { connectMs: 300 })).not.toBe('open');
  expect(performance.now() - began).toBeLessThan(2_000);
});
