import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Logger } from '@chedun/log';
import type { Peer } from '../domain/records.ts';
import { kernelDrops } from './udp-drops.ts';

/** Where datagrams got lost: this process had no room, or the kernel had none. */
export type GapReason = 'listener-full' | 'kernel-full';

/** An open UDP listener. */
export interface UdpListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Options of {@link openUdp}. */
export interface UdpOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  readonly enabled: () => boolean;
  /** True while datagrams find no room: they are lost and counted. */
  readonly full: () => boolean;
  readonly onDatagram: (bytes: Buffer, peer: Peer) => void;
  readonly onLost: (datagrams: number) => void;
  /** Notes a run of losses in the stream; called when there is room again. */
  readonly onGap: (datagrams: number, reason: GapReason) => void;
}

const RECEIVE_BUFFER = 4 * 1024 * 1024;
const GAP_LOOK_MS = 1000;

/** Notes losses of the listener as they end, and those of the kernel as its count grows. */
const watchGaps = async ({ full, onLost, onGap }: UdpOptions, port: number) => {
  let lost = 0;
  let dropped = await kernelDrops(port);
  const flush = (): void => {
    if (lost === 0 || full()) return;
    onGap(lost, 'listener-full');
    lost = 0;
  };
  const look = async (): Promise<void> => {
    flush();
    const now = await kernelDrops(port);
    if (now > dropped) {
      onLost(now - dropped);
      onGap(now - dropped, 'kernel-full');
    }
    dropped = now;
  };
  const timer = setInterval(() => void look(), GAP_LOOK_MS);
  return {
    lose: () => {
      lost += 1;
      onLost(1);
    },
    close: () => {
      clearInterval(timer);
      flush();
    },
  };
};

const bind = (socket: Socket, host: string, port: number): Promise<void> =>
  new Promise((done, failed) => {
    socket.once('error', failed);
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.removeListener('error', failed);
      done();
    });
  });

/** UDP cannot be pushed back: what finds no room is counted and noted as a gap. Empty datagrams say nothing. */
export const openUdp = async (options: UdpOptions): Promise<UdpListener> => {
  const { host, enabled, full, onDatagram, log } = options;
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
  await bind(socket, host, options.port);
  const { port } = socket.address();
  socket.on('error', (error) => log.warn('a UDP listener failed', { port, error }));
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch (error) {
    log.debug('the receive buffer of a UDP listener stays small', { port, error });
  }
  const gaps = await watchGaps(options, port);
  socket.on('message', (message, { address, port: from }) => {
    if (message.length === 0 || !enabled()) return;
    if (full()) return gaps.lose();
    try {
      onDatagram(message, { ip: address, port: from });
    } catch (error) {
      // A fault of ours costs one datagram, not the listener.
      log.error('a datagram could not be taken', { port, error });
    }
  });
  return {
    port,
    close: async () => {
      await new Promise<void>((done) => socket.close(() => done()));
      gaps.close();
    },
  };
};
