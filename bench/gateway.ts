import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createColumns, createWatch, hashOf, addFrame, resetColumns } from '../libs/gbt32960/src/index.ts';
import { openEvents } from '../platform/events/src/index.ts';
import type { LoadReport } from './gateway/load.ts';
import { reportMaker } from './gateway/reports.ts';
import { firstUse, type Api } from './server/api.ts';
import { benchFolder, freePort, startInstance } from './server/instance.ts';
import { cpuSeconds, memoryMb, processesOf } from './server/memory.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** One way in which reports come. */
interface Case {
  readonly name: string;
  readonly connections: number;
  readonly vehicles: number;
  readonly rate: number;
  readonly batch: number;
  readonly seconds: number;
}

/** A million vehicles, one report in 30 s each, over 10,000 connections, every report a packet of its own. */
const FLEET: Case = {
  name: 'fleet',
  connections: 10_000,
  vehicles: 1_000_000,
  rate: 1_000_000 / 30,
  batch: 1,
  seconds: 90,
};
/** Eight platforms that forward, 100 reports a write; offered above the bar. */
const FORWARD: Case = {
  name: 'forward',
  connections: 8,
  vehicles: 1_000_000,
  rate: 165_000,
  batch: 100,
  seconds: 40,
};
const DRAIN_LIMIT_MS = 180_000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const offer = async (port: number, given: Case): Promise<LoadReport> => {
  const flags = Object.entries({ port, ...given })
    .filter(([name]) => name !== 'name')
    .map(([name, value]) => `--${name}=${value}`);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'gateway/load.ts'), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  return JSON.parse(said) as LoadReport;
};

/** Waits until everything that was sent is read, counted and stored; answers when that was. */
const drained = async (api: Api, sent: number): Promise<number> => {
  const limit = performance.now() + DRAIN_LIMIT_MS;
  for (;;) {
    const { items } = await api.get<{ items: { id: string; events: number }[] }>('/sources');
    const { storeBacklog } = await api.get<{ storeBacklog: number }>('/ingest/flow');
    const events = items.find(({ id }) => id === 'gbt32960')?.events ?? 0;
    if ((events >= sent && storeBacklog === 0) || performance.now() > limit) return performance.now();
    await pause(250);
  }
};

interface Stored {
  readonly rows: number;
  readonly cells: number;
  readonly probes: number;
}

/** What the store holds, asked after the server has stopped. */
const stored = async (dir: string): Promise<Stored> => {
  const quiet = (): void => undefined;
  const events = await openEvents({
    store: { kind: 'folder', dataDir: dir },
    memoryMb: 1024,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
  });
  try {
    const [row] = await events.query<Stored>({
      sql: 'SELECT count() AS rows, sum(length(cells)) AS cells, sum(length(probes)) AS probes FROM telemetry',
      params: {},
    });
    return { rows: Number(row?.rows), cells: Number(row?.cells), probes: Number(row?.probes) };
  } finally {
    await events.close();
  }
};

interface Outcome {
  readonly load: LoadReport;
  readonly stored: Stored;
  /** Seconds from the first report until the last was stored. */
  readonly seconds: number;
  /** CPU of the server process, and of the event store and PostgreSQL, while reports came. */
  readonly serverCpu: number;
  readonly othersCpu: number;
  readonly peakMb: number;
}

const measure = async (given: Case): Promise<Outcome> => {
  const [port, vehiclePort] = [await freePort(), await freePort()];
  const dir = benchFolder(`gateway-${given.name}`);
  const args = ['--ingest-gbt32960-port', String(vehiclePort)];
  const server = await startInstance({ dir, port, fresh: true, args });
  const pid = server.process.pid ?? 0;
  const others = (): number[] => processesOf(dir).filter((each) => each !== pid);
  let outcome: Omit<Outcome, 'stored'>;
  try {
    const api = await firstUse(server.url, server.setupCode ?? '');
    await pause(3000);
    let peakMb = 0;
    const watch = setInterval(() => (peakMb = Math.max(peakMb, memoryMb([pid]))), 5000);
    const [own, rest, began] = [cpuSeconds([pid]), cpuSeconds(others()), performance.now()];
    const load = await offer(vehiclePort, given);
    const [serverCpu, othersCpu] = [cpuSeconds([pid]) - own, cpuSeconds(others()) - rest];
    const seconds = ((await drained(api, load.sent)) - began) / 1000;
    clearInterval(watch);
    outcome = { load, seconds, serverCpu, othersCpu, peakMb };
  } finally {
    await server.stop();
  }
  const done = { ...outcome, stored: await stored(dir) };
  console.error(JSON.stringify(done));
  return done;
};

/** Memory of the state of a million vehicles, measured as the growth of the buffers of this process. */
const bytesPerVehicle = (): number => {
  const now = Date.UTC(2026, 0, 1);
  const maker = reportMaker(now);
  const bytes = Buffer.alloc(maker.size);
  const columns = createColumns(1);
  const watch = createWatch({ vehicles: FLEET.vehicles });
  const before = process.memoryUsage().arrayBuffers;
  for (let vehicle = 0; vehicle < FLEET.vehicles; vehicle += 1) {
    maker.write(bytes, 0, vehicle, now);
    resetColumns(columns);
    addFrame(columns, bytes, 0, bytes.length);
    watch.observe({ columns, row: 0, received: now, source: 1, hash: hashOf(bytes, 0, 17) });
  }
  globalThis.gc?.();
  return (process.memoryUsage().arrayBuffers - before) / watch.fleet.size;
};

const lost = ({ load, stored: { rows, cells, probes } }: Outcome): number => {
  const whole = cells === rows * 192 && probes === rows * 34;
  return whole ? load.sent - rows : load.sent;
};

const told = ({ load, serverCpu, othersCpu, peakMb }: Outcome): string =>
  `server ${serverCpu.toFixed(1)} CPU-s, store and PostgreSQL ${othersCpu.toFixed(1)}, generator ` +
  `${load.cpuSeconds.toFixed(1)} in ${load.seconds.toFixed(1)} s; server ${peakMb.toFixed(0)} MB`;

/**
 * The vehicle gateway as it is shipped, all detectors and own rules on: a fleet of a million vehicles over 10,000
 * connections, and forwarding platforms. Every report must be in the store with all of its arrays.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const bytes = bytesPerVehicle();
  const fleet = await measure(FLEET);
  const forward = await measure(FORWARD);
  return {
    bench: 'gateway',
    metrics: {
      fleet_1m_cpu: { value: fleet.serverCpu / fleet.load.seconds, unit: 'cores', peer: told(fleet) },
      fleet_1m_frames_per_s: { value: Math.round(fleet.load.sent / fleet.load.seconds), unit: 'frames/s' },
      fleet_1m_lost: {
        value: lost(fleet),
        unit: 'frames',
        peer: `${fleet.load.sent} sent, ${fleet.load.closed} closed`,
      },
      forward_frames_per_s: {
        value: Math.round(forward.load.sent / forward.seconds),
        unit: 'frames/s',
        peer: `offered ${FORWARD.rate}/s for ${FORWARD.seconds} s, all stored after ${forward.seconds.toFixed(1)} s; ${told(forward)}`,
      },
      forward_lost: { value: lost(forward), unit: 'frames', peer: `${forward.load.sent} sent` },
      state_bytes_per_vehicle: { value: Math.round(bytes), unit: 'bytes' },
    },
  };
};
