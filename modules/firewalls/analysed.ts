import { firewallError, type FirewallErrorCode, type RuleSet, type Weakness } from '@chedun/firewall';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AnalyseAnswer, AnalyseTask } from './worker/analyse.ts';

/** A rule set with what is wrong with it. */
export interface Analysed {
  readonly set: RuleSet;
  readonly weaknesses: readonly Weakness[];
}

const inThread = async (task: AnalyseTask): Promise<Analysed> => {
  const worker = new Worker(new URL('./worker/analyse.ts', import.meta.url), { workerData: task });
  try {
    const [answer] = (await once(worker, 'message')) as [AnalyseAnswer];
    if (answer.kind === 'refused') throw firewallError(answer.code as FirewallErrorCode);
    return answer;
  } finally {
    await worker.terminate();
  }
};

const MOST_KEPT = 4;
const kept = new Map<string, Promise<Analysed>>();

/**
 * Reads and analyses an export in a thread of its own; the last few answers are kept, for a page is opened more often
 * than an export changes. Throws `firewall.*`.
 */
export const analysed = (task: AnalyseTask): Promise<Analysed> => {
  const key = `${task.today} ${task.text}`;
  const answer = kept.get(key) ?? inThread(task);
  kept.delete(key);
  kept.set(key, answer);
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
  answer.catch(() => kept.delete(key));
  return answer;
};
