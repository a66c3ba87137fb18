import type { Direction } from '../../flow/direction.ts';
import type { AppHost, AppParser, Body } from '../host.ts';
import { createFileMeter, fileName } from './file.ts';
import type { FileMeter } from './file.ts';
import { headerOf } from './head.ts';
import type { Head } from './head.ts';
import { bodyForm, MessageReader } from './message.ts';
import type { BodyForm } from './message.ts';
import { readContentRange } from './ranges.ts';
import { exchangeBody, fileBody } from './transaction.ts';
import type { Exchange } from './transaction.ts';

const MAX_OPEN = 256;
const NO_BODY = new Set([204, 304]);

/** A parsed request line; HTTP/0.9 has no version. */
const requestOf = ({ start, headers }: Head): Exchange => {
  const [method = '', url = '', protocol = 'HTTP/0.9'] = start.split(/[ \t]+/);
  return {
    method,
    url,
    protocol,
    headers,
    status: undefined,
    responseHeaders: [],
    requestBody: undefined,
    responseBody: undefined,
  };
};

const statusOf = (start: string): number | undefined => {
  const status = /^HTTP\/\d\.\d\s+(\d{3})/.exec(start)?.[1];
  return status === undefined ? undefined : Number(status);
};

/** How a response's body is delimited, given what was asked (RFC 9112, section 6.3). */
const responseForm = (head: Head, status: number, method: string): BodyForm => {
  if (method === 'HEAD' || NO_BODY.has(status)) return { kind: 'none' };
  const form = bodyForm(head.headers);
  if (form.kind !== 'none') return form;
  const says = head.headers.some(({ name }) => /^(?:content-length|transfer-encoding)$/i.test(name));
  return says ? form : { kind: 'rest' };
};

class HttpParser implements AppParser {
  private readonly host: AppHost;
  private readonly open: Exchange[] = [];
  private readonly sides: readonly [MessageReader, MessageReader];
  private asked: Exchange | undefined;
  private answered: Exchange | undefined;
  private interim = false;
  private count = 0;

  constructor(host: AppHost) {
    this.host = host;
    const broken = (direction: Direction) => (event: string) => host.anomaly('http', event, direction);
    this.sides = [
      new MessageReader({
        head: (head) => this.onRequest(head),
        body: (bytes) => this.asked?.requestBody?.add(bytes),
        done: () => this.endRequest(),
        broken: broken(0),
      }),
      new MessageReader({
        head: (head) => this.onResponse(head),
        body: (bytes) => this.answered?.responseBody?.add(bytes),
        done: () => this.endResponse(),
        broken: broken(1),
      }),
    ];
  }

  data(direction: Direction, bytes: Uint8Array): void {
    this.sides[direction].push(bytes);
  }

  gap(direction: Direction, size: number): void {
    this.sides[direction].gap(size);
  }

  done(): boolean {
    return this.sides[0].stopped() && this.sides[1].stopped();
  }

  end(): void {
    this.sides[0].end();
    this.sides[1].end();
    if (this.answered !== undefined) this.record(this.answered);
    this.answered = undefined;
    for (const exchange of this.open.splice(0)) this.record(exchange);
  }

  private record(exchange: Exchange): Body {
    const http = exchangeBody(exchange);
    this.host.record('http', { tx_id: this.count, http }, 0);
    this.count += 1;
    return http;
  }

  private file(http: Body, url: string, meter: FileMeter, direction: Direction): void {
    this.host.record('fileinfo', { http, fileinfo: fileBody(url, meter) }, direction);
  }

  private onRequest(head: Head): BodyForm {
    if (this.open.length >= MAX_OPEN) {
      this.host.anomaly('http', 'too_many_open_requests', 0);
      return { kind: 'stop' };
    }
    const form = bodyForm(head.headers);
    this.asked = requestOf(head);
    if (form.kind !== 'none') this.asked.requestBody = createFileMeter(headerOf(head.headers, 'content-encoding'));
    this.open.push(this.asked);
    return form;
  }

  private endRequest(): void {
    const { asked } = this;
    this.asked = undefined;
    if (asked?.requestBody !== undefined) this.file(exchangeBody(asked), asked.url, asked.requestBody, 0);
  }

  private onResponse(head: Head): BodyForm {
    const status = statusOf(head.start);
    if (status === undefined) {
      this.host.anomaly('http', 'invalid_status_line', 1);
      return { kind: 'stop' };
    }
    this.interim = status < 200 && status !== 101;
    if (this.interim) return { kind: 'none' };
    const exchange = this.open.shift() ?? requestOf({ start: '', headers: [] });
    exchange.status = status;
    exchange.responseHeaders = head.headers;
    const switches = status === 101 || (exchange.method === 'CONNECT' && status < 300);
    if (switches) {
      this.record(exchange);
      this.host.upgrade();
      return { kind: 'stop' };
    }
    const form = responseForm(head, status, exchange.method);
    if (form.kind !== 'none') exchange.responseBody = createFileMeter(headerOf(head.headers, 'content-encoding'));
    this.answered = exchange;
    return form;
  }

  private endResponse(): void {
    const { answered } = this;
    if (this.interim || answered === undefined) return;
    this.answered = undefined;
    const http = this.record(answered);
    const meter = answered.responseBody;
    if (meter === undefined || meter.transferred() === 0) return;
    const range = readContentRange(headerOf(answered.responseHeaders, 'content-range'));
    if (range === undefined) return this.file(http, answered.url, meter, 1);
    // a part of a file is no file: the whole is recorded once all of its parts came
    const host = headerOf(answered.headers, 'host') ?? '';
    const to = range.from + Math.min(meter.transferred(), range.to - range.from + 1) - 1;
    if (!this.host.ranges.add(`${host} ${answered.url}`, range.from, to, range.total)) return;
    const whole = { filename: fileName(answered.url), state: 'CLOSED', stored: false, size: range.total };
    this.host.record('fileinfo', { http, fileinfo: whole }, 1);
  }
}

/**
 * Parser of HTTP/1: one `http` record an exchange when its response is over, or when the flow ends; one `fileinfo` record
 * a body, or a file whose ranges (RFC 9110, section 14) are all there. A connection that switches (CONNECT answered with
 * 2xx, 101) is handed on.
 */
export const httpParser = (host: AppHost): AppParser => new HttpParser(host);
