// Entry of the thread that reads and analyses an export, so that the server goes on answering meanwhile.
import { analyse, readFirewall, type RuleSet, type Weakness } from '@chedun/firewall';
import { isDomainError } from '@chedun/kernel';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is given. */
export interface AnalyseTask {
  readonly text: string;
  /** Day `YYYY-MM-DD`. */
  readonly today: string;
}
/** What it answers: one message. */
export type AnalyseAnswer =
  | { readonly kind: 'done'; readonly set: RuleSet; readonly weaknesses: readonly Weakness[] }
  | { readonly kind: 'refused'; readonly code: string };

const work = ({ text, today }: AnalyseTask): AnalyseAnswer => {
  try {
    const set = readFirewall(text);
    return { kind: 'done', set, weaknesses: analyse(set, today) };
  } catch (error) {
    if (isDomainError(error)) return { kind: 'refused', code: error.code };
    throw error;
  }
};

const port = parentPort;
if (!port) throw new Error('analyse.ts runs as a worker thread only');
port.postMessage(work(workerData as AnalyseTask));
