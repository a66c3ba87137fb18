/** Loads a bundle and a list into one kind of table, looks values up, and prints what it took. Run by bench/intel.ts. */
import { createReadStream } from 'node:fs';
import {
  addressBytes,
  IndicatorMatcher,
  MatcherBuilder,
  openIndicatorReader,
  packedBytes,
  type EventKind,
  type Indicator,
  type IndicatorFormat,
} from '@chedun/indicators';
import { askedAt } from './population.ts';

type Find = (kind: EventKind, value: string) => number;

const [kind = 'packed', bundle = '', list = '', lookups = '0'] = process.argv.slice(2);

const readInto = async (format: IndicatorFormat, file: string, take: (indicator: Indicator) => void): Promise<void> => {
  const sink = { indicator: take, problem: () => undefined, sighting: () => undefined };
  const reader = openIndicatorReader(format, sink);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) reader.push(chunk as Uint8Array);
  reader.end();
};

const readAll = async (take: (indicator: Indicator) => void): Promise<void> => {
  await readInto('stix', bundle, take);
  await readInto('list', list, take);
};

const packed = async (): Promise<{ find: Find; count: number; pauseMs: number; tablesMb: number }> => {
  const builder = new MatcherBuilder(0x5eed);
  let id = 0;
  await readAll((indicator) => {
    id += 1;
    builder.add({ ...indicator, id });
  });
  let pauseMs = 0;
  const steps = builder.steps();
  for (;;) {
    const before = performance.now();
    const step = steps.next();
    pauseMs = Math.max(pauseMs, performance.now() - before);
    if (step.done !== true) continue;
    const matcher = new IndicatorMatcher(step.value);
    const out: number[] = [];
    const at = Date.parse('2026-12-01T00:00:00Z');
    const find: Find = (as, value) => matcher.find(as, value, at, out);
    return { find, count: matcher.count, pauseMs, tablesMb: packedBytes(step.value) / 1e6 };
  }
};

/** What one would write first: a map of texts, and a list of networks that is walked through. */
const naive = async (): Promise<{ find: Find; count: number; pauseMs: number; tablesMb: number }> => {
  const exact = new Map<string, Indicator>();
  const networks: { readonly bytes: Uint8Array; readonly bits: number; readonly indicator: Indicator }[] = [];
  await readAll((indicator) => {
    if (indicator.kind !== 'network') return void exact.set(`${indicator.kind} ${indicator.value}`, indicator);
    const [address = '', bits = ''] = indicator.value.split('/');
    const bytes = addressBytes(address);
    if (bytes) networks.push({ bytes, bits: Number(bits), indicator });
  });
  const inside = (address: Uint8Array): number =>
    networks.filter(
      ({ bytes, bits }) =>
        bytes.length === address.length &&
        bytes.every((byte, at) => {
          const shift = Math.max(0, Math.min(8, (at + 1) * 8 - bits));
          return byte >> shift === (address[at] ?? 0) >> shift;
        }),
    ).length;
  const find: Find = (as, value) => {
    if (as === 'domain') {
      const labels = value.split('.');
      return labels.filter((_, from) => exact.has(`domain ${labels.slice(from).join('.')}`)).length;
    }
    const address = as === 'ip' ? addressBytes(value) : undefined;
    return (exact.has(`${as} ${value}`) ? 1 : 0) + (address === undefined ? 0 : inside(address));
  };
  return { find, count: exact.size + networks.length, pauseMs: 0, tablesMb: 0 };
};

const started = performance.now();
const { find, count, pauseMs, tablesMb } = await (kind === 'packed' ? packed() : naive());
const loadS = (performance.now() - started) / 1_000;
const loadCpuS = process.cpuUsage().user / 1e6;
const asked = Array.from({ length: Math.min(50_000, Number(lookups)) }, (_, at) => askedAt(at, count));
/** The best of some rounds: other work on the machine only ever adds time. */
const measure = (rounds: number): { readonly ns: number; readonly hits: number } => {
  let ns = Number.POSITIVE_INFINITY;
  let hits = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    hits = 0;
    for (let done = 0; done < Number(lookups); done += 1) {
      const each = asked[done % asked.length];
      if (each && find(each.kind, each.value) > 0) hits += 1;
    }
    ns = Math.min(ns, ((performance.now() - begun) * 1e6) / Number(lookups));
  }
  return { ns, hits };
};
const { ns, hits } = measure(kind === 'packed' ? 6 : 1);
const rssMb = (process.resourceUsage().maxRSS * 1_024) / 1e6;
console.log(JSON.stringify({ count, loadS, loadCpuS, ns, hits, rssMb, pauseMs, tablesMb, lookups: Number(lookups) }));
