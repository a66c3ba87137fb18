import { DiscardPolicy, StorageType } from '@nats-io/jetstream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openNatsBus } from './nats-bus.ts';
import { Collector } from './testing/bus-contract.ts';
import { numbered, openWorldJournal, until } from './testing/copy-world.ts';
import { managerOf, openCopy, startSenders, storedSeqs } from './testing/nats-copy.ts';
import { natsServerPath, startNatsServer } from './testing/nats-server.ts';
import type { TestServer } from './testing/nats-server.ts';

const server = natsServerPath();
const NAME = server === undefined ? 'second copy on NATS (skipped: no nats-server installed)' : 'second copy on NATS';
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

const oneServer = async (): Promise<TestServer> => {
  const nats = await startNatsServer(server ?? '');
  onTestFinished(() => nats.remove());
  return nats;
};

describe.skipIf(server === undefined)(NAME, () => {
  it('puts every acknowledged frame on the stream once, readable by a consumer of the bus', async () => {
    const nats = await oneServer();
    const { dir, inner } = await openWorldJournal();
    const { journal, copy } = await openCopy([nats], inner);
    await until(() => copy.health().ok);
    await Promise.all(range(1, 300).map((at) => journal.append(numbered(at))));
    const manager = await managerOf(nats);
    expect(await storedSeqs(manager, inner.id)).toEqual(range(1, 300));
    const { config } = await manager.streams.info('CHEDUN_NETWORK');
    expect(config.duplicate_window).toBe(600_000_000_000);
    const options = { connection: { servers: nats.url }, stream: 'network', replicas: 1, positions: dir } as const;
    const bus = await openNatsBus(options);
    const seen = new Collector();
    const consumption = await bus.consume({ name: 'reader', ...seen });
    await seen.until(300);
    await consumption.stop();
    await bus.close();
    expect(seen.numbers).toEqual(range(1, 300));
  });

  it('acknowledges nothing falsely when the server is killed during appends, and goes on when it is back', async () => {
    const nats = await oneServer();
    const { inner } = await openWorldJournal();
    const { journal, copy } = await openCopy([nats], inner, 1000);
    await until(() => copy.health().ok);
    const senders = startSenders(journal, 16);
    await until(() => senders.acked.length > 200);
    await nats.kill();
    // Acknowledgements that were already in the socket may still come out of it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = senders.acked.length;
    await until(() => !copy.health().ok && senders.refused() > 50);
    const durable = inner.head().seq;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(senders.acked.length).toBe(before);
    expect(inner.head().seq).toBe(durable);
    await nats.start();
    await until(() => senders.acked.length > before + 200);
    await senders.stop();
    const stored = await storedSeqs(await managerOf(nats), inner.id);
    const onStream = new Set(stored);
    expect(senders.acked.filter((seq) => !onStream.has(seq))).toEqual([]);
    expect(stored.length).toBe(onStream.size);
    expect(new Set(senders.acked).size).toBe(senders.acked.length);
  });

  it('fills a stream again that lost everything while it was down', async () => {
    const nats = await oneServer();
    const { inner } = await openWorldJournal();
    const { journal, copy } = await openCopy([nats], inner);
    await until(() => copy.health().ok);
    await Promise.all(range(1, 500).map((at) => journal.append(numbered(at))));
    await nats.kill();
    await until(() => !copy.health().ok);
    await nats.wipe();
    await nats.start();
    await until(() => copy.health().ok && copy.state().repaired >= 500);
    await journal.append(numbered(501));
    expect(new Set(await storedSeqs(await managerOf(nats), inner.id))).toEqual(new Set(range(1, 501)));
  });

  it('brings at the start what was never copied and what is missing in the middle', async () => {
    const nats = await oneServer();
    const { inner } = await openWorldJournal();
    await Promise.all(range(1, 100).map((at) => inner.append(numbered(at))));
    const first = await openCopy([nats], { ...inner, close: async () => undefined });
    await until(() => first.copy.state().repaired === 100);
    await first.close();
    const manager = await managerOf(nats);
    for (const seq of [1, 40, 41, 100]) await manager.streams.deleteMessage('CHEDUN_NETWORK', seq);
    await nats.kill();
    await nats.start();
    const { copy, log } = await openCopy([nats], inner);
    await until(() => copy.state().repaired === 4);
    expect(new Set(await storedSeqs(await managerOf(nats), inner.id))).toEqual(new Set(range(1, 100)));
    expect(log.lines).toContain('the bus has every frame again');
  });

  it('leaves to the operator what the stream may forget, and takes no stream in memory for a copy', async () => {
    const nats = await oneServer();
    const manager = await managerOf(nats);
    const subjects = ['chedun.network.*'];
    const stream = { name: 'CHEDUN_NETWORK', subjects, num_replicas: 1 };
    await manager.streams.add({ ...stream, storage: StorageType.Memory });
    const { inner } = await openWorldJournal();
    await Promise.all(range(1, 30).map((at) => inner.append(numbered(at))));
    const { copy, journal } = await openCopy([nats], inner);
    await until(() => copy.health().reason.includes('not stored in files'));
    expect(copy.health().ok).toBe(false);
    await manager.streams.delete('CHEDUN_NETWORK');
    await manager.streams.add({ ...stream, storage: StorageType.File, max_msgs: 10, discard: DiscardPolicy.Old });
    await until(() => copy.health().ok && copy.state().repaired === 30);
    journal.append(numbered(31)).catch(() => undefined);
    await until(async () => (await storedSeqs(manager, inner.id)).at(-1) === 31);
    await nats.kill();
    await until(() => !copy.health().ok);
    await nats.start();
    await until(() => copy.health().ok);
    expect(await journal.append(numbered(32))).toEqual({ seq: 32 });
    const again = await managerOf(nats);
    expect(await storedSeqs(again, inner.id)).toEqual(range(23, 32));
    expect(copy.state().repaired).toBe(30);
    const { config } = await again.streams.info('CHEDUN_NETWORK');
    expect(config).toMatchObject({ max_msgs: 10, num_replicas: 1, duplicate_window: 600_000_000_000 });
  });

  it('says why the bus is not durable', async () => {
    const nats = await oneServer();
    const { inner } = await openWorldJournal();
    const { copy, log } = await openCopy([nats], inner);
    await until(() => copy.health().ok && !copy.health().reason.includes('not looked'));
    expect(copy.health().reason).toMatch(/^copies: 1; not durable: each frame is on 1 server/);
    expect(log.lines).toContain('the bus is not durable: after a power failure only the journal has every frame');
  });

  it('starts without a server, refuses, and takes frames when it comes', async () => {
    const nats = await oneServer();
    await nats.kill();
    const { inner } = await openWorldJournal();
    const { journal, copy, log } = await openCopy([nats], inner);
    await expect(journal.append(numbered(1))).rejects.toMatchObject({ code: 'journal.busy' });
    expect(copy.health().ok).toBe(false);
    await nats.start();
    await until(() => copy.health().ok);
    expect(await journal.append(numbered(1))).toEqual({ seq: 1 });
    expect(log.lines).toContain('NATS cannot be reached; it is tried again');
  });
});
