import type { Direction } from '../../flow/direction.ts';
import type { Body } from '../host.ts';
import { createFileMeter } from '../http/file.ts';
import type { FileMeter } from '../http/file.ts';
import { headerOf } from '../http/head.ts';
import type { Header } from '../http/head.ts';
import { errorName } from './settings.ts';

const MAX_BODY = 65_536;

/** One side of a stream. */
export interface Side {
  headers: Header[];
  /** The body; undefined while there is none. */
  file: FileMeter | undefined;
  /** The body, while it is said to be a DNS message and is not too long. */
  chunks: Uint8Array[];
  keeps: boolean;
  ended: boolean;
  error: number | undefined;
}

/** One request and its response. */
export interface Http2Stream {
  readonly id: number;
  readonly sides: readonly [Side, Side];
}

const side = (): Side => ({ headers: [], file: undefined, chunks: [], keeps: false, ended: false, error: undefined });

/** A stream of which nothing was seen. */
export const createStream = (id: number): Http2Stream => ({ id, sides: [side(), side()] });

/** Media type that marks DNS inside HTTP (RFC 8484). */
const DNS_MEDIA_TYPE = 'application/dns-message';

/** Counts body bytes and keeps them when they may be DNS. */
export const addBody = (one: Side, bytes: Uint8Array): void => {
  if (one.file === undefined) {
    one.file = createFileMeter(headerOf(one.headers, 'content-encoding'));
    one.keeps = headerOf(one.headers, 'content-type') === DNS_MEDIA_TYPE;
  }
  one.file.add(bytes);
  if (one.keeps && one.file.transferred() <= MAX_BODY) one.chunks.push(bytes);
};

const sideFields = ({ error }: Side): Body => (error === undefined ? {} : { error_code: errorName(error) });

/** Fields are left away when there is nothing to say. */
const put = (body: Record<string, unknown>, name: string, value: string | undefined): void => {
  if (value !== undefined && value !== '') body[name] = value;
};

/** Body of the `http` record of a stream (RFC 9113). */
export const streamBody = ({ id, sides }: Http2Stream): Body => {
  const [request, response] = sides;
  const { headers } = request;
  const body: Record<string, unknown> = { version: '2' };
  if (headers.length > 0) body['request_headers'] = headers;
  if (response.headers.length > 0) body['response_headers'] = response.headers;
  put(body, 'http_method', headerOf(headers, ':method'));
  put(body, 'url', headerOf(headers, ':path'));
  put(body, 'hostname', headerOf(headers, ':authority') ?? headerOf(headers, 'host'));
  put(body, 'http_user_agent', headerOf(headers, 'user-agent'));
  put(body, 'http_content_type', headerOf(response.headers, 'content-type')?.split(';')[0]);
  const status = Number(headerOf(response.headers, ':status') ?? Number.NaN);
  if (Number.isInteger(status)) body['status'] = status;
  body['length'] = response.file?.transferred() ?? 0;
  body['http2'] = { stream_id: id, request: sideFields(request), response: sideFields(response) };
  return body;
};

/** True when a stream holds anything that is worth a record. */
export const isWorth = ({ sides }: Http2Stream): boolean =>
  sides[0].headers.length > 0 || sides[1].headers.length > 0 || sides[0].error !== undefined;

const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
};

const fromQuery = (path: string): Uint8Array | undefined => {
  const value = /[?&]dns=([0-9A-Za-z_-]+)/.exec(path)?.[1];
  return value === undefined ? undefined : new Uint8Array(Buffer.from(value, 'base64url'));
};

/** The DNS message a side carries (RFC 8484): the body, or the `dns` parameter of a GET; undefined when there is none. */
export const dnsOf = (one: Side, direction: Direction): Uint8Array | undefined => {
  if (one.chunks.length > 0) return joined(one.chunks);
  if (direction === 1 || headerOf(one.headers, 'accept') !== DNS_MEDIA_TYPE) return undefined;
  return fromQuery(headerOf(one.headers, ':path') ?? '');
};
