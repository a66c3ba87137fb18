import { benchFolder, freePort, startInstance } from './server/instance.ts';
import { memoryMb, processesOf } from './server/memory.ts';

const LATER_STARTS = 3;
const SETTLE_MS = 15_000;

/** Time from start to ready on an empty folder and on one that is there, and memory when nothing happens. */
export const run = async (): Promise<{
  bench: string;
  metrics: Record<string, { value: number; unit: string; peer?: string }>;
}> => {
  const dir = benchFolder('start');
  const port = await freePort();
  const first = await startInstance({ dir, port, fresh: true });
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  const idle = memoryMb(processesOf(dir));
  await first.stop();
  const later: number[] = [];
  for (let at = 0; at < LATER_STARTS; at += 1) {
    const next = await startInstance({ dir, port, fresh: false });
    later.push(next.readySeconds);
    await next.stop();
  }
  return {
    bench: 'start',
    metrics: {
      first_ready_s: { value: first.readySeconds, unit: 's' },
      next_ready_s: { value: Math.max(...later), unit: 's', peer: `slowest of ${LATER_STARTS}` },
      idle_rss_mb: { value: Math.round(idle), unit: 'MB', peer: 'all processes, shared pages once' },
    },
  };
};
