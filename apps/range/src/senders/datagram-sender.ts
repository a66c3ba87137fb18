import { createSocket } from 'node:dgram';
import type { Address } from '../options.ts';

/** Sends datagrams to one listener. */
export interface DatagramSender {
  /** Resolves when the kernel has taken the datagram; what nobody hears is lost, as on a real network. */
  readonly send: (bytes: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Creates the sender; `sent` is called for each datagram that was handed to the kernel. */
export const createDatagramSender = ({ host, port }: Address, sent: () => void): DatagramSender => {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  // a listener that is away shows as an error of the socket later
  socket.on('error', () => undefined);
  return {
    send: (bytes) =>
      new Promise((done) => {
        socket.send(bytes, port, host, (error) => {
          if (error === null) sent();
          done();
        });
      }),
    close: () => new Promise((done) => void socket.close(() => done())),
  };
};
