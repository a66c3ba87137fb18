export type { LogFields, Logger } from './logger.ts';
export type { Counter, Gauge, Histogram, LabelArguments, Metrics, MetricSpec } from './metrics.ts';
