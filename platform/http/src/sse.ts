import type { Json } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { FastifyReply } from 'fastify';
import { once } from 'node:events';

/** One server-sent event. */
interface SentEvent {
  readonly event: string;
  readonly data: Json;
}

/** The open event streams of a server. */
export interface EventStreams {
  /** Writes the events until the source ends, the client goes away or the server closes. */
  readonly serve: (
    reply: FastifyReply,
    clientGone: AbortSignal,
    source: (signal: AbortSignal) => AsyncIterable<SentEvent>,
  ) => Promise<void>;
  /** Ends all streams; browsers connect again by themselves. */
  readonly closeAll: () => void;
}

const HEARTBEAT_MS = 15_000;
/** A stream ends after this time; the browser opens it again and is authenticated again. */
const MAX_STREAM_MS = 900_000;
const LINE_BREAKS = /[\r\n]/g;

/** Text of one event as the EventSource of browsers reads it (WHATWG HTML, 9.2). */
const encodeEvent = ({ event, data }: SentEvent): string =>
  `event: ${event.replaceAll(LINE_BREAKS, ' ')}\ndata: ${JSON.stringify(data)}\n\n`;

/** Keeps the open streams, so that closing the server ends them. */
export const eventStreams = (log: Logger): EventStreams => {
  const closing = new AbortController();
  return {
    closeAll: () => closing.abort(),
    serve: async (reply, clientGone, source) => {
      const signal = AbortSignal.any([clientGone, closing.signal, AbortSignal.timeout(MAX_STREAM_MS)]);
      reply.header('content-type', 'text/event-stream; charset=utf-8');
      reply.header('cache-control', 'no-store');
      reply.header('x-accel-buffering', 'no');
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200);
      raw.write('retry: 3000\n\n');
      const heartbeat = setInterval(() => raw.write(': alive\n\n'), HEARTBEAT_MS);
      const end = (): void => {
        clearInterval(heartbeat);
        raw.end();
      };
      signal.addEventListener('abort', end, { once: true });
      try {
        for await (const event of source(signal)) {
          if (signal.aborted) break;
          if (!raw.write(encodeEvent(event))) await once(raw, 'drain', { signal });
        }
      } catch (error) {
        if (!signal.aborted) log.error('an event stream failed', { error });
      } finally {
        signal.removeEventListener('abort', end);
        end();
      }
    },
  };
};
