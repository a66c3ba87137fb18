import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TlcpConnection, TlcpError, TlcpEstablished, TlcpHandlers } from '@chedun/tlcp';

/** One connection of TLCP as a stream; what node:tls offers in this place, as far as it is used here. */
export interface TlcpSocket extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** What the handshake led to; undefined while it goes on. */
  readonly tlcp: () => TlcpEstablished | undefined;
  /** Ends this side, and destroys the stream when everything is written. */
  readonly destroySoon: () => void;
}

/** What is told of a connection besides the events of a stream. */
export interface SocketEvents {
  readonly onEstablished: (socket: TlcpSocket) => void;
  /** The handshake failed, or took too long; the stream is destroyed. */
  readonly onRefused: (error: Error) => void;
}

/** Stand-ins for what is defined as a getter. */
const ADDRESSES: Pick<TlcpSocket, 'remoteAddress' | 'remotePort'> = { remoteAddress: undefined, remotePort: undefined };

/** How long the last words wait for a peer that does not read. */
const LAST_WORDS_MS = 2000;

/** State of one connection behind its stream. */
interface Held {
  readonly raw: Socket;
  readonly connection: () => TlcpConnection;
  established: TlcpEstablished | undefined;
  /** What was written before the handshake was over. */
  waiting: (() => void) | undefined;
}

const soonDestroyed = (socket: Duplex): void => {
  if (socket.writable) socket.end();
  if (socket.writableFinished) socket.destroy();
  else socket.once('finish', () => socket.destroy());
};

/** The alert that was written last still goes out, if the peer takes it. */
const letGo = (raw: Socket): void => {
  if (raw.destroyed) return;
  const timer = setTimeout(() => raw.destroy(), LAST_WORDS_MS);
  raw.once('close', () => clearTimeout(timer));
  raw.resume();
  raw.destroySoon();
};

const streamOver = (held: Held): Duplex => {
  const { raw, connection } = held;
  const write = (chunk: Uint8Array, done: () => void): void => {
    if (held.established === undefined) {
      held.waiting = () => write(chunk, done);
      return;
    }
    connection().write(chunk);
    if (raw.writableNeedDrain && !raw.destroyed) raw.once('drain', done);
    else done();
  };
  return new Duplex({
    allowHalfOpen: false,
    read: () => void raw.resume(),
    write: (chunk: Uint8Array, _, done) => write(chunk, () => done()),
    final: (done) => {
      connection().close();
      raw.end();
      done();
    },
    destroy: (error, done) => {
      connection().close();
      letGo(raw);
      done(error);
    },
  });
};

const handlersOf = (held: Held, stream: () => TlcpSocket, events: SocketEvents): TlcpHandlers => ({
  send: (bytes) => {
    if (held.raw.writable) held.raw.write(bytes);
  },
  data: (bytes) => {
    if (!stream().push(bytes)) held.raw.pause();
  },
  established: (established) => {
    held.established = established;
    events.onEstablished(stream());
    held.waiting?.();
  },
  ended: () => void stream().push(null),
  failed: (error: TlcpError) => {
    const isOpen = held.established !== undefined;
    if (!isOpen) events.onRefused(error);
    // who has said that he is done does not wait for the other one's word
    const isExpected = error.code === 'tlcp.truncated' && stream().writableEnded;
    stream().destroy(isOpen && !isExpected ? error : undefined);
  },
});

/**
 * Puts TLCP on a connected socket. Data that are not read hold the other side back; data that are written before the
 * handshake is over wait for it. A handshake that is not over in `handshakeMs` is refused. Losing the connection without
 * close_notify is an error of the stream (`tlcp.truncated`), unless this side has ended already.
 */
export const overSocket = (
  raw: Socket,
  open: (handlers: TlcpHandlers) => TlcpConnection,
  handshakeMs: number,
  events: SocketEvents,
): TlcpSocket => {
  const held: Held = { raw, connection: () => connection, established: undefined, waiting: undefined };
  const stream = streamOver(held);
  const socket: TlcpSocket = Object.assign(stream, {
    tlcp: () => held.established,
    destroySoon: () => soonDestroyed(stream),
    ...ADDRESSES,
  });
  // asked of the system when somebody wants them
  Object.defineProperties(socket, {
    remoteAddress: { get: () => raw.remoteAddress },
    remotePort: { get: () => raw.remotePort },
  });
  const connection = open(handlersOf(held, () => socket, events));
  const timer = setTimeout(() => {
    if (held.established !== undefined || socket.destroyed) return;
    events.onRefused(new Error('the handshake took too long'));
    socket.destroy();
  }, handshakeMs);
  raw.on('data', (chunk: Buffer) => connection.push(chunk));
  raw.on('end', () => connection.finish());
  raw.on('error', (error) => socket.destroy(error));
  raw.on('close', () => {
    clearTimeout(timer);
    connection.finish();
    socket.destroy();
  });
  return socket;
};
