/** Labels of one observation: none when the metric declares none. */
export type LabelArguments<L extends string> = [L] extends [never] ? [] : [labels: Readonly<Record<L, string>>];

/** Only grows. */
export interface Counter<L extends string = never> {
  readonly add: (amount: number, ...labels: LabelArguments<L>) => void;
}

/** Goes up and down. */
export interface Gauge<L extends string = never> {
  readonly set: (value: number, ...labels: LabelArguments<L>) => void;
}

/** Distribution over fixed buckets. */
export interface Histogram<L extends string = never> {
  readonly observe: (value: number, ...labels: LabelArguments<L>) => void;
}

/** Name, help text and the closed list of label names of a metric. */
export interface MetricSpec<L extends string> {
  /** `chedun_<module>_<what>_<unit>`, snake case. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

/** The metrics of one process. Asking twice for the same name and labels gives the same metric. */
export interface Metrics {
  readonly counter: <const L extends string = never>(spec: MetricSpec<L>) => Counter<L>;
  readonly gauge: <const L extends string = never>(spec: MetricSpec<L>) => Gauge<L>;
  /** A gauge without labels whose value is read when the metrics are rendered. */
  readonly observed: (spec: MetricSpec<never>, read: () => number | Promise<number>) => void;
  readonly histogram: <const L extends string = never>(
    spec: MetricSpec<L> & { readonly buckets: readonly number[] },
  ) => Histogram<L>;
  /** Prometheus text format; serve it with `contentType`. */
  readonly render: () => Promise<string>;
  readonly contentType: string;
}
