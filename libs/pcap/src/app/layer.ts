import type { Direction } from '../flow/direction.ts';
import { guessTcp, guessUdp, isAnswer } from './detect.ts';
import type { Ports } from './detect.ts';
import type { AppHost, AppLayer, AppParser, AppProto, Body } from './host.ts';
import { parserFor } from './parsers.ts';

const MAX_HEAD = 4096;
const MAX_DATAGRAMS = 8;
const NOTHING = new Uint8Array(0);

/** What the layer needs of its flow. */
export interface LayerHost {
  readonly record: AppHost['record'];
  readonly anomaly: AppHost['anomaly'];
  readonly turn: () => void;
  readonly settings: AppHost['settings'];
  readonly ranges: AppHost['ranges'];
  readonly ports: () => Ports;
}

/** What is known of the protocol of one flow; parsers see their flow through it. */
class AppState implements AppHost {
  private readonly layer: LayerHost;
  readonly settings: AppHost['settings'];
  readonly ranges: AppHost['ranges'];
  proto: AppProto | 'failed' | undefined = undefined;
  original: AppProto | undefined = undefined;
  parser: AppParser | undefined = undefined;
  /** Directions whose first bytes say nothing, a bit each. */
  unknown = 0;

  constructor(layer: LayerHost) {
    this.layer = layer;
    this.settings = layer.settings;
    this.ranges = layer.ranges;
  }

  begin(proto: AppProto, overTcp: boolean): AppParser {
    this.proto = proto;
    const parser = parserFor(proto, overTcp)(this);
    this.parser = parser;
    return parser;
  }

  record(type: string, fields: Body, direction: Direction): void {
    this.layer.record(type, fields, direction);
  }

  anomaly(proto: AppProto, event: string, direction: Direction): void {
    this.layer.anomaly(proto, event, direction);
  }

  turn(): void {
    this.layer.turn();
  }

  rename(proto: AppProto): void {
    if (this.proto !== undefined && this.proto !== 'failed') this.original = this.proto;
    this.proto = proto;
  }

  upgrade(): void {
    if (this.proto !== undefined && this.proto !== 'failed') this.original = this.proto;
    this.proto = undefined;
    this.parser = undefined;
    this.unknown = 0;
  }
}

const appended = (head: Uint8Array, bytes: Uint8Array): Uint8Array => {
  if (head.length === 0) return bytes;
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  return all;
};

const isWanted = (state: AppState): boolean => state.proto !== 'failed' && state.parser?.done() !== true;

class TcpLayer implements AppLayer {
  private readonly layer: LayerHost;
  private readonly state: AppState;
  /** First bytes towards the server and towards the client while the protocol is unknown. */
  private toServer: Uint8Array = NOTHING;
  private toClient: Uint8Array = NOTHING;

  constructor(layer: LayerHost) {
    this.layer = layer;
    this.state = new AppState(layer);
  }

  proto(): AppProto | 'failed' | undefined {
    return this.state.proto;
  }

  original(): AppProto | undefined {
    return this.state.original;
  }

  end(): void {
    this.state.parser?.end();
  }

  wants(): boolean {
    return isWanted(this.state);
  }

  data(direction: Direction, bytes: Uint8Array): void {
    const { state } = this;
    if (state.parser !== undefined) return state.parser.data(direction, bytes);
    if (state.proto === 'failed') return;
    if (direction === 0) this.toServer = appended(this.toServer, bytes);
    else this.toClient = appended(this.toClient, bytes);
    this.detect(direction, direction === 0 ? this.toServer : this.toClient);
  }

  gap(direction: Direction, size: number): void {
    const { state } = this;
    if (state.parser !== undefined) state.parser.gap(direction, size);
    else if ((direction === 0 ? this.toServer : this.toClient).length > 0) state.proto = 'failed';
  }

  private detect(direction: Direction, head: Uint8Array): void {
    const { layer, state } = this;
    const ports = layer.ports();
    const guess = guessTcp(head, ports, layer.settings.dnsPorts);
    if (guess === 'more' && head.length < MAX_HEAD) return;
    if (guess === 'more' || guess === 'unknown') {
      state.unknown |= 1 << direction;
      if (state.unknown === 3 || head.length >= MAX_HEAD) state.proto = 'failed';
      return;
    }
    let first = direction;
    const other = direction === 0 ? this.toClient : this.toServer;
    this.toServer = this.toClient = NOTHING;
    if (isAnswer(guess, head, direction, ports)) {
      layer.turn();
      first = 1;
    }
    const second: Direction = first === 0 ? 1 : 0;
    state.begin(guess, true).data(first, head);
    if (other.length > 0) state.parser?.data(second, other);
  }
}

/** Application layer of a TCP connection: looks at up to 4 KiB of each direction until the protocol is known. */
export const createTcpLayer = (layer: LayerHost): AppLayer => new TcpLayer(layer);

class UdpLayer implements AppLayer {
  private readonly layer: LayerHost;
  private readonly state: AppState;
  private tries = 0;

  constructor(layer: LayerHost) {
    this.layer = layer;
    this.state = new AppState(layer);
  }

  proto(): AppProto | 'failed' | undefined {
    return this.state.proto;
  }

  original(): AppProto | undefined {
    return this.state.original;
  }

  end(): void {
    this.state.parser?.end();
  }

  wants(): boolean {
    return isWanted(this.state);
  }

  data(direction: Direction, bytes: Uint8Array): void {
    const { layer, state } = this;
    if (state.parser !== undefined) return state.parser.data(direction, bytes);
    if (state.proto === 'failed') return;
    const guess = guessUdp(bytes, layer.ports(), layer.settings.dnsPorts);
    if (guess === 'unknown' || guess === 'more') {
      this.tries += 1;
      if (this.tries >= MAX_DATAGRAMS) state.proto = 'failed';
      return;
    }
    const turns = isAnswer(guess, bytes, direction);
    if (turns) layer.turn();
    state.begin(guess, false).data(turns ? 1 : direction, bytes);
  }

  gap(): void {
    // datagrams have no order to miss a part of
  }
}

/** Application layer of a UDP flow: the first eight datagrams may be anything before it is given up. */
export const createUdpLayer = (layer: LayerHost): AppLayer => new UdpLayer(layer);
