import type { Counter, Gauge, Metrics } from '@chedun/log';

/** Counters of the listeners. */
export interface ListenerMetrics {
  readonly records: Counter<'source'>;
  readonly lost: Counter<'source'>;
  readonly refused: Counter<'source'>;
  readonly closed: Counter<'source' | 'reason'>;
  readonly refusedFrames: Counter<'source'>;
  readonly frames: Counter<'status'>;
  readonly terminalFrames: Counter<'status'>;
  readonly roadVerdicts: Counter<'rule'>;
  readonly flowExports: Counter<'kind'>;
  readonly mqttMessages: Counter<'what'>;
  readonly mqttConnected: Gauge;
  readonly natsMessages: Counter<'what'>;
  readonly natsConnected: Gauge;
}

type BrokerMetrics = Pick<ListenerMetrics, 'mqttMessages' | 'mqttConnected' | 'natsMessages' | 'natsConnected'>;

const brokerMetrics = (metrics: Metrics): BrokerMetrics => ({
  mqttMessages: metrics.counter({
    name: 'chedun_ingest_mqtt_messages_total',
    help: 'Messages of the MQTT broker by what became of them',
    labels: ['what'],
  }),
  natsMessages: metrics.counter({
    name: 'chedun_ingest_nats_messages_total',
    help: 'Signed V2X messages of NATS by what became of them',
    labels: ['what'],
  }),
  natsConnected: metrics.gauge({
    name: 'chedun_ingest_nats_connected',
    help: 'Whether the subscription at NATS holds: 1 or 0',
  }),
  mqttConnected: metrics.gauge({
    name: 'chedun_ingest_mqtt_connected',
    help: 'Whether the subscription at the MQTT broker holds: 1 or 0',
  }),
});

/** Registers the counters. */
export const listenerMetrics = (metrics: Metrics): ListenerMetrics => ({
  records: metrics.counter({
    name: 'chedun_ingest_listener_records_total',
    help: 'Records of listeners that are on disk',
    labels: ['source'],
  }),
  lost: metrics.counter({
    name: 'chedun_ingest_datagrams_lost_total',
    help: 'Datagrams that found no room; each run of them is noted as a gap record',
    labels: ['source'],
  }),
  refused: metrics.counter({
    name: 'chedun_ingest_connections_refused_total',
    help: 'Connections refused: too many, or the source is disabled',
    labels: ['source'],
  }),
  closed: metrics.counter({
    name: 'chedun_ingest_connections_closed_total',
    help: 'Connections that the listener closed, by reason',
    labels: ['source', 'reason'],
  }),
  refusedFrames: metrics.counter({
    name: 'chedun_ingest_frames_refused_total',
    help: 'Frames of vehicles, terminals and plates that the gate refused: kept as evidence, no reports',
    labels: ['source'],
  }),
  frames: metrics.counter({
    name: 'chedun_ingest_gbt32960_frames_total',
    help: 'GB/T 32960 frames by what decoding found',
    labels: ['status'],
  }),
  terminalFrames: metrics.counter({
    name: 'chedun_ingest_jtt808_frames_total',
    help: 'JT/T 808 frames by what decoding found',
    labels: ['status'],
  }),
  roadVerdicts: metrics.counter({
    name: 'chedun_ingest_v2x_verdicts_total',
    help: 'Notes on misbehaving senders of V2X messages by the gravest rule',
    labels: ['rule'],
  }),
  flowExports: metrics.counter({
    name: 'chedun_ingest_netflow_datagrams_total',
    help: 'Datagrams of flow exporters by version, or unreadable',
    labels: ['kind'],
  }),
  ...brokerMetrics(metrics),
});
