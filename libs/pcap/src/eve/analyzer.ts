import type { Ports } from '../app/detect.ts';
import type { AppProto, Body } from '../app/host.ts';
import { createRangeTracker } from '../app/http/ranges.ts';
import type { RangeTracker } from '../app/http/ranges.ts';
import { createTcpLayer, createUdpLayer } from '../app/layer.ts';
import type { LayerHost } from '../app/layer.ts';
import type { Frame } from '../capture/frame.ts';
import type { Direction } from '../flow/direction.ts';
import type { Flow, FlowReason } from '../flow/flow.ts';
import type { StreamSink } from '../flow/stream.ts';
import { createFlowTable } from '../flow/table.ts';
import type { FlowTable } from '../flow/table.ts';
import { feedSession, flowStateOf, TcpSession } from '../flow/tcp.ts';
import { createDefragmenter } from '../packet/defrag.ts';
import { decodeFrame } from '../packet/link.ts';
import { emptyPacket, PROTO } from '../packet/packet.ts';
import type { Packet } from '../packet/packet.ts';
import { countFrame, countPacket, zeroCounters } from './counters.ts';
import type { DecoderCounters } from './counters.ts';
import { flowRecord } from './flow-record.ts';
import { settingsOf } from './options.ts';
import type { AnalyzeOptions, Settings } from './options.ts';
import { recordOf, timeText } from './record.ts';
import type { EveRecord } from './record.ts';

/** Takes frames one by one and tells what happened on the network. */
export interface Analyzer {
  /** Takes the frame whose bytes lie in `bytes` at the offsets of `frame`. `bytes` must not change afterwards. */
  readonly frame: (bytes: Uint8Array, frame: Frame) => void;
  /** Ends all flows and adds the `stats` record; nothing may be fed afterwards. */
  readonly end: () => void;
  /** Flows open now. */
  readonly flows: () => number;
  readonly counters: () => Readonly<DecoderCounters>;
}

type Emit = (record: EveRecord) => void;

interface Context {
  readonly settings: Settings;
  readonly emit: Emit;
  readonly packet: Packet;
  readonly frame: Pick<Frame, 'seconds' | 'micros'>;
  readonly table: FlowTable;
  readonly ranges: RangeTracker;
  /** Number of the packet under analysis, 1-based; 0 once there is none. */
  count: number;
  /** Flows by application protocol for the stats record. */
  readonly flows: Record<string, number>;
}

/** The outlet of one flow: what its streams bring goes to its application layer, what that finds becomes records. */
class FlowOutlet implements LayerHost, StreamSink {
  private readonly context: Context;
  private readonly flow: Flow;

  constructor(context: Context, flow: Flow) {
    this.context = context;
    this.flow = flow;
  }

  get settings(): Settings {
    return this.context.settings;
  }

  get ranges(): RangeTracker {
    return this.context.ranges;
  }

  ports(): Ports {
    return { server: this.flow.vport, client: this.flow.cport };
  }

  record(type: string, fields: Body, direction: Direction): void {
    const { context, flow } = this;
    const { frame, count } = context;
    const time = count === 0 ? timeText(flow.endSeconds, flow.endMicros) : timeText(frame.seconds, frame.micros);
    const record = recordOf(time, flow, count, type, direction);
    Object.assign(record, fields);
    context.emit(record);
  }

  anomaly(proto: AppProto, event: string, direction: Direction): void {
    const anomaly = { type: 'applayer', event, layer: 'proto_parser' };
    this.record('anomaly', { app_proto: proto, anomaly }, direction);
  }

  turn(): void {
    this.context.table.turn(this.flow);
    this.flow.tcp?.turn();
  }

  data(bytes: Uint8Array, direction: Direction): void {
    this.flow.app?.data(direction, bytes);
    this.settle();
  }

  gap(size: number, direction: Direction): void {
    this.flow.app?.gap(direction, size);
    this.settle();
  }

  private settle(): void {
    if (this.flow.app?.wants() === false) this.flow.tcp?.forget();
  }
}

const startSession = (context: Context, flow: Flow): TcpSession => {
  const outlet = new FlowOutlet(context, flow);
  flow.app = createTcpLayer(outlet);
  return new TcpSession(outlet);
};

