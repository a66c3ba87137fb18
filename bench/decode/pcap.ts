import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnalyzer, emptyFrame, openCapture } from '../../libs/pcap/src/index.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Passes until the optimising compiler has seen every parser: a server analyses for days, a start-up is not the question. */
const WARM_UP = 400;
const ROUNDS = 5;
const PASSES = 120;
const PEER = 'tshark -T ek';
/** Packets of one capture that tshark reads at least, by repetition, so that its start does not drown them. */
const PEER_PACKETS = 300;
const STARTS = 3;
const NOT_INSTALLED = 127;

/** Packets of the captures, read once: to know how many there are. */
const countPackets = (captures: readonly Uint8Array[]): number => {
  const frame = emptyFrame();
  let packets = 0;
  for (const bytes of captures) {
    const reader = openCapture(bytes);
    while (reader.next(frame)) packets += 1;
  }
  return packets;
};

/** Reads the captures one after the other, `passes` times, into one analyzer; answers how many records came out. */
const analyzeAll = (captures: readonly Uint8Array[], passes: number): number => {
  const frame = emptyFrame();
  let records = 0;
  const analyzer = createAnalyzer({}, () => void (records += 1));
  for (let pass = 0; pass < passes; pass += 1) {
    for (const bytes of captures) {
      const reader = openCapture(bytes);
      while (reader.next(frame)) analyzer.frame(bytes, frame);
    }
  }
  analyzer.end();
  return records;
};

const perCpuSecond = (count: number, work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1e6;
};

/** What tshark did with one file: the CPU seconds it took, children included, or the code it failed with. */
type PeerRun = { readonly seconds: number } | { readonly failed: number };

const runPeer = (file: string): PeerRun => {
  const script = 'tshark -r "$1" -T ek > /dev/null 2>&1; code=$?; times; exit $code';
  const { status, stdout } = spawnSync('bash', ['-c', script, 'bash', file], { encoding: 'utf8' });
  const line = stdout.split('\n')[1];
  if (status !== 0 || line === undefined) return { failed: status ?? -1 };
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  return { seconds: parts.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0) };
};

/** One classic capture with the packets of `bytes` as often as it takes to outweigh the start of tshark. */
const repeated = (bytes: Uint8Array, times: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, 24), ...Array.from({ length: times }, () => bytes.subarray(24))]);

/** CPU seconds that the start of tshark takes, the least of a few; the code where it does not even start. */
const startOfPeer = (file: string): PeerRun => {
  const runs = Array.from({ length: STARTS }, () => runPeer(file));
  const failed = runs.find((run) => 'failed' in run);
  return failed ?? { seconds: Math.min(...runs.map((run) => ('seconds' in run ? run.seconds : Number.MAX_VALUE))) };
};

/** What the peer did on all captures, the CPU of its start taken off. */
interface PeerTotal {
  readonly packets: number;
  readonly seconds: number;
  readonly failed: number;
}

const totalOfPeer = (captures: readonly Uint8Array[], file: string, start: number): PeerTotal => {
  let total: PeerTotal = { packets: 0, seconds: 0, failed: 0 };
  for (const bytes of captures) {
    const many = repeated(bytes, Math.ceil(PEER_PACKETS / Math.max(1, countPackets([bytes]))));
    writeFileSync(file, many);
    const run = runPeer(file);
    total =
      'failed' in run
        ? { ...total, failed: total.failed + 1 }
        : { ...total, packets: total.packets + countPackets([many]), seconds: total.seconds + run.seconds - start };
  }
  return total;
};

/** The rate of the peer beside `value`, or in words why there is none: a peer that failed is told, never a rate. */
const comparePeer = (
  value: number,
  captures: number,
  { packets, seconds, failed }: PeerTotal,
): Pick<Metric, 'peer' | 'ratio'> => {
  const failures = failed === 0 ? '' : `, failed on ${failed} of ${captures} captures`;
  if (failed === captures) return { peer: `${PEER}: failed on all ${captures} captures` };
  if (packets === 0 || seconds <= 0) return { peer: `${PEER}: took no longer than its start${failures}` };
  const rate = packets / seconds;
  return { peer: `${PEER}: ${Math.round(rate)} packets/CPU-s${failures}`, ratio: value / rate };
};

/** Packets tshark dissects per CPU-second on the same bytes, its start included in none of them, beside `value`. */
const measurePeer = (value: number, captures: readonly Uint8Array[]): Pick<Metric, 'peer' | 'ratio'> => {
  const [first] = captures;
  if (first === undefined) return {};
  const folder = mkdtempSync(join(tmpdir(), 'chedun-bench-'));
  try {
    const file = join(folder, 'one.pcap');
    writeFileSync(file, first.subarray(0, 24));
    const start = startOfPeer(file);
    if ('seconds' in start) return comparePeer(value, captures.length, totalOfPeer(captures, file, start.seconds));
    if (start.failed === NOT_INSTALLED) return { peer: `${PEER}: not installed` };
    return { peer: `${PEER}: failed with code ${start.failed} on an empty capture` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * Packets per CPU-second through reader, decoder, flow table, reassembly and every parser, records included: the
 * captures under `DIR/pcap` one after the other, again and again, as one stream of packets; beside `tshark -T ek` on the
 * same packets. `pcap_records_per_packet` says how dense the work is: these captures are dialogues, not bulk transfers.
 */
export const measurePcap = async (options: { readonly dataDir: string }): Promise<Record<string, Metric>> => {
  const folder = join(options.dataDir, 'pcap');
  if (!existsSync(folder)) return {};
  const files = globSync('*/*.pcap', { cwd: folder }).toSorted();
  const captures = files.map((file) => new Uint8Array(readFileSync(join(folder, file))));
  const packets = countPackets(captures);
  const records = analyzeAll(captures, WARM_UP);
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1)
    best = Math.max(
      best,
      perCpuSecond(packets * PASSES, () => void analyzeAll(captures, PASSES)),
    );
  const value = Math.round(best);
  return {
    pcap_packets_per_cpu_s: { value, unit: 'packets/CPU-s', ...measurePeer(value, captures) },
    pcap_records_per_packet: { value: records / (packets * WARM_UP), unit: 'records/packet' },
  };
};
