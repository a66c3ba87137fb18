import { readFile } from 'node:fs/promises';
import { createServer, Socket, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import {
  readTlcpFiles,
  tlcpServer,
  type RevocationBook,
  type TlcpFiles,
  type TlcpSurroundings,
} from '@chedun/tlcp-socket';
import type { ClientCertificate } from '../contract.ts';
import type { Peer } from '../domain/records.ts';
import { certificateOf, isListed } from './peer-certificate.ts';
import { sharedRead, type SharedRead } from './shared-read.ts';

/** What a protocol makes of the bytes of one connection. */
export interface Protocol {
  /** With `sharedReads` the chunk is valid during the call only. */
  readonly data: (chunk: Buffer) => void;
  /** The stream ended, by whatever cause; called once. */
  readonly end: () => void;
}

/** One open connection. */
export interface Connection {
  readonly peer: Peer;
  /** Of a client that our authority vouches for. */
  readonly certificate: ClientCertificate | undefined;
  /** Sends bytes; a peer that does not read its answers is closed. */
  readonly send: (bytes: Uint8Array) => void;
  /** Notes that a complete record came: only records keep a connection open, not single bytes. */
  readonly progress: () => void;
  /** Stops reading for so many milliseconds. */
  readonly hold: (ms: number) => void;
  /** Stops reading until this is settled. */
  readonly waitFor: (work: Promise<unknown>) => void;
  readonly close: (reason: CloseReason) => void;
}

/** Why this side closed a connection. */
export type CloseReason =
  | 'slow'
  | 'idle'
  | 'garbage'
  | 'replaced'
  | 'unread-answers'
  | 'unbound'
  | 'rate'
  | 'revoked'
  | 'disabled'
  | 'stopping';

/** Files of a TLS listener; with `ca` clients may (`required`: must) prove themselves by a certificate. */
export interface TcpTls {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string | undefined;
  readonly required?: boolean;
}

/** TLCP with keys of files or of the key store, and lists of revoked clients. */
export interface TlcpOfVehicles {
  readonly files: TlcpFiles;
  readonly held: TlcpSurroundings['held'];
  readonly revocations: RevocationBook;
}

/** Options of {@link openTcp}. */
export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: TcpTls | undefined;
  /** TLCP (GB/T 38636) instead of TLS. */
  readonly tlcp?: TlcpOfVehicles | undefined;
  readonly maxConnections: number;
  /** Reads all connections into one memory, see {@link sharedRead}; not with TLS, which has memory of its own. */
  readonly sharedReads?: boolean;
  /** A connection has to bring its first record within this time … */
  readonly firstRecordMs: number;
  /** … and another one within this. */
  readonly idleMs: number;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly log: Logger;
  readonly enabled: () => boolean;
  /** True while nothing more should be read; {@link TcpListener.resume} ends it. */
  readonly full: () => boolean;
  readonly onConnection: (connection: Connection) => Protocol;
  readonly onClosed: (connection: Connection, reason: CloseReason) => void;
  readonly onChange: (change: 1 | -1) => void;
  readonly onRefused: () => void;
}

/** An open TCP or TLS listener. */
export interface TcpListener {
  /** The port that is bound. */
  readonly port: number;
  /** Reads on after a pause. */
  readonly resume: () => void;
  readonly close: () => Promise<void>;
}

const SWEEP_MS = 500;
const MOST_UNREAD_ANSWERS = 64 * 1024;
const HANDSHAKE_MS = 10_000;

/** A connection of TCP, TLS or TLCP. */
interface Stream extends Duplex {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly destroySoon: () => void;
}

interface Open {
  readonly socket: Stream;
  readonly connection: Connection;
  readonly since: number;
  lastRecord: number | undefined;
  held: NodeJS.Timeout | undefined;
  /** Works that reading waits for. */
  waits: number;
}

const peerOf = (socket: Stream): Peer => ({
  ip: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  port: socket.remotePort ?? 0,
});

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.removeListener('error', failed);
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

const serverFor = async ({ tls, tlcp, clock, sharedReads = false }: TcpOptions): Promise<Server> => {
  if (tlcp) {
    const { files, ...surroundings } = tlcp;
    return tlcpServer({
      ...(await readTlcpFiles(files, { ...surroundings, now: clock.now })),
      handshakeMs: HANDSHAKE_MS,
    });
  }
  if (!tls) return createServer({ noDelay: true, pauseOnConnect: sharedReads });
  const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
  const given: TlsOptions = { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS };
  if (tls.ca === undefined) return createTlsServer(given);
  const ca = await readFile(tls.ca);
  return createTlsServer({ ...given, ca, requestCert: true, rejectUnauthorized: tls.required ?? false });
};

/** Bytes that come before the connection is set up wait in the system: nothing is read in between. */
const reading = (accepted: Stream, read: SharedRead | undefined, onBytes: (chunk: Buffer) => void): Stream => {
  const moved = accepted instanceof Socket ? read?.(accepted, onBytes) : undefined;
  if (moved) return moved;
  accepted.on('data', onBytes);
  if (read) accepted.resume();
  return accepted;
};

