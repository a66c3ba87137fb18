import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { ANSWER, createFramer, decodeFrame } from '@chedun/gbt32960';
import { DomainError } from '@chedun/kernel';
import type { Counters } from '../report.ts';

/** Where a connection goes, and from which local address. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
}

/** One TCP connection to the listener; opened when first needed and again after it broke. */
export interface Link {
  /** Resolves when the bytes are written and the kernel takes more; false when they could not be sent. */
  readonly send: (bytes: Uint8Array) => Promise<boolean>;
  /** True while the connection stands. */
  readonly isOpen: () => boolean;
  /** Sends what is buffered, then closes. */
  readonly close: () => Promise<void>;
}

const CONNECT_MS = 15_000;
/** A busy machine takes seconds to read what was sent; what it has not read by then is lost. */
const CLOSE_MS = 15_000;

/** Counts the answers of a GB/T 32960 platform. */
const countAnswers = (socket: Socket, counters: Counters): void => {
  const framer = createFramer();
  socket.on('data', (chunk: Buffer) => {
    for (const piece of framer.push(chunk)) {
      if (piece.kind === 'garbage') continue;
      const { answer } = decodeFrame(piece.bytes);
      if (answer === ANSWER.command) continue;
      counters.answers += 1;
      if (answer !== ANSWER.ok) counters.rejected += 1;
    }
  });
};

/** Opens a socket. A local address that this machine lacks is given up: the second address is then a second port only. */
const open = async (endpoint: Endpoint, signal: AbortSignal): Promise<Socket> => {
  const socket = connect({ ...endpoint, noDelay: true });
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]) });
    return socket;
  } catch (error) {
    socket.destroy();
    const isLocal =
      error instanceof Error && 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EINVAL');
    if (isLocal && endpoint.localAddress !== undefined)
      return open({ host: endpoint.host, port: endpoint.port }, signal);
    throw error;
  }
};

/** Waits until the kernel takes more, or the connection is gone. */
const drained = async (socket: Socket, signal: AbortSignal): Promise<void> => {
  if (!socket.writableNeedDrain || socket.destroyed) return;
  const done = new AbortController();
  const any = AbortSignal.any([signal, done.signal]);
  // whichever comes first; the losers are cancelled, their rejections say nothing new
  await Promise.race([once(socket, 'drain', { signal: any }), once(socket, 'close', { signal: any })]).catch(
    () => undefined,
  );
  done.abort();
};

/** What a protocol does with its connection: reads the answers, counts what is sent. */
export interface LinkUse {
  readonly field: 'tcp' | 'jtt808' | 'jtt809';
  readonly opened: (socket: Socket) => void;
  readonly sent: (bytes: Uint8Array) => void;
}

const vehicleUse = (counters: Counters): LinkUse => ({
  field: 'tcp',
  opened: (socket) => countAnswers(socket, counters),
  sent: (bytes) => {
    counters.frames += 1;
    counters.bytes += bytes.length;
  },
});

/** Creates a link. A first connection that fails throws `range.unreachable`; later ones only count `unsent`. */
export const createLink = (
  endpoint: Endpoint,
  counters: Counters,
  signal: AbortSignal,
  use: LinkUse = vehicleUse(counters),
): Link => {
  let socket: Socket | undefined;

  const ensure = async (): Promise<Socket | undefined> => {
    if (socket !== undefined && socket.writable) return socket;
    try {
      socket = await open(endpoint, signal);
    } catch (error) {
      if (signal.aborted || counters.connections > 0) return undefined;
      throw new DomainError(
        'range.unreachable',
        { field: use.field, reason: `${endpoint.host}:${endpoint.port} does not answer` },
        error,
      );
    }
    counters.connections += 1;
    // a broken connection shows as not writable at the next send
    socket.on('error', () => undefined);
    use.opened(socket);
    return socket;
  };

  const send = async (bytes: Uint8Array): Promise<boolean> => {
    const ready = await ensure();
    if (ready === undefined) {
      counters.unsent += 1;
      return false;
    }
    ready.write(bytes);
    use.sent(bytes);
    await drained(ready, signal);
    return true;
  };

  const close = async (): Promise<void> => {
    const last = socket;
    socket = undefined;
    if (last === undefined || last.destroyed) return;
    const closed = once(last, 'close', { signal: AbortSignal.timeout(CLOSE_MS) }).catch(() => undefined);
    last.end();
    await closed;
    last.destroy();
  };

  return { send, isOpen: () => socket?.writable === true, close };
};
