import type { Records } from '@chedun/records';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FirewallsAsks } from './contract.ts';
import type { FirewallTables } from './tables.ts';
import type { LetThroughAnswer } from './worker/let-through.ts';

const passagesOf = async (body: string): Promise<LetThroughAnswer> => {
  const worker = new Worker(new URL('./worker/let-through.ts', import.meta.url), { workerData: body });
  try {
    const [answer] = (await once(worker, 'message')) as [LetThroughAnswer];
    return answer;
  } finally {
    await worker.terminate();
  }
};

/** What others may ask of this module. */
export const firewallsAsks = (records: Pick<Records, 'read'>): FirewallsAsks => ({
  known: async () =>
    records
      .read<FirewallTables>()
      .selectFrom('firewalls.firewalls as firewall')
      .innerJoin('firewalls.exports as export', 'export.firewall', 'firewall.id')
      .select(['firewall.id', 'firewall.name'])
      .distinct()
      .orderBy('firewall.name')
      .limit(500)
      .execute(),
  letThrough: async (id) => {
    const newest = await records
      .read<FirewallTables>()
      .selectFrom('firewalls.exports')
      .select('body')
      .where('firewall', '=', id)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return newest === undefined ? [] : passagesOf(newest.body);
  },
});
