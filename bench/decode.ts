import { measureBsm } from './decode/bsm.ts';
import { measureGbt32960 } from './decode/gbt32960.ts';
import { measurePcap } from './decode/pcap.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Decoders of vehicle and network traffic, one core, without storing anything: GB/T 32960, T/CSAE 53 BSM, captures. */
export const run = async ({
  dataDir,
}: {
  readonly dataDir: string;
}): Promise<{ readonly bench: 'decode'; readonly metrics: Readonly<Record<string, Metric>> }> => ({
  bench: 'decode',
  metrics: {
    ...measureGbt32960(),
    bsm_per_cpu_s: await measureBsm(),
    ...(await measurePcap({ dataDir })),
  },
});
