import { connect, type Socket } from 'node:net';
import { connectTlcp, type TlcpClientOptions } from '@chedun/tlcp';
import { pooledRandom } from './random.ts';
import { HANDSHAKE_MS } from './server.ts';
import { overSocket, type TlcpSocket } from './tlcp-socket.ts';

const RANDOM = pooledRandom();

/** Whom to connect to. */
export interface TlcpTarget extends Omit<TlcpClientOptions, 'random' | 'host'> {
  /** Name or address to connect to. */
  readonly address: string;
  readonly port: number;
  /** What both certificates have to be for; default the address. */
  readonly host?: string;
  readonly now: () => number;
  readonly handshakeMs?: number;
}

const connected = (target: TlcpTarget): Promise<Socket> =>
  new Promise((done, failed) => {
    const raw = connect({ host: target.address, port: target.port, noDelay: true });
    raw.once('error', failed);
    raw.once('connect', () => {
      raw.removeListener('error', failed);
      done(raw);
    });
  });

/**
 * Connects and shakes hands; the stream is ready when the promise is. Rejects with the error of the socket, or with a
 * `TlcpError` that says what is wrong with the other side. Addresses are matched against addresses in the certificates.
 */
export const tlcpConnect = async (target: TlcpTarget): Promise<TlcpSocket> => {
  const { address, port: _, host = address, now, handshakeMs = HANDSHAKE_MS, ...given } = target;
  const options: TlcpClientOptions = { ...given, host, random: RANDOM };
  const raw = await connected(target);
  return new Promise((done, failed) => {
    const socket = overSocket(raw, (handlers) => connectTlcp(options, now(), handlers), handshakeMs, {
      onEstablished: done,
      onRefused: failed,
    });
    socket.on('error', failed);
  });
};
