import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorldJournal, until } from './testing/copy-world.ts';
import { managerOf, openCopy, startSenders, storedSeqs } from './testing/nats-copy.ts';
import { natsServerPath, startNatsCluster } from './testing/nats-server.ts';

const server = natsServerPath();
const NAME = server === undefined ? 'cluster of NATS (skipped: no nats-server installed)' : 'cluster of NATS';

describe.skipIf(server === undefined)(NAME, () => {
  it('keeps three copies as soon as three servers are there, and loses no acknowledged frame when the leader is killed', async () => {
    const cluster = await startNatsCluster(server ?? '');
    onTestFinished(async () => void (await Promise.all(cluster.map((each) => each.remove()))));
    await cluster[2]?.kill();
    const { inner } = await openWorldJournal();
    const { journal, copy } = await openCopy(cluster, inner);
    await until(() => copy.health().ok);
    await cluster[2]?.start();
    await until(() => copy.health().reason.startsWith('copies: 3; '));
    const senders = startSenders(journal, 16);
    await until(() => senders.acked.length > 100);
    const [any] = cluster;
    if (any === undefined) throw new Error('no server');
    const info = await (await managerOf(any)).streams.info('CHEDUN_NETWORK');
    const leader = cluster[Number(info.cluster?.leader?.slice(1))];
    await leader?.kill();
    const before = senders.acked.length;
    const killed = performance.now();
    await until(() => senders.acked.length > before + 100, 20_000);
    expect(performance.now() - killed).toBeLessThan(15_000);
    await senders.stop();
    const other = cluster.find((each) => each !== leader) ?? any;
    const manager = await managerOf(other);
    // The servers may still be electing who answers questions about streams.
    await until(
      () =>
        manager.streams.info('CHEDUN_NETWORK').then(
          () => true,
          () => false,
        ),
      20_000,
    );
    const onStream = new Set(await storedSeqs(manager, inner.id));
    expect(senders.acked.filter((seq) => !onStream.has(seq))).toEqual([]);
  });
});
