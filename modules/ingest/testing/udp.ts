import { createSocket } from 'node:dgram';

/** Sends datagrams to a port of this machine, one after the other. */
export const sendUdp = async (port: number | undefined, datagrams: readonly Uint8Array[]): Promise<void> => {
  const socket = createSocket('udp4');
  for (const datagram of datagrams)
    await new Promise<void>((done, failed) =>
      socket.send(datagram, port ?? 0, '127.0.0.1', (error) => (error ? failed(error) : done())),
    );
  socket.close();
};
