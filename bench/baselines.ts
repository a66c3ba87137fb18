import { Baselines, learntFrom, readBaseline } from '@chedun/behaviour';

const EVENTS = 1_000_000;
const ACCOUNTS = 10_000;
const VALUES = 50;
/** A vehicle or account does something every 0.7 seconds in all: the events span eight days. */
const STEP_MS = 700;
const BEGIN = Date.UTC(2026, 10, 2);

interface Case {
  readonly block: object;
  readonly entities: number;
  readonly valueOf: (n: number) => string;
}

const CASES: Readonly<Record<string, Case>> = {
  new_terms: {
    block: { type: 'new_terms', field: 'v', 'group-by': ['u'], learn: '1d' },
    entities: ACCOUNTS,
    valueOf: (n) => `value-${n}`,
  },
  rare_value: {
    block: { type: 'rare_value', field: 'v', 'group-by': ['u'], learn: '1d' },
    entities: ACCOUNTS,
    valueOf: (n) => `value-${n}`,
  },
  rate_anomaly: { block: { type: 'rate_anomaly', 'group-by': ['u'] }, entities: ACCOUNTS, valueOf: () => '' },
  beaconing: {
    block: { type: 'beaconing', field: 'v', 'group-by': ['u'] },
    entities: 2_000,
    valueOf: (n) => `203.0.113.${n % 3}`,
  },
  dga: {
    block: { type: 'dga', field: 'v', 'group-by': ['u'] },
    entities: ACCOUNTS,
    valueOf: (n) => `host${n}.service${n % 5}.example.com`,
  },
  dns_tunnel: {
    block: { type: 'dns_tunnel', field: 'v', 'group-by': ['u'] },
    entities: 2_000,
    valueOf: (n) => `host${n}.service${n % 5}.example.com`,
  },
};

/** Microseconds of processor time for each selected event, and bytes for each entity. */
const measure = ({ block, entities, valueOf }: Case): { readonly us: number; readonly bytes: number } => {
  const { rule } = readBaseline(block);
  if (rule === undefined) throw new Error('the rule of a bench does not load');
  const baselines = new Baselines({ used: 0, most: 512 * 1024 * 1024 });
  baselines.replace([{ id: 'r', digest: learntFrom(rule), rule }]);
  const names = Array.from({ length: entities }, (_, n) => `LSVAA49J1320${String(n).padStart(5, '0')}`);
  const values = Array.from({ length: VALUES }, (_, n) => valueOf(n));
  const before = process.cpuUsage();
  for (let n = 0; n < EVENTS; n += 1) {
    const at = BEGIN + n * STEP_MS;
    const entity = names[(n * 7919) % entities] ?? '';
    baselines.observe({ rule: 'r', at, received: at, entity, value: values[n % VALUES] ?? '', answer: '' });
    if (n % 1000 === 0) baselines.pass(at);
  }
  const { user, system } = process.cpuUsage(before);
  baselines.takeVerdicts();
  return { us: (user + system) / EVENTS, bytes: baselines.bytes / entities };
};

/** What a behaviour rule costs for each event that it selects, by type. The limit is 3 µs. */
export const run = async () => {
  const metrics: Record<string, { readonly value: number; readonly unit: string }> = {};
  for (const [type, each] of Object.entries(CASES)) {
    const { us, bytes } = measure(each);
    metrics[`baselines.${type}.us`] = { value: Math.round(us * 100) / 100, unit: 'µs of CPU an event' };
    metrics[`baselines.${type}.bytes`] = { value: Math.round(bytes), unit: 'bytes an entity' };
  }
  return { bench: 'baselines', metrics };
};
