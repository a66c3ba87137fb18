import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { DomainError } from '@chedun/kernel';
import type { Posted } from '../domain/robots.ts';
import { pin, type AddressGuard } from './pinned.ts';

/** What the other side answered. */
export interface Answer {
  readonly status: number;
  /** At most 16 KiB. */
  readonly body: string;
}

const MOST_ANSWER = 16 * 1024;
const TIME_LIMIT_MS = 10_000;

const read = async (response: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_ANSWER) break;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

/**
 * Posts once, to the address that was resolved and checked. Redirects are not followed. Throws `warnings.unreachable`; the
 * reason never holds the URL, which may hold a token.
 */
export const post = async (posted: Posted, guard: AddressGuard, ca: string): Promise<Answer> => {
  const url = new URL(posted.url);
  const { address } = await pin(url.hostname, guard);
  const https = url.protocol === 'https:';
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const options = {
    method: 'POST',
    host: address,
    port: url.port === '' ? (https ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: { ...posted.headers, host: url.host, 'content-length': Buffer.byteLength(posted.body) },
    agent: false as const,
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  };
  const tls = { ...(isIP(name) === 0 ? { servername: name } : {}), ...(ca === '' ? {} : { ca }) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = https ? tlsRequest({ ...options, ...tls }, resolve) : plainRequest(options, resolve);
    request.on('error', (cause) => reject(unreachable(cause)));
    request.end(posted.body);
  });
  const body = await read(response).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  response.destroy();
  return { status: response.statusCode ?? 0, body };
};

/** The failure of a connection, by its code alone. */
export const unreachable = (cause: unknown): DomainError => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const name = cause instanceof Error ? cause.name : 'error';
  return new DomainError('warnings.unreachable', { reason: code === '' ? name : code }, cause);
};
