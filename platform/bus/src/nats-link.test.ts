import { expect, it } from 'vitest';
import { natsConnection, openNatsLink } from './nats-link.ts';
import { keepingLog, until } from './testing/copy-world.ts';

it.each([
  ['nats://a:4222', { servers: ['a:4222'] }],
  ['a:4222,b', { servers: ['a:4222', 'b'] }],
  ['nats://user:p%40ss%2C@a:4222,nats://b:4223', { servers: ['a:4222', 'b:4223'], user: 'user', pass: 'p@ss,' }],
  ['nats://token@a', { servers: ['a'], token: 'token' }],
  ['tls://[::1]:4222', { servers: ['[::1]:4222'], tls: {} }],
])('reads %s', (url, options) => expect(natsConnection(url)).toEqual(options));

it('goes on trying, says so once, and ends when it is closed', async () => {
  const log = keepingLog();
  const link = openNatsLink({ url: 'nats://127.0.0.1:1', log, onConnected: () => undefined });
  await link.settled(700);
  await until(() => log.lines.length > 0);
  expect([link.handle(), link.version(), link.clustered()]).toEqual([undefined, '', false]);
  await link.close();
  expect(log.lines).toEqual(['NATS cannot be reached; it is tried again']);
});
