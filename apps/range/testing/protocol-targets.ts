import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createFramer, decodeFrame, encodeFrame } from '@chedun/jtt808';
import type { Frame } from '@chedun/jtt808';

/** A real JT/T 808 platform that registers terminals. */
export interface TerminalTarget {
  readonly port: number;
  readonly arrivals: readonly { readonly frame: Frame; readonly peer: string }[];
  readonly close: () => Promise<void>;
}

/** Code that the platform gives to every terminal. */
export const TERMINAL_CODE = 'code-of-the-range';

const answerTo = ({ header }: Frame): Uint8Array => {
  const isRegister = header.messageId === 0x0100;
  const values = isRegister
    ? { responseSerialNo: header.serial, resultCode: 0, token: TERMINAL_CODE }
    : { responseSerialNo: header.serial, responseMessageId: header.messageId, resultCode: 0 };
  return encodeFrame({
    header: { messageId: isRegister ? 0x8100 : 0x8001, edition: '2019', phone: header.phone, serial: header.serial },
    body: { kind: 'fields', variant: 'all', values },
  });
};

/** Starts a JT/T 808 platform on a free port of 127.0.0.1. */
export const startTerminalTarget = async (): Promise<TerminalTarget> => {
  const arrivals: { frame: Frame; peer: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const framer = createFramer();
    const peer = socket.remoteAddress ?? '';
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      for (const piece of framer.push(chunk)) {
        if (piece.kind === 'garbage') continue;
        const frame = decodeFrame(Uint8Array.from(piece.bytes));
        arrivals.push({ frame, peer });
        if (frame.header.messageId < 0x8000) socket.write(answerTo(frame));
      }
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    arrivals,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => void server.close(() => done()));
    },
  };
};

/** A real listener of datagrams. */
export interface DatagramTarget {
  readonly port: number;
  readonly datagrams: readonly Uint8Array[];
  readonly close: () => Promise<void>;
}

/** Starts a listener of datagrams on a free port of 127.0.0.1. */
export const startDatagramTarget = async (): Promise<DatagramTarget> => {
  const datagrams: Uint8Array[] = [];
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  socket.on('message', (bytes) => void datagrams.push(Uint8Array.from(bytes)));
  await new Promise<void>((done) => void socket.bind(0, '127.0.0.1', done));
  return {
    port: socket.address().port,
    datagrams,
    close: async () => {
      // what is on its way still arrives
      await new Promise((done) => void setTimeout(done, 50));
      await new Promise<void>((done) => void socket.close(done));
    },
  };
};
