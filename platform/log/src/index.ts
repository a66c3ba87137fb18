export type { LogFields, Logger } from './logger.ts';
export type { Counter, Gauge, Histogram, LabelArguments, Metrics, MetricSpec } from './metrics.ts';
export { describeError, openLog, REDACTED_FIELDS } from './pino-logger.ts';
export type { LogOptions } from './pino-logger.ts';
export { openMetrics } from './prometheus.ts';
