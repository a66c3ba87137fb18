// Entry of the thread that says what an export lets through, so that the server goes on answering meanwhile.
import { letThrough, readFirewall, type Passage } from '@chedun/firewall';
import { isDomainError } from '@chedun/kernel';
import { parentPort, workerData } from 'node:worker_threads';

/** What it answers: one message; nothing where the export cannot be read any more. */
export type LetThroughAnswer = readonly Passage[];

const work = (text: string): LetThroughAnswer => {
  try {
    return letThrough(readFirewall(text));
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
};

const port = parentPort;
if (!port) throw new Error('let-through.ts runs as a worker thread only');
port.postMessage(work(workerData as string));
