import type { AppHost, AppParser } from '../host.ts';
import type { Head } from './head.ts';
import { bodyForm, createMessageReader } from './message.ts';
import type { BodyForm, MessageSink } from './message.ts';
import { exchangeBody } from './transaction.ts';
import type { Exchange } from './transaction.ts';

const MAX_OPEN = 256;
const NO_BODY = new Set([204, 304]);

/** A parsed request line; HTTP/0.9 has no version. */
const requestOf = ({ start, headers }: Head): Exchange => {
  const [method = '', url = '', protocol = 'HTTP/0.9'] = start.split(/[ \t]+/);
  return { method, url, protocol, headers, status: undefined, responseHeaders: [], length: 0 };
};

const statusOf = (start: string): number | undefined => {
  const status = /^HTTP\/\d\.\d\s+(\d{3})/.exec(start)?.[1];
  return status === undefined ? undefined : Number(status);
};

/** How a response's body is delimited, given what was asked (RFC 9112, section 6.3). */
const responseForm = (head: Head, status: number, method: string): BodyForm => {
  if (method === 'HEAD' || NO_BODY.has(status)) return { kind: 'none' };
  const form = bodyForm(head.headers);
  const says = head.headers.some(({ name }) => /^(content-length|transfer-encoding)$/i.test(name));
  return form.kind === 'none' && !says ? { kind: 'rest' } : form;
};

/**
 * Parser of HTTP/1: one `http` record an exchange when its response is over, or when the flow ends. A connection that
 * switches (CONNECT answered with 2xx, 101) is handed on.
 */
export const httpParser = (host: AppHost): AppParser => {
  const open: Exchange[] = [];
  let current: Exchange | undefined;
  let interim = false;
  let count = 0;
  const record = (exchange: Exchange): void => {
    host.record('http', { tx_id: count, http: exchangeBody(exchange) }, 0);
    count += 1;
  };
  const requests: MessageSink = {
    head: (head) => {
      if (open.length >= MAX_OPEN) {
        host.anomaly('http', 'too_many_open_requests', 0);
        return { kind: 'stop' };
      }
      open.push(requestOf(head));
      return bodyForm(head.headers);
    },
    body: () => undefined,
    done: () => undefined,
    broken: (event) => host.anomaly('http', event, 0),
  };
  const answer = (head: Head, status: number): BodyForm => {
    interim = status < 200 && status !== 101;
    if (interim) return { kind: 'none' };
    current = open.shift() ?? requestOf({ start: '', headers: [] });
    current.status = status;
    current.responseHeaders = head.headers;
    const switches = status === 101 || (current.method === 'CONNECT' && status < 300);
    if (!switches) return responseForm(head, status, current.method);
    record(current);
    current = undefined;
    host.upgrade();
    return { kind: 'stop' };
  };
  const responses: MessageSink = {
    head: (head) => {
      const status = statusOf(head.start);
      if (status !== undefined) return answer(head, status);
      host.anomaly('http', 'invalid_status_line', 1);
      return { kind: 'stop' };
    },
    body: (bytes) => void (current !== undefined && (current.length += bytes.length)),
    done: () => {
      if (interim || current === undefined) return;
      record(current);
      current = undefined;
    },
    broken: (event) => host.anomaly('http', event, 1),
  };
  const sides = [createMessageReader(requests), createMessageReader(responses)] as const;
  return {
    data: (direction, bytes) => sides[direction].push(bytes),
    gap: (direction, size) => sides[direction].gap(size),
    end: () => {
      sides[1].end();
      if (current !== undefined) record(current);
      for (const exchange of open.splice(0)) record(exchange);
      current = undefined;
    },
    done: () => sides[0].stopped() && sides[1].stopped(),
  };
};