const count = (flow: Flow, direction: Direction, size: number, frame: Pick<Frame, 'seconds' | 'micros'>): void => {
  if (direction === 0) {
    flow.packetsToServer += 1;
    flow.bytesToServer += size;
  } else {
    flow.packetsToClient += 1;
    flow.bytesToClient += size;
  }
  flow.endSeconds = frame.seconds;
  flow.endMicros = frame.micros;
};

const onTcp = (context: Context, flow: Flow, direction: Direction): void => {
  flow.tcp ??= startSession(context, flow);
  const { tcp } = flow;
  feedSession(tcp, context.packet, direction);
  if (tcp.midstream && !context.settings.midstream && tcp.toServer.wanted) tcp.forget();
  flow.state = flowStateOf(tcp.state);
};

const onDatagram = (context: Context, flow: Flow, direction: Direction): void => {
  const { packet } = context;
  if (flow.state === 'new' && flow.packetsToServer > 0 && flow.packetsToClient > 0) flow.state = 'established';
  if (packet.proto !== PROTO.UDP || packet.from === packet.to) return;
  flow.app ??= createUdpLayer(new FlowOutlet(context, flow));
  if (flow.app.wants()) flow.app.data(direction, packet.bytes.subarray(packet.from, packet.to));
};

const endFlow = (context: Context, flow: Flow, reason: FlowReason): void => {
  const number = context.count;
  context.count = 0;
  flow.tcp?.toServer.flush();
  flow.tcp?.toClient.flush();
  flow.app?.end();
  const proto = flow.app?.proto();
  if (proto !== undefined) context.flows[proto] = (context.flows[proto] ?? 0) + 1;
  context.emit(flowRecord(flow, reason));
  context.count = number;
};

const faultRecord = (context: Context): EveRecord => ({
  timestamp: timeText(context.frame.seconds, context.frame.micros),
  pcap_cnt: context.count,
  event_type: 'anomaly',
  anomaly: { type: 'decode', event: context.packet.fault },
});

/**
 * An analyzer: decodes frames, puts fragments and TCP streams together, follows flows and reads DNS, TLS, HTTP, MQTT and
 * more inside them. Every finding is handed to `emit` at once: `dns`, `tls`, `http`, `mqtt` … as they are complete,
 * `anomaly` for what breaks a protocol, `flow` when a flow ends, `stats` at the end. Never throws on foreign bytes.
 */
export const createAnalyzer = (options: AnalyzeOptions, emit: Emit): Analyzer => {
  const settings = settingsOf(options);
  const packet = emptyPacket();
  const now = { seconds: 0, micros: 0 };
  const counters = zeroCounters();
  const fragments = createDefragmenter();
  const table = createFlowTable({
    maxFlows: settings.maxFlows,
    onEnd: (flow, reason) => endFlow(context, flow, reason),
  });
  const ranges = createRangeTracker();
  const context: Context = { settings, emit, packet, frame: now, table, ranges, count: 0, flows: {} };
  let frames = 0;
  const onPacket = (size: number): void => {
    const flow = table.find(packet, now.seconds, now.micros);
    const direction = table.direction();
    count(flow, direction, size, now);
    if (packet.proto === PROTO.TCP) onTcp(context, flow, direction);
    else onDatagram(context, flow, direction);
    table.touch(flow);
  };
  const frame = (bytes: Uint8Array, captured: Frame): void => {
    frames += 1;
    context.count = frames;
    now.seconds = captured.seconds;
    now.micros = captured.micros;
    const size = captured.to - captured.from;
    decodeFrame(packet, bytes, captured.from, captured.to, captured.linkType);
    countFrame(counters, captured.linkType, size);
    countPacket(counters, packet);
    if (packet.fault !== undefined) return emit(faultRecord(context));
    if (packet.version === 0) return;
    if (packet.fragment && !fragments.add(packet, now.seconds)) return;
    if (packet.fault === undefined) onPacket(size);
    else emit(faultRecord(context));
  };
  const end = (): void => {
    table.end();
    emit({
      timestamp: timeText(now.seconds, now.micros),
      event_type: 'stats',
      stats: { decoder: { ...counters }, defrag: fragments.stats(), app_layer: { flow: { ...context.flows } } },
    });
  };
  return { frame, end, flows: table.size, counters: () => counters };
};
