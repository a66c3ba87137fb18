import { createServer, type Server } from 'node:net';
import { acceptTlcp, type TlcpServerOptions } from '@chedun/tlcp';
import { pooledRandom } from './random.ts';
import { overSocket, type TlcpSocket } from './tlcp-socket.ts';

const RANDOM = pooledRandom();

/** How a server proves itself and whom it lets in, with what only this process knows. */
export interface TlcpServerSettings extends Omit<TlcpServerOptions, 'random'> {
  /** Milliseconds since 1970: certificates and sessions are judged at this time. */
  readonly now: () => number;
  /** Longest handshake; default 10,000 ms. */
  readonly handshakeMs?: number;
}

/** Default of {@link TlcpServerSettings.handshakeMs}. */
export const HANDSHAKE_MS = 10_000;

/**
 * A server of TLCP that is not listening yet. As servers of node:tls it emits `secureConnection` with the stream when a
 * handshake is over, and `tlsClientError` with the reason when one fails. Software SM2, SM3 and SM4: no certified
 * cryptographic product.
 */
export const tlcpServer = (settings: TlcpServerSettings, onConnection?: (socket: TlcpSocket) => void): Server => {
  const { now, handshakeMs = HANDSHAKE_MS, ...given } = settings;
  const options: TlcpServerOptions = { ...given, random: RANDOM };
  const server = createServer({ noDelay: true }, (raw) => {
    const socket = overSocket(raw, (handlers) => acceptTlcp(options, now(), handlers), handshakeMs, {
      onEstablished: (established) => void server.emit('secureConnection', established),
      onRefused: (error) => void server.emit('tlsClientError', error, socket),
    });
    // until somebody takes the stream over, its errors are those of the handshake, which are told already
    socket.on('error', () => undefined);
  });
  if (onConnection !== undefined) server.on('secureConnection', onConnection);
  return server;
};
