import { readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { ClientCertificate } from '../contract.ts';
import type { Peer } from '../domain/records.ts';
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
  | 'disabled'
  | 'stopping';

/** Files of a TLS listener; with `ca` clients may (`required`: must) prove themselves by a certificate. */
export interface TcpTls {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string | undefined;
  readonly required?: boolean;
}

/** Options of {@link openTcp}. */
export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: TcpTls | undefined;
  readonly maxConnections: number;
  /** Reads all connections into one memory, see {@link sharedRead}; not with TLS, which has memory of its own. */
  readonly sharedReads?: boolean;
  /** A connection has to bring its first record within this time … */
  readonly firstRecordMs: number;
  /** … and another one within this. */
  readonly idleMs: number;
  readonly clock: Pick<Clock, 'monotonic'>;
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

interface Open {
  readonly socket: Socket;
  readonly connection: Connection;
  readonly since: number;
  lastRecord: number | undefined;
  held: NodeJS.Timeout | undefined;
}

const peerOf = (socket: Socket): Peer => ({
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

const serverFor = async ({ tls, sharedReads = false }: TcpOptions): Promise<Server> => {
  if (!tls) return createServer({ noDelay: true, pauseOnConnect: sharedReads });
  const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
  const given: TlsOptions = { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS };
  if (tls.ca === undefined) return createTlsServer(given);
  const ca = await readFile(tls.ca);
  return createTlsServer({ ...given, ca, requestCert: true, rejectUnauthorized: tls.required ?? false });
};

/** Only a certificate that our authority signed counts. */
const certificateOf = (socket: Socket): ClientCertificate | undefined => {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { fingerprint256, subject } = socket.getPeerCertificate();
  const { CN: name } = subject ?? {};
  return {
    fingerprint: (fingerprint256 ?? '').replaceAll(':', '').toLowerCase(),
    subject: (Array.isArray(name) ? name[0] : name) ?? '',
  };
};

/** Bytes that come before the connection is set up wait in the system: nothing is read in between. */
const reading = (accepted: Socket, read: SharedRead | undefined, onBytes: (chunk: Buffer) => void): Socket => {
  const moved = read?.(accepted, onBytes);
  if (moved) return moved;
  accepted.on('data', onBytes);
  if (read) accepted.resume();
  return accepted;
};

const accept = (accepted: Socket, open: Set<Open>, options: TcpOptions, read: SharedRead | undefined): void => {
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
    hold: (ms) => {
      socket.pause();
      clearTimeout(entry.held);
      entry.held = setTimeout(() => {
        entry.held = undefined;
        if (!options.full()) socket.resume();
      }, ms);
    },
    close: (reason) => {
      if (socket.destroyed) return;
      onClosed(connection, reason);
      // The answer that says no still goes out.
      if (reason === 'unbound') socket.destroySoon();
      else socket.destroy();
    },
  };
  const entry: Open = { socket, connection, since: clock.monotonic(), lastRecord: undefined, held: undefined };
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
  const read = options.sharedReads === true && !options.tls ? sharedRead() : undefined;
  const server = await serverFor(options);
  const onSocket = (socket: Socket): void => {
    if (open.size >= options.maxConnections || !options.enabled()) {
      options.onRefused();
      socket.destroy();
      return;
    }
    accept(socket, open, options, read);
  };
  server.on(options.tls ? 'secureConnection' : 'connection', onSocket);
  server.on('tlsClientError', (error: Error) => options.log.debug('TLS handshake failed', { error }));
  // Also counts connections in a TLS handshake.
  server.maxConnections = options.maxConnections;
  server.on('drop', options.onRefused);
  const port = await listen(server, options.host, options.port);
  server.on('error', (error) => options.log.warn('listener failed', { port, error }));
  const sweeper = setInterval(() => sweep(open, options), SWEEP_MS);
  return {
    port,
    resume: () => {
      for (const { socket, held } of open) if (socket.isPaused() && held === undefined) socket.resume();
    },
    close: async () => {
      clearInterval(sweeper);
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const { connection } of open) connection.close('stopping');
      await closed;
    },
  };
};
