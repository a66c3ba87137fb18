import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startTcpTarget } from '../../testing/targets.ts';
import { createFleet } from '../fleet/fleet.ts';
import { loginFrame, rawReport, realtimeFrame } from '../fleet/frames.ts';
import { createPrng } from '../prng.ts';
import { newCounters } from '../report.ts';
import { createLink } from './link.ts';

const NOW = Date.UTC(2026, 10, 23, 2, 0, 0);
const never = new AbortController().signal;
const [vehicle] = createFleet(1, createPrng(1));
if (vehicle === undefined) throw new Error('no vehicle');

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that accepts and reads nothing until it is told to. */
const startLazyServer = async (): Promise<{ readonly port: number; readonly accepted: Promise<Socket> }> => {
  const server: Server = createServer({ pauseOnConnect: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection').then(([socket]) => socket as Socket);
  closers.push(async () => {
    (await accepted).destroy();
    server.close();
    await once(server, 'close');
  });
  return { port: (server.address() as AddressInfo).port, accepted };
};

describe('a link', () => {
  it('connects when first needed, counts answers, and closes after the last byte', async () => {
    const target = await startTcpTarget();
    closers.push(target.close);
    const counters = newCounters();
    const link = createLink({ host: '127.0.0.1', port: target.port }, counters, never);
    expect(link.isOpen()).toBe(false);
    expect(await link.send(loginFrame(vehicle, NOW))).toBe(true);
    expect(await link.send(rawReport(vehicle.vin, Uint8Array.of(1)))).toBe(true);
    expect(link.isOpen()).toBe(true);
    while (counters.answers < 2) await wait(1);
    await link.close();
    expect(link.isOpen()).toBe(false);
    expect(target.arrivals.map(({ frame }) => frame.status)).toEqual(['ok', 'structure']);
    expect(counters).toMatchObject({ frames: 2, answers: 2, rejected: 1, connections: 1, unsent: 0 });
  });

  it('waits while the listener does not read, and then delivers everything', async () => {
    const server = await startLazyServer();
    const counters = newCounters();
    const link = createLink({ host: '127.0.0.1', port: server.port }, counters, never);
    const message = new Uint8Array(65_536);
    const total = 400;
    const sending = (async () => {
      for (let index = 0; index < total; index += 1) await link.send(message);
    })();
    const socket = await server.accepted;
    let before = -1;
    while (counters.frames !== before) {
      before = counters.frames;
      await wait(50);
    }
    expect(counters.frames).toBeLessThan(total);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    const ended = once(socket, 'end');
    socket.resume();
    await sending;
    await link.close();
    await ended;
    expect(received).toBe(total * message.length);
  });

  it('counts what it could not send once the listener has gone away', async () => {
    const target = await startTcpTarget();
    const counters = newCounters();
    const link = createLink({ host: '127.0.0.1', port: target.port }, counters, never);
    await link.send(realtimeFrame(vehicle, NOW));
    await target.close();
    while (link.isOpen()) await wait(1);
    expect(await link.send(realtimeFrame(vehicle, NOW))).toBe(false);
    expect(counters).toMatchObject({ frames: 1, unsent: 1 });
    await link.close();
  });

  it('says that nobody listens at the first try', async () => {
    const target = await startTcpTarget();
    await target.close();
    const link = createLink({ host: '127.0.0.1', port: target.port }, newCounters(), never);
    await expect(link.send(realtimeFrame(vehicle, NOW))).rejects.toMatchObject({
      code: 'range.unreachable',
      detail: { field: 'tcp' },
    });
  });

  it('does not connect after the run was stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const counters = newCounters();
    const link = createLink({ host: '127.0.0.1', port: 1 }, counters, stop.signal);
    expect(await link.send(realtimeFrame(vehicle, NOW))).toBe(false);
    expect(counters.unsent).toBe(1);
  });

  it('gives up a local address that this machine does not have', async () => {
    const target = await startTcpTarget();
    closers.push(target.close);
    const counters = newCounters();
    const link = createLink({ host: '127.0.0.1', port: target.port, localAddress: '192.0.2.77' }, counters, never);
    expect(await link.send(loginFrame(vehicle, NOW))).toBe(true);
    await link.close();
    expect(target.arrivals.map(({ peer }) => peer)).toEqual(['127.0.0.1']);
  });
});
