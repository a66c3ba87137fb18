import type { Packet } from '../packet/packet.ts';
import { TCP } from '../packet/packet.ts';
import type { Direction } from './direction.ts';
import type { FlowState } from './state.ts';
import type { StreamSink } from './stream.ts';
import { TcpStream } from './stream.ts';

/** States of a connection as flow records name them. */
export type TcpState =
  | 'none'
  | 'syn_sent'
  | 'syn_recv'
  | 'established'
  | 'fin_wait1'
  | 'fin_wait2'
  | 'time_wait'
  | 'last_ack'
  | 'close_wait'
  | 'closing'
  | 'closed';

/** What is kept of one TCP connection. */
export class TcpSession {
  state: TcpState = 'none';
  /** All flags seen towards the server and towards the client. */
  flagsToServer = 0;
  flagsToClient = 0;
  /** True when the handshake was not in the capture. */
  midstream = false;
  toServer: TcpStream;
  toClient: TcpStream;

  /** Both streams hand their bytes to `sink`. */
  constructor(sink: StreamSink) {
    this.toServer = new TcpStream(sink, 0);
    this.toClient = new TcpStream(sink, 1);
  }

  /** Exchanges client and server. */
  turn(): void {
    const { toServer, toClient, flagsToServer, flagsToClient } = this;
    this.toServer = toClient;
    this.toClient = toServer;
    this.toServer.direction = 0;
    this.toClient.direction = 1;
    this.flagsToServer = flagsToClient;
    this.flagsToClient = flagsToServer;
  }

  /** Takes no more bytes. */
  forget(): void {
    this.toServer.forget();
    this.toClient.forget();
  }
}

/** State of the flow that belongs to a state of its connection. */
export const flowStateOf = (state: TcpState): FlowState => {
  switch (state) {
    case 'none':
    case 'syn_sent':
    case 'syn_recv':
      return 'new';
    case 'established':
    case 'fin_wait1':
    case 'fin_wait2':
    case 'close_wait':
    case 'closing':
      return 'established';
    case 'last_ack':
    case 'time_wait':
    case 'closed':
      return 'closed';
  }
};

const onFin = (state: TcpState, direction: Direction): TcpState => {
  switch (state) {
    case 'established':
    case 'syn_recv':
      return direction === 0 ? 'close_wait' : 'fin_wait1';
    case 'close_wait':
      return direction === 1 ? 'last_ack' : state;
    case 'fin_wait1':
    case 'fin_wait2':
      return direction === 0 ? 'time_wait' : state;
    default:
      return state;
  }
};

const onAck = (state: TcpState, direction: Direction): TcpState => {
  switch (state) {
    case 'syn_recv':
      return direction === 0 ? 'established' : state;
    case 'fin_wait1':
      return direction === 0 ? 'fin_wait2' : state;
    case 'last_ack':
      return direction === 0 ? 'closed' : state;
    case 'time_wait':
      return direction === 1 ? 'closed' : state;
    case 'closing':
      return 'time_wait';
    default:
      return state;
  }
};

const onSyn = (state: TcpState, flags: number, direction: Direction): TcpState => {
  if (state !== 'none' && state !== 'syn_sent') return state;
  if ((flags & TCP.ACK) === 0) return 'syn_sent';
  return direction === 1 ? 'syn_recv' : state;
};

/** State after one packet; a packet without handshake before it makes an established connection. */
const nextState = (state: TcpState, packet: Packet, direction: Direction): TcpState => {
  const { flags } = packet;
  if (flags & TCP.RST) return state === 'none' ? state : 'closed';
  if (flags & TCP.SYN) return onSyn(state, flags, direction);
  if (flags & TCP.FIN) return onFin(state === 'none' ? 'established' : state, direction);
  if (state === 'none') return 'established';
  return flags & TCP.ACK ? onAck(state, direction) : state;
};

/** Moves the connection on and feeds its streams: first what the packet acknowledges, then what it brings. */
export const feedSession = (session: TcpSession, packet: Packet, direction: Direction): void => {
  const { flags, seq, ack } = packet;
  const mine = direction === 0 ? session.toServer : session.toClient;
  const other = direction === 0 ? session.toClient : session.toServer;
  if (session.state === 'none' && (flags & TCP.SYN) === 0) session.midstream = true;
  if (direction === 0) session.flagsToServer |= flags;
  else session.flagsToClient |= flags;
  session.state = nextState(session.state, packet, direction);
  if (mine.wanted) mine.start(flags & TCP.SYN ? seq + 1 : seq);
  if (flags & TCP.ACK && other.wanted) {
    if (flags & TCP.SYN || session.midstream) other.start(ack);
    other.acknowledge(ack);
  }
  if (packet.to > packet.from && mine.wanted)
    mine.add(flags & TCP.SYN ? seq + 1 : seq, packet.bytes, packet.from, packet.to);
  if (flags & TCP.RST) {
    session.toServer.flush();
    session.toClient.flush();
  }
};
