import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Journal } from '@chedun/journal';
import { isDomainError } from '@chedun/kernel';
import { onTestFinished } from 'vitest';
import { seqOfMessageId } from '../message.ts';
import { openNatsSecondCopy } from '../open-second-copy.ts';
import type { NatsSecondCopy } from '../open-second-copy.ts';
import { keepingLog, numbered, realClock } from './copy-world.ts';
import type { TestServer } from './nats-server.ts';

/** A guarded journal; `close` also runs at the end of the test. */
export const openCopy = async (servers: readonly TestServer[], inner: Journal, waitMs = 8000) => {
  const log = keepingLog();
  const copy: NatsSecondCopy = await openNatsSecondCopy({
    url: servers.map(({ url }) => url).join(','),
    monitorUrls: servers.map(({ monitorUrl }) => monitorUrl),
    clock: realClock,
    log,
    limits: { waitMs },
    raiseMs: 300,
  });
  const journal = copy.guard(inner);
  const close = async (): Promise<void> => {
    await journal.close();
    await copy.close();
  };
  onTestFinished(close);
  return { copy, journal, log, close };
};

/** A connection of the test's own. */
export const managerOf = async (nats: TestServer): Promise<JetStreamManager> => {
  const connection = await connect({ servers: nats.url });
  onTestFinished(() => connection.close());
  return jetstreamManager(connection, { checkAPI: false });
};

/** Numbers of the frames on the stream, in the order of the stream. */
export const storedSeqs = async (manager: JetStreamManager, journal: string): Promise<number[]> => {
  const { state } = await manager.streams.info('CHEDUN_NETWORK');
  const seqs: number[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage('CHEDUN_NETWORK', { seq });
    const found = seqOfMessageId(journal, message?.header.get('Nats-Msg-Id') ?? '');
    if (found !== undefined) seqs.push(found);
  }
  return seqs;
};

/** Senders that append one frame after the other and try again when they are refused. */
export const startSenders = (journal: Journal, count: number) => {
  const acked: number[] = [];
  let refused = 0;
  let stopped = false;
  const send = async (): Promise<void> => {
    while (!stopped) {
      try {
        acked.push((await journal.append(numbered(acked.length, 300))).seq);
      } catch (error) {
        if (!isDomainError(error, 'journal.busy', 'journal.closed')) throw error;
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const all = Promise.all(Array.from({ length: count }, send));
  const stop = async (): Promise<void> => {
    stopped = true;
    await all;
  };
  return { acked, refused: () => refused, stop };
};
