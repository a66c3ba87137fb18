import type { Direction } from '../flow/direction.ts';
import { guessTcp, guessUdp, isAnswer } from './detect.ts';
import type { Ports } from './detect.ts';
import type { AppHost, AppLayer, AppParser, AppProto } from './host.ts';
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

interface State {
  proto: AppProto | 'failed' | undefined;
  original: AppProto | undefined;
  parser: AppParser | undefined;
  /** First bytes of both directions while the protocol is unknown. */
  heads: [Uint8Array, Uint8Array];
  unknown: [boolean, boolean];
  tries: number;
}

const fresh = (): State => ({
  proto: undefined,
  original: undefined,
  parser: undefined,
  heads: [NOTHING, NOTHING],
  unknown: [false, false],
  tries: 0,
});

const hostOf = (layer: LayerHost, state: State): AppHost => ({
  record: layer.record,
  anomaly: layer.anomaly,
  turn: layer.turn,
  settings: layer.settings,
  ranges: layer.ranges,
  rename: (proto) => {
    if (state.proto !== undefined && state.proto !== 'failed') state.original = state.proto;
    state.proto = proto;
  },
  upgrade: () => {
    const { proto } = state;
    Object.assign(state, fresh());
    if (proto !== undefined && proto !== 'failed') state.original = proto;
  },
});

const begin = (layer: LayerHost, state: State, proto: AppProto, overTcp: boolean): AppParser => {
  state.proto = proto;
  const parser = parserFor(proto, overTcp)(hostOf(layer, state));
  state.parser = parser;
  return parser;
};

const appended = (head: Uint8Array, bytes: Uint8Array): Uint8Array => {
  if (head.length === 0) return bytes;
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  return all;
};

const frame = (state: State): Pick<AppLayer, 'proto' | 'original' | 'end' | 'wants'> => ({
  proto: () => state.proto,
  original: () => state.original,
  end: () => state.parser?.end(),
  wants: () => state.proto !== 'failed' && state.parser?.done() !== true,
});

/** Application layer of a TCP connection: looks at up to 4 KiB of each direction until the protocol is known. */
export const createTcpLayer = (layer: LayerHost): AppLayer => {
  const state = fresh();
  const detect = (direction: Direction): void => {
    const head = state.heads[direction];
    const guess = guessTcp(head, layer.ports(), layer.settings.dnsPorts);
    if (guess === 'more' && head.length < MAX_HEAD) return;
    if (guess === 'more' || guess === 'unknown') {
      state.unknown[direction] = true;
      if ((state.unknown[0] && state.unknown[1]) || head.length >= MAX_HEAD) state.proto = 'failed';
      return;
    }
    let first = direction;
    if (isAnswer(guess, head, direction, layer.ports())) {
      layer.turn();
      state.heads = [state.heads[1], state.heads[0]];
      first = 1;
    }
    const { heads } = state;
    state.heads = [NOTHING, NOTHING];
    const parser = begin(layer, state, guess, true);
    const second: Direction = first === 0 ? 1 : 0;
    parser.data(first, heads[first]);
    if (heads[second].length > 0) state.parser?.data(second, heads[second]);
  };
  const data = (direction: Direction, bytes: Uint8Array): void => {
    if (state.parser !== undefined) return state.parser.data(direction, bytes);
    if (state.proto === 'failed') return;
    state.heads[direction] = appended(state.heads[direction], bytes);
    detect(direction);
  };
  const gap = (direction: Direction, size: number): void => {
    if (state.parser !== undefined) state.parser.gap(direction, size);
    else if (state.heads[direction].length > 0) state.proto = 'failed';
  };
  return { ...frame(state), data, gap };
};

/** Application layer of a UDP flow: the first eight datagrams may be anything before it is given up. */
export const createUdpLayer = (layer: LayerHost): AppLayer => {
  const state = fresh();
  const data = (direction: Direction, bytes: Uint8Array): void => {
    if (state.parser !== undefined) return state.parser.data(direction, bytes);
    if (state.proto === 'failed') return;
    const guess = guessUdp(bytes, layer.ports(), layer.settings.dnsPorts);
    if (guess === 'unknown' || guess === 'more') {
      state.tries += 1;
      if (state.tries >= MAX_DATAGRAMS) state.proto = 'failed';
      return;
    }
    const turns = isAnswer(guess, bytes, direction);
    if (turns) layer.turn();
    begin(layer, state, guess, false).data(turns ? 1 : direction, bytes);
  };
  return { ...frame(state), data, gap: () => undefined };
};
