// Entry of the thread that analyses one recording: takes its bytes, tells what it finds, ends.
import { isDomainError } from '@chedun/kernel';
import { parentPort, workerData } from 'node:worker_threads';
import { faultOf } from '../domain/faults.ts';
import { analyseCan, type StreamAnalysis } from './can-analysis.ts';
import { wholeReader } from './datagrams.ts';
import { analyseIds } from './ids-analysis.ts';
import { analysePcap } from './pcap-analysis.ts';
import type { FromWorker, Outcome, Task, ToWorker } from './protocol.ts';
import { createSink, type Sink } from './sink.ts';
import { trainCan } from './train.ts';
import { analyseV2x } from './v2x-analysis.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread only');
const task = workerData as Task;
const send = (message: FromWorker): void => port.postMessage(message);
const sink = createSink(send);

const pcapAnalysis = (into: Sink): StreamAnalysis => {
  let outcome: Outcome | undefined;
  const reader = wholeReader(task.size, (bytes) => {
    outcome = analysePcap(bytes, task, into);
  });
  return {
    push: reader.push,
    end: () => {
      reader.end();
      if (outcome === undefined) throw new Error('the capture was not read');
      return outcome;
    },
  };
};

const analysis = (): StreamAnalysis => {
  switch (task.kind) {
    case 'pcap':
      return pcapAnalysis(sink);
    case 'can':
      return analyseCan(task, sink);
    case 'v2x':
      return analyseV2x(task, sink);
    case 'ids':
      return analyseIds(task, sink);
  }
};

const start = (): { readonly push: (bytes: Uint8Array) => void; readonly end: () => FromWorker } => {
  if (task.job === 'train') {
    const training = trainCan(task);
    return { push: training.push, end: () => ({ kind: 'trained', model: training.end() }) };
  }
  const running = analysis();
  const end = (): FromWorker => {
    const outcome = running.end();
    sink.flush();
    return { kind: 'done', outcome };
  };
  return { push: running.push, end };
};

const guarded = (step: () => void): void => {
  try {
    step();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    send({ kind: 'failed', code: error.code, fault: faultOf(error.code, error.detail) });
    port.close();
  }
};

guarded(() => {
  const running = start();
  port.on('message', (message: ToWorker) =>
    guarded(() => {
      if (message.kind === 'bytes') {
        running.push(message.bytes);
        send({ kind: 'more' });
        return;
      }
      send(running.end());
      port.close();
    }),
  );
  send({ kind: 'more' });
});
