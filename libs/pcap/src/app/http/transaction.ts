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

const isPort = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0 && text.length <= 5;
};

/** Value of a Content-Type without its parameters. */
const mediaType = (value: string | undefined): string | undefined => {
  const end = value?.indexOf(';') ?? -1;
  return (end < 0 ? value : value?.slice(0, end))?.trim();
};

/** Fields are left away when there is nothing to say. */
const put = (body: Record<string, unknown>, name: string, value: string | number | undefined): void => {
  if (value !== undefined && value !== '') body[name] = value;
};

/** The host without its port, and the port when one is named. */
const putHost = (body: Record<string, unknown>, host: string): void => {
  const colon = host.lastIndexOf(':');
  const port = colon < 0 ? '' : host.slice(colon + 1);
  const hasPort = isPort(port);
  put(body, 'hostname', hasPort ? host.slice(0, colon) : host);
  if (hasPort) body['http_port'] = Number(port);
};

/** Body of an `http` record. */
export const exchangeBody = (exchange: Exchange): Body => {
  const { method, url, headers, responseHeaders } = exchange;
  const body: Record<string, unknown> = {};
  putHost(body, headerOf(headers, 'host') ?? (method === 'CONNECT' ? url : ''));
  put(body, 'url', url);
  put(body, 'http_user_agent', headerOf(headers, 'user-agent'));
  put(body, 'xff', headerOf(headers, 'x-forwarded-for'));
  put(body, 'http_content_type', mediaType(headerOf(responseHeaders, 'content-type')));
  put(body, 'http_refer', headerOf(headers, 'referer'));
  put(body, 'http_method', method);
  put(body, 'protocol', exchange.protocol);
  put(body, 'status', exchange.status);
  put(body, 'redirect', headerOf(responseHeaders, 'location'));
  body['length'] = exchange.responseBody?.transferred() ?? 0;
  return body;
};

/** Body of a `fileinfo` record for what one side transferred. */
export const fileBody = (url: string, meter: FileMeter): Body => {
  const { size, complete } = meter.result();
  return { filename: fileName(url), state: complete ? 'CLOSED' : 'TRUNCATED', stored: false, size };
};