/** Reads on unless something else still holds the connection back. */
const readOn = ({ socket, held, waits }: Open, { full }: Pick<TcpOptions, 'full'>): void => {
  if (held === undefined && waits === 0 && !full() && socket.isPaused()) socket.resume();
};

/** The two ways in which a connection is held back, so that TCP holds its sender back. */
const holdsOf = (entry: () => Open, options: TcpOptions): Pick<Connection, 'hold' | 'waitFor'> => ({
  hold: (ms) => {
    const held = entry();
    held.socket.pause();
    clearTimeout(held.held);
    held.held = setTimeout(() => {
      held.held = undefined;
      readOn(held, options);
    }, ms);
  },
  waitFor: (work) => {
    const held = entry();
    const { socket, connection } = held;
    socket.pause();
    held.waits += 1;
    work
      .catch((error: unknown) => {
        options.log.error('a connection could not be read', { peer: connection.peer.ip, error });
        connection.close('garbage');
      })
      .finally(() => {
        held.waits -= 1;
        readOn(held, options);
      });
  },
});

const accept = (accepted: Stream, open: Set<Open>, options: TcpOptions, read: SharedRead | undefined): void => {
  const { clock, onConnection, onClosed, onChange, log } = options;
  const onBytes = (chunk: Buffer): void => {
    try {
      protocol.data(chunk);
    } catch (error) {
      // A fault of ours ends one connection, not the listener; the sender connects again.
      log.error('a connection could not be read', { peer: connection.peer.ip, error });
      connection.close('garbage');
    }
    if (options.full()) socket.pause();
  };
  const certificate = certificateOf(accepted);
  const socket = reading(accepted, read, onBytes);
  const connection: Connection = {
    peer: peerOf(socket),
    certificate,
    send: (bytes) => {
      if (socket.destroyed) return;
      if (socket.writableLength > MOST_UNREAD_ANSWERS) return connection.close('unread-answers');
      socket.write(bytes);
    },
    progress: () => {
      entry.lastRecord = clock.monotonic();
    },
    ...holdsOf(() => entry, options),
    close: (reason) => {
      if (socket.destroyed) return;
      onClosed(connection, reason);
      // The answer that says no still goes out.
      if (reason === 'unbound') socket.destroySoon();
      else socket.destroy();
    },
  };
  const entry: Open = {
    socket,
    connection,
    since: clock.monotonic(),
    lastRecord: undefined,
    held: undefined,
    waits: 0,
  };
  open.add(entry);
  onChange(1);
  const protocol = onConnection(connection);
  socket.on('error', (error) => log.debug('connection failed', { peer: connection.peer.ip, error }));
  socket.on('close', () => {
    clearTimeout(entry.held);
    open.delete(entry);
    onChange(-1);
    protocol.end();
  });
};

const sweep = (open: ReadonlySet<Open>, { clock, firstRecordMs, idleMs }: TcpOptions): void => {
  const now = clock.monotonic();
  for (const { socket, connection, since, lastRecord } of open) {
    // A connection that is held back by us is not slow.
    if (socket.isPaused()) continue;
    if (lastRecord === undefined && now - since > firstRecordMs) connection.close('slow');
    else if (lastRecord !== undefined && now - lastRecord > idleMs) connection.close('idle');
  }
};

/** Opens a listener. Rejects when the port cannot be bound or the certificate cannot be read. */
export const openTcp = async (options: TcpOptions): Promise<TcpListener> => {
  const open = new Set<Open>();
  const isPlain = !options.tls && !options.tlcp;
  const read = options.sharedReads === true && isPlain ? sharedRead() : undefined;
  const server = await serverFor(options);
  const onSocket = (socket: Stream): void => {
    if (open.size >= options.maxConnections || !options.enabled()) {
      options.onRefused();
      socket.destroy();
      return;
    }
    accept(socket, open, options, read);
  };
  server.on(isPlain ? 'connection' : 'secureConnection', onSocket);
  server.on('tlsClientError', (error: Error) => options.log.debug('the handshake failed', { error }));
  // Also counts connections in a TLS handshake.
  server.maxConnections = options.maxConnections;
  server.on('drop', options.onRefused);
  const port = await listen(server, options.host, options.port);
  server.on('error', (error) => options.log.warn('listener failed', { port, error }));
  const { revocations } = options.tlcp ?? {};
  revocations?.onChange(() => {
    for (const { socket, connection } of open) if (isListed(socket, revocations)) connection.close('revoked');
  });
  const sweeper = setInterval(() => sweep(open, options), SWEEP_MS);
  return {
    port,
    resume: () => {
      for (const entry of open) readOn(entry, options);
    },
    close: async () => {
      clearInterval(sweeper);
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const { connection } of open) connection.close('stopping');
      await closed;
    },
  };
};
