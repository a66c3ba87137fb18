import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLocalBus } from './local-bus.ts';
import { openNatsBus } from './nats-bus.ts';
import type { NatsBus } from './nats-bus.ts';
import { Collector, appendNumbers, busContract, testJournal } from './testing/bus-contract.ts';
import type { BusHarness } from './testing/bus-contract.ts';
import { natsServerPath, startNatsServer } from './testing/nats-server.ts';
import type { TestServer } from './testing/nats-server.ts';

const server = natsServerPath();
const NAME = server === undefined ? 'NATS JetStream (skipped: no nats-server installed)' : 'NATS JetStream';

interface NatsHarness extends BusHarness {
  readonly bus: NatsBus;
  readonly reopen: () => Promise<NatsBus>;
  readonly nats: TestServer;
}

/** A journal, a NATS server, and a forwarder that brings every frame of the journal to it. */
const make = async (): Promise<NatsHarness> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-bus-'));
  const nats = await startNatsServer(server ?? '');
  const journal = await testJournal(dir);
  const open = (): Promise<NatsBus> =>
    openNatsBus({
      connection: { servers: nats.url, reconnectTimeWait: 50, maxReconnectAttempts: -1 },
      stream: 'network',
      replicas: 1,
      positions: join(dir, 'positions'),
    });
  const bus = await open();
  const local = openLocalBus({ journal, positions: join(dir, 'positions') });
  const ignore = (): void => undefined;
  const forwarder = await local.consume({
    name: 'forward',
    handle: (batch) => bus.publish(batch),
    onError: ignore,
    retryMs: 50,
  });
  const opened = [bus];
  onTestFinished(async () => {
    await forwarder.stop();
    for (const each of opened) await each.close();
    await journal.close();
    await nats.remove();
    await rm(dir, { recursive: true, force: true });
  });
  const reopen = async (): Promise<NatsBus> => {
    const fresh = await open();
    opened.push(fresh);
    return fresh;
  };
  return { journal, bus, reopen, nats };
};

busContract(NAME, make, { skip: server === undefined });

describe.skipIf(server === undefined)(NAME, () => {
  it('drops a repetition whose acknowledgement was lost', async () => {
    const { journal, bus } = await make();
    const seen = new Collector();
    const consumption = await bus.consume({ name: 'reader', ...seen });
    await appendNumbers(journal, 1, 3);
    await seen.until(3);
    const frames = await journal.read({ from: 1 });
    await bus.publish({ journal: journal.id, frames });
    await appendNumbers(journal, 4, 4);
    await seen.until(4);
    await consumption.stop();
    expect(seen.numbers).toEqual([1, 2, 3, 4]);
  });

  it('goes on by itself after the server was killed and came back', async () => {
    const { journal, bus, nats } = await make();
    const seen = new Collector();
    const consumption = await bus.consume({ name: 'reader', ...seen, retryMs: 50 });
    await appendNumbers(journal, 1, 10);
    await seen.until(10);
    await nats.kill();
    await appendNumbers(journal, 11, 20);
    await nats.start();
    await seen.until(20);
    await consumption.stop();
    expect([...new Set(seen.numbers)]).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('reports a foreign message on its subject and goes on', async () => {
    const { journal, bus, nats } = await make();
    const seen = new Collector();
    const consumption = await bus.consume({ name: 'reader', ...seen });
    const stranger = await connect({ servers: nats.url });
    await stranger.request('chedun.network.stranger', 'not a frame');
    await stranger.close();
    await appendNumbers(journal, 1, 2);
    await seen.until(2);
    await consumption.stop();
    expect(seen.errors).toMatchObject([{ code: 'bus.bad_message' }]);
  });

  it('stops its consumers when it closes', async () => {
    const { journal, reopen } = await make();
    const bus = await reopen();
    const seen = new Collector();
    const consumption = await bus.consume({ name: 'reader', ...seen });
    await appendNumbers(journal, 1, 2);
    await seen.until(2);
    await bus.close();
    await expect(consumption.done).resolves.toBeUndefined();
  });

  it('says bus.unavailable when no server answers', async () => {
    const options = {
      connection: { servers: 'nats://127.0.0.1:1', timeout: 500 },
      stream: 'network',
      positions: '/nowhere',
    };
    await expect(openNatsBus({ ...options, replicas: 1 })).rejects.toMatchObject({ code: 'bus.unavailable' });
  });
});
