import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { Place } from '@chedun/v2x-security';
import { MOST_MESSAGE_BYTES } from './contract.ts';
import type { Incoming } from './service.ts';

/** An open listener for signed messages. */
export interface Listener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly host: string;
  readonly port: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Name and place of whoever sends from an address. */
  readonly receiverAt: (ip: string) => { readonly receiver: string; readonly place: Place | undefined };
  readonly take: (message: Incoming) => void;
}

const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** Opens the UDP port: one secured message (SPDU) a datagram. */
export const openListener = async ({ host, port, clock, log, receiverAt, take }: Options): Promise<Listener> => {
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
  await new Promise<void>((done, failed) => {
    socket.once('error', failed);
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.removeListener('error', failed);
      done();
    });
  });
  socket.on('error', (error) => log.warn('the listener for signed V2X messages failed', { error }));
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch (error) {
    log.warn('the receive buffer of the V2X listener stays small', { error });
  }
  socket.on('message', (message, { address: ip, port: from }) => {
    if (message.length === 0 || message.length > MOST_MESSAGE_BYTES) return;
    const bytes = new Uint8Array(message.buffer, message.byteOffset, message.length);
    take({ bytes, at: clock.now(), peer: { ip, port: from }, ...receiverAt(ip) });
  });
  return { port: socket.address().port, close: () => new Promise((done) => socket.close(() => done())) };
};
