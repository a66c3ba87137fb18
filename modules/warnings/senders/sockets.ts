import { createSocket } from 'node:dgram';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Pinned } from './pinned.ts';
import { unreachable } from './http.ts';

const TIME_LIMIT_MS = 10_000;

/** Where a connection goes. */
export interface Peer {
  readonly pinned: Pinned;
  readonly host: string;
  readonly port: number;
  readonly ca: string;
}

const opened = (socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.setTimeout(TIME_LIMIT_MS, () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    socket.once(event, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', (cause) => reject(unreachable(cause)));
  });

/** Opens a TCP connection to the checked address; an idle one ends after 10 s. */
export const openTcp = ({ pinned, port }: Peer): Promise<Socket> =>
  opened(connect({ host: pinned.address, port }), 'connect');

const tlsNames = ({ host, ca }: Peer): { servername?: string; ca?: string } => ({
  ...(isIP(host) === 0 ? { servername: host } : {}),
  ...(ca === '' ? {} : { ca }),
});

/** Opens a TLS connection to the checked address and verifies the name of the other side. */
export const openTls = (peer: Peer): Promise<Socket> =>
  opened(connectTls({ host: peer.pinned.address, port: peer.port, ...tlsNames(peer) }), 'secureConnect');

/** Writes everything and closes in good order. */
export const writeAndEnd = (socket: Socket, data: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', (cause) => reject(unreachable(cause)));
    socket.once('close', () => resolve());
    socket.resume();
    socket.end(data);
  });

/** Sends one datagram. UDP gives no receipt: success means that it left. */
export const sendDatagram = async ({ pinned, port }: Peer, data: Buffer): Promise<void> => {
  const socket = createSocket(pinned.family === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (cause) => reject(unreachable(cause)));
      socket.send(data, port, pinned.address, (cause) => (cause ? reject(unreachable(cause)) : resolve()));
    });
  } finally {
    socket.close();
  }
};
