import { firewallError, type FirewallErrorCode, type RuleSet, type Weakness } from '@chedun/firewall';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AnalyseAnswer, AnalyseTask } from './worker/analyse.ts';

/** A rule set with what is wrong with it. */
export interface Analysed {
  readonly set: RuleSet;
  readonly weaknesses: readonly Weakness[];
}

/** Reads and analyses an export in a thread of its own. Throws `firewall.*`. */
export const analysed = async (task: AnalyseTask): Promise<Analysed> => {
  const worker = new Worker(new URL('./worker/analyse.ts', import.meta.url), { workerData: task });
  try {
    const [answer] = (await once(worker, 'message')) as [AnalyseAnswer];
    if (answer.kind === 'refused') throw firewallError(answer.code as FirewallErrorCode);
    return answer;
  } finally {
    await worker.terminate();
  }
};
