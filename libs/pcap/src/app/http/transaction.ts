import type { Body } from '../host.ts';
import { fileName } from './file.ts';
import type { FileMeter } from './file.ts';
import { headerOf } from './head.ts';
import type { Header } from './head.ts';

/** A request and what is known of its response. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly protocol: string;
  readonly headers: readonly Header[];
  status: number | undefined;
  responseHeaders: readonly Header[];
  /** Bodies of both sides; undefined while there is none. */
  requestBody: FileMeter | undefined;
  responseBody: FileMeter | undefined;
}

/** The host without its port, and the port when one is named. */
const hostParts = (host: string): { readonly hostname: string; readonly port: number | undefined } => {
  const parts = /^(.*?)(?::(\d{1,5}))?$/s.exec(host);
  const port = parts?.[2];
  return { hostname: parts?.[1] ?? host, port: port === undefined ? undefined : Number(port) };
};

const optional = (name: string, value: unknown): Body => (value === undefined || value === '' ? {} : { [name]: value });

/** Value of a Content-Type without its parameters. */
const mediaType = (value: string | undefined): string | undefined => value?.split(';')[0]?.trim();

/** Body of an `http` record. */
export const exchangeBody = (exchange: Exchange): Body => {
  const { method, url, protocol, headers, status, responseHeaders } = exchange;
  const host = headerOf(headers, 'host') ?? (method === 'CONNECT' ? url : undefined);
  const { hostname, port } = hostParts(host ?? '');
  return {
    ...optional('hostname', hostname),
    ...optional('http_port', port),
    ...optional('url', url),
    ...optional('http_user_agent', headerOf(headers, 'user-agent')),
    ...optional('xff', headerOf(headers, 'x-forwarded-for')),
    ...optional('http_content_type', mediaType(headerOf(responseHeaders, 'content-type'))),
    ...optional('http_refer', headerOf(headers, 'referer')),
    ...optional('http_method', method),
    ...optional('protocol', protocol),
    ...optional('status', status),
    ...optional('redirect', headerOf(responseHeaders, 'location')),
    length: exchange.responseBody?.transferred() ?? 0,
  };
};

/** Body of a `fileinfo` record for what one side transferred. */
export const fileBody = (url: string, meter: FileMeter): Body => {
  const { size, complete } = meter.result();
  return { filename: fileName(url), state: complete ? 'CLOSED' : 'TRUNCATED', stored: false, size };
};
