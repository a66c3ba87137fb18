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
const started = performance.now();
for (let at = 0; at < KEYS; at += 1) {
  [user, hit.ref] = JSON.parse(`["session-${10_000_000 + at}","1:${at}:0"]`);
  hit.time = START + at;
  const before = performance.now();
  correlator.observe(hit);
  slowest = Math.max(slowest, performance.now() - before);
}
const perSecond = Math.round((KEYS / (performance.now() - started)) * 1_000);
const full = settle();
const saving = performance.now();
const { length } = correlator.snapshot();
console.log(
  JSON.stringify({
    groups: correlator.stats().groups,
    megabytes: (full - empty) / 1e6,
    estimated: correlator.stats().bytes / 1e6,
    perSecond,
    slowestMs: slowest,
    snapshotMb: length / 1e6,
    snapshotMs: performance.now() - saving,
  }),
);
