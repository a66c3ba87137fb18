import type { Body } from '../app/host.ts';
import { createRangeTracker } from '../app/http/ranges.ts';
import type { RangeTracker } from '../app/http/ranges.ts';
import { createTcpLayer, createUdpLayer } from '../app/layer.ts';
import type { LayerHost } from '../app/layer.ts';
import type { Frame } from '../capture/frame.ts';
import type { Direction } from '../flow/direction.ts';
import type { Flow, FlowReason } from '../flow/flow.ts';
import { TcpStream } from '../flow/stream.ts';
import { createFlowTable } from '../flow/table.ts';
import { feedSession, flowStateOf } from '../flow/tcp.ts';
import type { TcpSession } from '../flow/tcp.ts';
import { createDefragmenter } from '../packet/defrag.ts';
import { decodeFrame } from '../packet/link.ts';
import { emptyPacket, PROTO } from '../packet/packet.ts';
import type { Packet } from '../packet/packet.ts';
import { countFrame, countPacket, zeroCounters } from './counters.ts';
import type { DecoderCounters } from './counters.ts';
import { flowRecord } from './flow-record.ts';
import { settingsOf } from './options.ts';
import type { AnalyzeOptions, Settings } from './options.ts';
import { endpoints, timeText } from './record.ts';
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
  readonly ranges: RangeTracker;
  /** Number of the packet under analysis, 1-based; 0 once there is none. */
  count: number;
  /** Flows by application protocol for the stats record. */
  readonly flows: Record<string, number>;
}

const addRecord = (context: Context, flow: Flow, type: string, fields: Body, direction: Direction): void => {
  const { frame, count } = context;
  const seconds = count === 0 ? flow.endSeconds : frame.seconds;
  const micros = count === 0 ? flow.endMicros : frame.micros;
  context.emit({
    timestamp: timeText(seconds, micros),
    flow_id: flow.id,
    ...(count === 0 ? {} : { pcap_cnt: count }),
    event_type: type,
    ...endpoints(flow, direction),
    ...fields,
  });
};

/** What the parsers of a flow see of it. */
const layerHost = (context: Context, flow: Flow, turn: () => void): LayerHost => ({
  settings: context.settings,
  ranges: context.ranges,
  ports: () => ({ server: flow.vport, client: flow.cport }),
  record: (type, fields, direction) => addRecord(context, flow, type, fields, direction),
  anomaly: (proto, event, direction) =>
    addRecord(
      context,
      flow,
      'anomaly',
      { app_proto: proto, anomaly: { type: 'applayer', event, layer: 'proto_parser' } },
      direction,
    ),
  turn,
});

const startSession = (context: Context, flow: Flow, turnFlow: () => void): TcpSession => {
  let turned = false;
  const sinkOf = (side: Direction) => {
    const direction = (): Direction => (turned ? (side === 0 ? 1 : 0) : side);
    const settle = (): void => {
      if (flow.app?.wants() !== false) return;
      session.toServer.forget();
      session.toClient.forget();
    };
    return {
      data: (bytes: Uint8Array) => {
        flow.app?.data(direction(), bytes);
        settle();
      },
      gap: (size: number) => {
        flow.app?.gap(direction(), size);
        settle();
      },
    };
  };
  const session: TcpSession = {
    state: 'none',
    flagsToServer: 0,
    flagsToClient: 0,
    midstream: false,
    toServer: new TcpStream(sinkOf(0)),
    toClient: new TcpStream(sinkOf(1)),
  };
  const turn = (): void => {
    turned = !turned;
    turnFlow();
    [session.toServer, session.toClient] = [session.toClient, session.toServer];
    [session.flagsToServer, session.flagsToClient] = [session.flagsToClient, session.flagsToServer];
  };
  flow.app = createTcpLayer(layerHost(context, flow, turn));
  return session;
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

const onTcp = (context: Context, flow: Flow, direction: Direction, turn: () => void): void => {
  flow.tcp ??= startSession(context, flow, turn);
  const { tcp } = flow;
  feedSession(tcp, context.packet, direction);
  if (tcp.midstream && !context.settings.midstream && tcp.toServer.wanted) {
    tcp.toServer.forget();
    tcp.toClient.forget();
  }
  flow.state = flowStateOf(tcp.state);
};

const onDatagram = (context: Context, flow: Flow, direction: Direction, turn: () => void): void => {
  const { packet } = context;
  if (flow.state === 'new' && flow.packetsToServer > 0 && flow.packetsToClient > 0) flow.state = 'established';
  if (packet.proto !== PROTO.UDP || packet.from === packet.to) return;
  flow.app ??= createUdpLayer(layerHost(context, flow, turn));
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
  const context: Context = { settings, emit, packet, frame: now, ranges: createRangeTracker(), count: 0, flows: {} };
  const counters = zeroCounters();
  const fragments = createDefragmenter();
  const table = createFlowTable({
    maxFlows: settings.maxFlows,
    onEnd: (flow, reason) => endFlow(context, flow, reason),
  });
  let frames = 0;
  const onPacket = (size: number): void => {
    const flow = table.find(packet, now.seconds, now.micros);
    const direction = table.direction();
    count(flow, direction, size, now);
    const turn = (): void => table.turn(flow);
    if (packet.proto === PROTO.TCP) onTcp(context, flow, direction, turn);
    else onDatagram(context, flow, direction, turn);
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
