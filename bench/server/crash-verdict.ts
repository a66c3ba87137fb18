import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api.ts';
import { CANARY_EVERY, canaryHost, type NumberedLoad } from './numbered-load.ts';

/** What is there after the crashes, compared with what was acknowledged. */
export interface Verdict {
  readonly acked: number;
  readonly lost: number;
  /** Records that are stored more than once. */
  readonly duplicates: number;
  /** Canaries that were acknowledged. */
  readonly alerts: number;
  readonly lostAlerts: number;
  readonly duplicateAlerts: number;
}

const ALL = { from: new Date(0).toISOString(), to: new Date(Date.now() + 86_400_000).toISOString() };
const SETTLE_LIMIT_MS = 120_000;

/** How often each number is stored. */
const storedNumbers = async (api: Api): Promise<Map<number, number>> => {
  const query = new URLSearchParams({ ...ALL, query: 'source:bench', format: 'ndjson', max: '1000000' });
  const body = await api.download(`/events/export?${query}`);
  const counts = new Map<number, number>();
  for await (const text of createInterface({ input: Readable.fromWeb(body as never) })) {
    const { n } = JSON.parse((JSON.parse(text) as { body: string }).body) as { n: number };
    counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  return counts;
};

/** How often each canary was counted in the ledger, by host. */
const alertCounts = async (api: Api): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  for (let cursor = ''; ;) {
    const query = new URLSearchParams({
      search: 'crash-canary-',
      limit: '200',
      sort: 'firstSeen',
      ...(cursor === '' ? {} : { cursor }),
    });
    const page = await api.get<{ items: { count: number; assets: { id: string }[] }[]; next: string | null }>(
      `/findings?${query}`,
    );
    for (const { count, assets } of page.items)
      counts.set(assets[0]?.id ?? '', (counts.get(assets[0]?.id ?? '') ?? 0) + count);
    if (page.next === null) return counts;
    cursor = page.next;
  }
};

const missing = (acked: ReadonlySet<number>, stored: ReadonlyMap<number, number>): number =>
  [...acked].filter((number) => !stored.has(number)).length;

/** Waits until what was acknowledged is stored and alerted, at most two minutes, and compares. */
export const verdictOf = async (api: Api, load: NumberedLoad): Promise<Verdict> => {
  const canaries = [...load.acked].filter((number) => number % CANARY_EVERY === 0).map(canaryHost);
  const limit = performance.now() + SETTLE_LIMIT_MS;
  let stored = await storedNumbers(api);
  let alerts = await alertCounts(api);
  while ((missing(load.acked, stored) > 0 || canaries.some((host) => !alerts.has(host))) && performance.now() < limit) {
    await sleep(1000);
    stored = await storedNumbers(api);
    alerts = await alertCounts(api);
  }
  return {
    acked: load.acked.size,
    lost: missing(load.acked, stored),
    duplicates: [...stored.values()].reduce((sum, count) => sum + count - 1, 0),
    alerts: canaries.length,
    lostAlerts: canaries.filter((host) => !alerts.has(host)).length,
    duplicateAlerts: [...alerts.values()].reduce((sum, count) => sum + count - 1, 0),
  };
};
