import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricSpec, Metrics } from './metrics.ts';

type Labels = readonly [labels?: Readonly<Record<string, string>>];

/** Opens an empty registry with the usual metrics of the process (CPU, memory, event loop). */
export const openMetrics = (): Metrics => {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const known = new Map<string, { readonly shape: string; readonly metric: unknown }>();

  /** Gives the metric of this name, made on first use; the same name with another shape is a mistake in the code. */
  const once = <M>(kind: string, spec: MetricSpec<string>, make: () => M): M => {
    const shape = [kind, ...(spec.labels ?? [])].join(' ');
    const existing = known.get(spec.name);
    if (existing === undefined) {
      const metric = make();
      known.set(spec.name, { shape, metric });
      return metric;
    }
    if (existing.shape !== shape)
      throw new Error(`metric ${spec.name} is declared as "${existing.shape}" and "${shape}"`);
    return existing.metric as M;
  };

  return {
    counter: (spec) =>
      once('counter', spec, () => {
        const counter = new Counter({ ...plain(spec), registers: [register] });
        return { add: (amount: number, ...[labels]: Labels) => counter.inc(labels ?? {}, amount) };
      }),
    gauge: (spec) =>
      once('gauge', spec, () => {
        const gauge = new Gauge({ ...plain(spec), registers: [register] });
        return { set: (value: number, ...[labels]: Labels) => gauge.set(labels ?? {}, value) };
      }),
    observed: (spec, read) => {
      once('observed', spec, () => {
        const collect = async (): Promise<void> => gauge.set(await readOrNaN(read));
        const gauge: Gauge = new Gauge({ ...plain(spec), registers: [register], collect });
        return gauge;
      });
    },
    histogram: (spec) =>
      once('histogram', spec, () => {
        const histogram = new Histogram({ ...plain(spec), buckets: [...spec.buckets], registers: [register] });
        return { observe: (value: number, ...[labels]: Labels) => histogram.observe(labels ?? {}, value) };
      }),
    render: () => register.metrics(),
    contentType: register.contentType,
  };
};

const readOrNaN = async (read: () => number | Promise<number>): Promise<number> => {
  try {
    return await read();
  } catch {
    return Number.NaN;
  }
};

const plain = (spec: MetricSpec<string>) => ({
  name: spec.name,
  help: spec.help,
  labelNames: [...(spec.labels ?? [])],
});
