import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { ANSWER, answerFrame, createFramer, decodeFrame, owesAnswer } from '@chedun/gbt32960';
import type { Frame } from '@chedun/gbt32960';
import type { RangeClock } from '../src/clock.ts';

/** What arrived at the small listener of the tests. */
export interface Arrival {
  readonly frame: Frame;
  readonly peer: string;
  readonly localPort: number;
  /** Milliseconds since 1970: the newest time that a frame of today has told. */
  readonly received: number;
}

/** A real GB/T 32960 listener that answers as a platform does. */
export interface TcpTarget {
  readonly port: number;
  readonly arrivals: readonly Arrival[];
  readonly garbage: () => number;
  readonly connections: () => number;
  /** Breaks every open connection. */
  readonly drop: () => void;
  readonly close: () => Promise<void>;
}

const HOUR_MS = 3_600_000;

/** The clock of the run as the frames tell it; a time far ahead of it is a lie. */
const laterOf = ({ body }: Frame, newest: number): number => {
  const told = body.kind === 'realtime' ? Number(body.time) : Number.NaN;
  return told > newest && (newest === 0 || told < newest + HOUR_MS) ? told : newest;
};

/** Starts a listener on a free port of 127.0.0.1. */
export const startTcpTarget = async (): Promise<TcpTarget> => {
  const arrivals: Arrival[] = [];
  const sockets = new Set<Socket>();
  let garbage = 0;
  let connections = 0;
  let newest = 0;
  const server = createServer((socket) => {
    const framer = createFramer();
    const peer = socket.remoteAddress ?? '';
    const localPort = socket.remotePort ?? 0;
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const piece of framer.push(chunk)) {
        if (piece.kind === 'garbage') {
          garbage += piece.bytes.length;
          continue;
        }
        const frame = decodeFrame(Uint8Array.from(piece.bytes));
        newest = laterOf(frame, newest);
        arrivals.push({ frame, peer, localPort, received: newest });
        if (owesAnswer(frame))
          socket.write(
            answerFrame(frame, { flag: frame.status === 'ok' ? ANSWER.ok : ANSWER.error, unit: 'time', now: 0 }),
          );
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    arrivals,
    garbage: () => garbage,
    connections: () => connections,
    drop,
    close: async () => {
      drop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};

/** One request at the small ingest server. */
interface Posted {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly lines: readonly string[];
}

/** A real HTTP server in the place of CheDun's ingest. */
export interface HttpTarget {
  readonly url: string;
  readonly posted: readonly Posted[];
  readonly linesOf: (source: string) => readonly string[];
  readonly close: () => Promise<void>;
}

/** How the server replies to request number `index`; 202 when it returns undefined. */
export type Reply = (
  index: number,
) => { readonly status: number; readonly headers?: Record<string, string> } | undefined;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Starts an ingest server on a free port. Only acknowledged requests are kept. */
export const startHttpTarget = async (reply: Reply = () => undefined): Promise<HttpTarget> => {
  const posted: Posted[] = [];
  let index = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const said = reply(index) ?? { status: 202 };
    index += 1;
    if (said.status < 300) {
      posted.push({
        path: request.url ?? '',
        authorization: request.headers.authorization,
        lines: body.split('\n').filter((line) => line !== ''),
      });
    }
    response.writeHead(said.status, said.headers).end('{}');
  };
  const server = createHttpServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    linesOf: (source) => posted.filter((one) => one.path === `/api/ingest/${source}`).flatMap((one) => one.lines),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};

/** A clock that jumps instead of sleeping; it still lets sockets work in between. */
export const jumpingClock = (start: number): RangeClock & { readonly slept: readonly number[] } => {
  let at = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => at,
    sleep: async (ms) => {
      at += ms;
      slept.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};
