/** Child process of the bench: how much memory a million open sessions take. Prints one JSON object. */
import { correlatorFor } from './loads.ts';

const KEYS = 1_000_000;
const START = 1_800_000_000_000;
const settle = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().rss;
};

const correlator = correlatorFor(
  'type: event_count, rules: [failure], group-by: [User], timespan: 4h, window: session, gap: 2h, condition: {gte: 5}',
);
// Texts as a parsed event gives them, kept by nobody else.
let user = '';
const hit = { rule: 'failure', time: START, weight: 1, ref: '', value: () => user };
const empty = settle();
let slowest = 0;
let since = process.threadCpuUsage();
const started = process.cpuUsage();
for (let at = 0; at < KEYS; at += 1) {
  [user, hit.ref] = JSON.parse(`["session-${10_000_000 + at}","1:${at}:0"]`);
  hit.time = START + at;
  if (at % 64 === 0) since = process.threadCpuUsage();
  correlator.observe(hit);
  if (at % 64 !== 63) continue;
  const { user: own, system } = process.threadCpuUsage(since);
  slowest = Math.max(slowest, (own + system) / 1_000);
}
const spent = process.cpuUsage(started);
const perSecond = Math.round((KEYS / (spent.user + spent.system)) * 1e6);
const full = settle();
const saving = process.threadCpuUsage();
const { length } = correlator.snapshot();
const saved = process.threadCpuUsage(saving);
console.log(
  JSON.stringify({
    groups: correlator.stats().groups,
    megabytes: (full - empty) / 1e6,
    estimated: correlator.stats().bytes / 1e6,
    perSecond,
    slowestMs: slowest,
    snapshotMb: length / 1e6,
    snapshotMs: (saved.user + saved.system) / 1_000,
  }),
);
