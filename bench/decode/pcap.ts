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

const WARM_UP = 40;
const ROUNDS = 5;
const PASSES = 60;
const PEER = 'tshark -T ek';
const MAX_OUTPUT = 1_073_741_824;

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

/** CPU seconds tshark needs for one file, children included; undefined where it is not installed. */
const tsharkSeconds = (file: string): number | undefined => {
  const script = 'tshark -r "$1" -T ek > /dev/null 2>&1; code=$?; times; exit $code';
  const { status, stdout } = spawnSync('bash', ['-c', script, 'bash', file], {
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT,
  });
  const line = stdout.split('\n')[1];
  if (status !== 0 || line === undefined) return undefined;
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
};

/** One classic capture with the packets of `bytes` as often as it takes to outweigh the start of tshark. */
const repeated = (bytes: Uint8Array, times: number): Uint8Array =>
  Buffer.concat([bytes.subarray(0, 24), ...Array.from({ length: times }, () => bytes.subarray(24))]);

/** Packets tshark dissects per CPU-second on the same bytes, its start included in none of them. */
const measurePeer = (captures: readonly Uint8Array[]): number | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'chedun-bench-'));
  try {
    const file = join(folder, 'one.pcap');
    let packets = 0;
    let seconds = 0;
    const empty = captures[0];
    if (empty === undefined) return undefined;
    writeFileSync(file, empty.subarray(0, 24));
    const start = tsharkSeconds(file);
    if (start === undefined) return undefined;
    for (const bytes of captures) {
      const many = repeated(bytes, Math.ceil(200 / Math.max(1, countPackets([bytes]))));
      writeFileSync(file, many);
      packets += countPackets([many]);
      seconds += Math.max(0, (tsharkSeconds(file) ?? start) - start);
    }
    return packets / seconds;
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
  const peer = measurePeer(captures);
  const value = Math.round(best);
  return {
    pcap_packets_per_cpu_s: {
      value,
      unit: 'packets/CPU-s',
      ...(peer === undefined ? {} : { peer: `${PEER}: ${Math.round(peer)} packets/CPU-s`, ratio: value / peer }),
    },
    pcap_records_per_packet: { value: records / (packets * WARM_UP), unit: 'records/packet' },
  };
};
