// Entry of the thread that builds the trees. One thread for all streams; each takes its messages one after the other.
import { parentPort } from 'node:worker_threads';
import { LogSealer, SealError } from '../sealer.ts';
import type { FromThread, SealStream, ToThread } from '../protocol.ts';

const port = parentPort;
if (!port) throw new Error('main.ts runs as a worker thread only');
const tell = (message: FromThread): void => port.postMessage(message);
const sealers = new Map<string, LogSealer>();
/** Size of the last checkpoint that was published. */
const published = new Map<string, number>();

const open = async (setup: SealStream): Promise<void> => {
  const sealer = await LogSealer.open(setup);
  sealers.set(setup.stream, sealer);
  published.set(setup.stream, sealer.size);
  tell({ kind: 'opened', stream: setup.stream, size: sealer.size });
};

const advance = async (message: Extract<ToThread, { kind: 'advance' }>): Promise<void> => {
  const { stream, upTo, publish } = message;
  const sealer = sealers.get(stream);
  if (sealer === undefined) return;
  const head = (at: 'tick' | 'segment-end'): void => tell({ kind: 'head', stream, head: sealer.flush(), at });
  await sealer.advance(upTo, async () => head('segment-end'));
  if (publish && sealer.size > (published.get(stream) ?? 0)) head('tick');
};

const work = async (message: ToThread): Promise<void> => {
  switch (message.kind) {
    case 'open':
      return open(message.stream);
    case 'advance':
      return advance(message);
    case 'published': {
      const before = published.get(message.stream) ?? 0;
      published.set(message.stream, message.size);
      if (before < message.size) sealers.get(message.stream)?.dropPartials(before, message.size);
      return;
    }
  }
};

const streamOf = (message: ToThread): string => (message.kind === 'open' ? message.stream.stream : message.stream);

let queue = Promise.resolve();
port.on('message', (message: ToThread) => {
  queue = queue
    .then(() => work(message))
    .catch((error: unknown) => {
      const stream = streamOf(message);
      sealers.delete(stream);
      const fault = error instanceof SealError ? error.fault : undefined;
      tell({ kind: 'faulty', stream, fault, reason: error instanceof Error ? error.message : String(error) });
    });
});
