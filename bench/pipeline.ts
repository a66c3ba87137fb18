import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { readZip } from './sigma-data.ts';
import { firstUse, type Api } from './server/api.ts';
import { benchFolder, freePort, startInstance } from './server/instance.ts';
import { pacedLoad } from './server/load.ts';
import { cpuSeconds, memoryMb, processesOf } from './server/memory.ts';

const SECONDS = 60;
/** Offered load; above the bar, so that the bar is proven and not only touched. */
const OFFERED_PER_S = 16_500;
const BATCH = 500;
const CANARY_EVERY_MS = 250;
const DRAIN_LIMIT_MS = 120_000;

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const batchesOf = (lines: readonly string[]): Buffer[] =>
  Array.from({ length: Math.floor(lines.length / BATCH) }, (_, at) =>
    zstdCompressSync(`${lines.slice(at * BATCH, (at + 1) * BATCH).join('\n')}\n`),
  );

/** An event of its own host that a SigmaHQ rule (Sysmon process creation, Mimikatz words) surely matches. */
const canary = (at: number): Buffer => {
  const now = new Date().toISOString();
  const event = {
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    SourceName: 'Microsoft-Windows-Sysmon',
    Hostname: `canary-${at}`,
    UtcTime: now.replace('T', ' ').replace('Z', ''),
    '@timestamp': now,
    Image: 'C:\\Users\\a\\mimikatz.exe',
    CommandLine: 'mimikatz.exe "sekurlsa::logonpasswords" exit',
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
    User: 'LAB\\a',
  };
  return zstdCompressSync(`${JSON.stringify(event)}\n`);
};

const send = async (url: string, token: string, source: string, body: Buffer): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson', 'content-encoding': 'zstd' };
  const response = await fetch(`${url}/api/ingest/${source}`, { method: 'POST', headers, body: new Uint8Array(body) });
  if (response.status === 429) return 0;
  if (!response.ok) throw new Error(`ingest answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return ((await response.json()) as { accepted: number }).accepted;
};

const storedBy = async (api: Api, source: string): Promise<number> => {
  const from = new Date(0).toISOString();
  const to = new Date(Date.now() + 86_400_000).toISOString();
  const query = new URLSearchParams({ query: `source:${source}`, from, to, buckets: '5' });
  return (await api.get<{ total: number }>(`/events/histogram?${query}`)).total;
};

const sourceOf = async (api: Api, id: string): Promise<{ events: number; quarantined: number }> => {
  const { items } = await api.get<{ items: { id: string; events: number; quarantined: number }[] }>('/sources');
  return items.find((source) => source.id === id) ?? { events: 0, quarantined: 0 };
};

/** Waits until everything that was accepted is evaluated and stored; answers when that was. */
const drained = async (api: Api, accepted: number): Promise<{ stored: number; at: number }> => {
  const limit = performance.now() + DRAIN_LIMIT_MS;
  for (;;) {
    const { events, quarantined } = await sourceOf(api, 'bench');
    const stored = events + quarantined >= accepted ? await storedBy(api, 'bench') : 0;
    if (stored + quarantined >= accepted || performance.now() > limit)
      return { stored: stored + quarantined, at: performance.now() };
    await pause(250);
  }
};

const alertLatencies = async (api: Api, sent: number): Promise<number[]> => {
  const found = new Map<string, number>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({
      search: 'canary-',
      limit: '200',
      sort: 'firstSeen',
      ...(cursor === '' ? {} : { cursor }),
    });
    const page: { items: { id: string; assets: { id: string }[] }[]; next: string | null } = await api.get(
      `/findings?${query}`,
    );
    for (const item of page.items) {
      const host = item.assets[0]?.id ?? '';
      const { latencyMs } = await api.get<{ latencyMs: number }>(`/findings/${item.id}`);
      found.set(host, Math.min(found.get(host) ?? Infinity, latencyMs));
    }
    cursor = page.next;
  }
  if (found.size < sent) throw new Error(`${sent - found.size} of ${sent} canaries raised no alert`);
  return [...found.values()].toSorted((a, b) => a - b);
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** HTTP in, parsed, 3,141 rules, stored, alert: real Windows events for a minute, load generator on the same machine.
 * Batches are compressed with zstd beforehand, as shippers send them. */
export const run = async ({
  dataDir,
}: {
  dataDir: string;
}): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const lines = (await readZip(dataDir)).flatMap((archive) => archive.lines);
  const batches = batchesOf(lines);
  const dir = benchFolder('pipeline');
  const port = await freePort();
  const server = await startInstance({
    dir,
    port,
    fresh: true,
    args: ['--rules-folders', JSON.stringify([join(dataDir, 'sigma', 'rules')])],
  });
  try {
    const api = await firstUse(server.url, server.setupCode ?? '');
    const token = await api.token(['ingest.write']);
    const { enabled } = await api.get<{ enabled: number }>('/detection/engine');
    await pause(3000);
    const pids = processesOf(dir);
    const cpuBefore = cpuSeconds(pids);
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, memoryMb(processesOf(dir)))), 1000);
    let canaries = 0;
    const canaryTimer = setInterval(() => void send(server.url, token, 'canary', canary(canaries++)), CANARY_EVERY_MS);
    const began = performance.now();
    const load = await pacedLoad({
      seconds: SECONDS,
      perSecond: OFFERED_PER_S / BATCH,
      mostInFlight: 8,
      send: (at) => send(server.url, token, 'bench', batches[at % batches.length] ?? Buffer.alloc(0)),
    });
    clearInterval(canaryTimer);
    const { stored, at } = await drained(api, load.accepted);
    clearInterval(watch);
    const seconds = (at - began) / 1000;
    const cpu = cpuSeconds(pids) - cpuBefore;
    await pause(2000);
    const latencies = await alertLatencies(api, canaries);
    return {
      bench: 'pipeline',
      metrics: {
        events_per_s: {
          value: Math.round(load.accepted / seconds),
          unit: 'events/s',
          peer: `offered ${OFFERED_PER_S}/s for ${SECONDS} s; drained after ${seconds.toFixed(1)} s`,
        },
        lost: { value: load.accepted - stored, unit: 'events', peer: `${load.accepted} accepted` },
        rss_mb: { value: Math.round(peak), unit: 'MB', peer: 'all processes, shared pages once' },
        alert_p99_ms: {
          value: percentile(latencies, 0.99),
          unit: 'ms',
          peer: `p50 ${percentile(latencies, 0.5)} ms, ${latencies.length} alerts`,
        },
        cpu_us_per_event: {
          value: Math.round((cpu / load.accepted) * 1e6),
          unit: 'µs',
          peer: `${cpu.toFixed(0)} CPU-s of the server family`,
        },
        rules: { value: enabled, unit: 'rules enabled' },
        refused_requests: { value: load.refused, unit: 'requests answered 429' },
      },
    };
  } finally {
    await server.stop();
  }
};
