import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { readZip } from './sigma-data.ts';
import { firstUse, type Api } from './server/api.ts';
import { benchFolder, freePort, startInstance, type Instance } from './server/instance.ts';
import { pacedLoad } from './server/load.ts';
import { cpuSeconds, memoryMb, processesOf } from './server/memory.ts';

const SECONDS = 60;
/** Offered load; above the bar, so that the bar is proven and not only touched. */
const OFFERED_PER_S = 15_600;
/** The kernel walks all pages of a process to say how much memory it has: once a second took a tenth of a core from what is measured. */
const MEMORY_EVERY_MS = 5000;
const BATCH = 500;
const CANARY_EVERY_MS = 250;
const DRAIN_LIMIT_MS = 120_000;
const ALERT_LIMIT_MS = 60_000;

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
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/x-ndjson',
    'content-encoding': 'zstd',
  };
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

const canaryLatencies = async (api: Api): Promise<Map<string, number>> => {
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
  return found;
};

/** Latencies of the alerts of all canaries, ascending; a canary without an alert after a minute counts as a minute. */
const alertLatencies = async (api: Api, sent: number): Promise<number[]> => {
  const limit = performance.now() + ALERT_LIMIT_MS;
  let found = await canaryLatencies(api);
  while (found.size < sent && performance.now() < limit) {
    await pause(1000);
    found = await canaryLatencies(api);
  }
  const missing = Array.from({ length: Math.max(0, sent - found.size) }, () => ALERT_LIMIT_MS);
  return [...found.values(), ...missing].toSorted((a, b) => a - b);
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

interface Measured {
  readonly accepted: number;
  readonly refused: number;
  readonly stored: number;
  /** From the first request until everything was stored. */
  readonly seconds: number;
  readonly cpu: number;
  readonly peakMb: number;
  readonly latencies: readonly number[];
}

/** Sends canaries until it is stopped; answers how many were accepted. */
const canaryStream = (url: string, token: string): (() => number) => {
  let sent = 0;
  let taken = 0;
  const one = async (): Promise<void> => {
    taken += await send(url, token, 'canary', canary(sent++));
  };
  const timer = setInterval(() => void one(), CANARY_EVERY_MS);
  return () => {
    clearInterval(timer);
    return taken;
  };
};

const measure = async (server: Instance, api: Api, batches: readonly Buffer[]): Promise<Measured> => {
  const token = await api.token(['ingest.write']);
  await pause(3000);
  const cpuBefore = cpuSeconds(processesOf(server.dir));
  let peakMb = 0;
  const lookAtMemory = (): void => {
    peakMb = Math.max(peakMb, memoryMb(processesOf(server.dir)));
  };
  const watch = setInterval(lookAtMemory, MEMORY_EVERY_MS);
  const stopCanaries = canaryStream(server.url, token);
  const began = performance.now();
  const load = await pacedLoad({
    seconds: SECONDS,
    perSecond: OFFERED_PER_S / BATCH,
    mostInFlight: 8,
    send: (at) => send(server.url, token, 'bench', batches[at % batches.length] ?? Buffer.alloc(0)),
  });
  const canaries = stopCanaries();
  lookAtMemory();
  const { stored, at } = await drained(api, load.accepted);
  clearInterval(watch);
  const cpu = cpuSeconds(processesOf(server.dir)) - cpuBefore;
  const latencies = await alertLatencies(api, canaries);
  return {
    accepted: load.accepted,
    refused: load.refused,
    stored,
    seconds: (at - began) / 1000,
    cpu,
    peakMb,
    latencies,
  };
};

const metricsOf = (told: Measured, rules: number): Record<string, Metric> => ({
  events_per_s: {
    value: Math.round(told.accepted / told.seconds),
    unit: 'events/s',
    peer: `offered ${OFFERED_PER_S}/s for ${SECONDS} s; drained after ${told.seconds.toFixed(1)} s`,
  },
  lost: { value: told.accepted - told.stored, unit: 'events', peer: `${told.accepted} accepted` },
  rss_mb: { value: Math.round(told.peakMb), unit: 'MB', peer: 'all processes, shared pages once' },
  alert_p99_ms: {
    value: percentile(told.latencies, 0.99),
    unit: 'ms',
    peer: `p50 ${percentile(told.latencies, 0.5)} ms, ${told.latencies.length} alerts`,
  },
  cpu_us_per_event: {
    value: Math.round((told.cpu / told.accepted) * 1e6),
    unit: 'µs',
    peer: `${told.cpu.toFixed(0)} CPU-s of the server family`,
  },
  rules: { value: rules, unit: 'rules enabled' },
  refused_requests: { value: told.refused, unit: 'requests answered 429' },
});

/**
 * HTTP in, parsed, 3,141 rules, stored, alert: real Windows events for a minute, load generator on the same machine.
 * Batches are compressed with zstd beforehand, as shippers send them.
 */
export const run = async ({
  dataDir,
}: {
  dataDir: string;
}): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const batches = batchesOf((await readZip(dataDir)).flatMap((archive) => archive.lines));
  const args = ['--rules-folders', JSON.stringify([join(dataDir, 'sigma', 'rules')])];
  const server = await startInstance({ dir: benchFolder('pipeline'), port: await freePort(), fresh: true, args });
  try {
    const api = await firstUse(server.url, server.setupCode ?? '');
    const { enabled } = await api.get<{ enabled: number }>('/detection/engine');
    return { bench: 'pipeline', metrics: metricsOf(await measure(server, api, batches), enabled) };
  } finally {
    await server.stop();
  }
};
