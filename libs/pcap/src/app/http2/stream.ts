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
  /** The body, while it may be a DNS message and is not too long. */
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

const side = (): Side => ({ headers: [], file: undefined, chunks: [], keeps: true, ended: false, error: undefined });

/** A stream of which nothing was seen. */
export const createStream = (id: number): Http2Stream => ({ id, sides: [side(), side()] });

/** Media type that marks DNS inside HTTP (RFC 8484). */
const DNS_MEDIA_TYPE = 'application/dns-message';

/** Counts body bytes and keeps them when they may be DNS. */
export const addBody = (one: Side, bytes: Uint8Array): void => {
  one.file ??= createFileMeter(headerOf(one.headers, 'content-encoding'));
  one.file.add(bytes);
  const fits = one.keeps && one.file.transferred() <= MAX_BODY;
  if (fits && headerOf(one.headers, 'content-type') === DNS_MEDIA_TYPE) one.chunks.push(bytes);
};

const optional = (name: string, value: unknown): Body => (value === undefined || value === '' ? {} : { [name]: value });

const sideFields = ({ error }: Side): Body => (error === undefined ? {} : { error_code: errorName(error) });

/** Body of the `http` record of a stream (RFC 9113). */
export const streamBody = ({ id, sides }: Http2Stream): Body => {
  const [request, response] = sides;
  const status = Number(headerOf(response.headers, ':status') ?? Number.NaN);
  return {
    version: '2',
    ...(request.headers.length > 0 ? { request_headers: request.headers } : {}),
    ...(response.headers.length > 0 ? { response_headers: response.headers } : {}),
    ...optional('http_method', headerOf(request.headers, ':method')),
    ...optional('url', headerOf(request.headers, ':path')),
    ...optional('hostname', headerOf(request.headers, ':authority') ?? headerOf(request.headers, 'host')),
    ...optional('http_user_agent', headerOf(request.headers, 'user-agent')),
    ...optional('http_content_type', headerOf(response.headers, 'content-type')?.split(';')[0]),
    ...(Number.isInteger(status) ? { status } : {}),
    length: response.file?.transferred() ?? 0,
    http2: { stream_id: id, request: sideFields(request), response: sideFields(response) },
  };
};

/** True when a stream holds anything that is worth a record. */
export const isWorth = ({ sides }: Http2Stream): boolean =>
  sides[0].headers.length > 0 || sides[1].headers.length > 0 || sides[0].error !== undefined;

const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
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
