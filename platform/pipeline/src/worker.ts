// Entry of a pipeline worker thread: decodes each frame once and shows it to every stage that was asked for.
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerSetup } from './protocol.ts';
import type { OpenDecoder, OpenStage, PipelineFrame, StageWorker } from './stage.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');

/** The setup comes as a message, not as data of the thread, which would keep the text of all rules as long as it lives. */
const open = async ({ decoder, stages }: WorkerSetup) => {
  const { openDecoder } = (await import(decoder.url)) as { openDecoder: OpenDecoder };
  const opened = new Map<string, StageWorker>();
  for (const { name, url, init } of stages) {
    const { openStage } = (await import(url)) as { openStage: OpenStage };
    opened.set(name, openStage(init));
  }
  return { decoder: openDecoder(decoder.init), stages: opened };
};

// What cannot be loaded is said when it is needed.
const { load = [] } = (workerData ?? {}) as { readonly load?: readonly string[] };
for (const url of load) void import(url).catch(() => undefined);
const setup = Promise.withResolvers<WorkerSetup>();
port.once('message', setup.resolve);
const { decoder, stages } = await open(await setup.promise);

const runChunk = (id: number, frames: readonly PipelineFrame[], names: readonly string[]): void => {
  const asked = names.flatMap((name) => stages.get(name) ?? []);
  let events = 0;
  let rejects = 0;
  for (const frame of frames) {
    const decoded = decoder.decode(frame);
    events += decoded.events.length;
    rejects += decoded.rejects.length;
    for (const stage of asked) stage.onFrame(decoded);
  }
  const transfer: ArrayBuffer[] = [];
  const results: Record<string, unknown> = {};
  for (const name of names) {
    const flushed = stages.get(name)?.flush();
    if (!flushed) continue;
    results[name] = flushed.result;
    transfer.push(...(flushed.transfer ?? []));
  }
  port.postMessage({ kind: 'done', id, results, events, rejects } satisfies FromWorker, transfer);
};

port.on('message', (message: ToWorker) => {
  if (message.kind === 'chunk') runChunk(message.id, message.frames, message.stages);
  else stages.get(message.stage)?.onMessage?.(message.message);
});
port.postMessage({ kind: 'ready' } satisfies FromWorker);
