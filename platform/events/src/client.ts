import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { Agent } from 'node:http';
import { eventsError } from './errors.ts';

/** Where the store answers. */
export type StoreAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string };

const REQUEST_TIMEOUT_MS = 630_000;

/** One client for both kinds of store; the socket only needs its own agent. */
export const openClient = (address: StoreAddress): ClickHouseClient => {
  const common = {
    request_timeout: REQUEST_TIMEOUT_MS,
    compression: { request: false, response: false },
    // Errors reach the caller, who logs them once.
    log: { level: ClickHouseLogLevel.OFF },
  };
  switch (address.kind) {
    case 'socket': {
      // Node hands the options of an agent on to each request, socketPath included; its type does not say so.
      const options = { socketPath: address.path, keepAlive: true, maxSockets: 64 };
      return createClient({
        ...common,
        url: 'http://store',
        http_agent: new Agent(options),
        set_basic_auth_header: false,
      });
    }
    case 'url':
      return createClient({ ...common, url: address.url, max_open_connections: 64 });
  }
};

const TOO_EXPENSIVE = new Set(['158', '159', '160', '241', '307', '396']);
const BUSY = '202';
const CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** True for errors that say nothing about the request: the store was not there, or went away during it. */
export const isConnectionError = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return CONNECTION.has(code) || /socket hang up|other side closed|aborted/i.test(error.message);
};

/** Turns what a read threw into an error of the catalogue. */
export const queryError = (error: unknown): Error => {
  if (error instanceof ClickHouseError) {
    const reason = error.message.slice(0, 500);
    if (TOO_EXPENSIVE.has(error.code)) return eventsError('events.query-too-expensive', { reason }, error);
    if (error.code === BUSY) return eventsError('events.busy', { reason }, error);
    return eventsError('events.query-failed', { reason }, error);
  }
  if (isConnectionError(error)) return eventsError('events.unavailable', { reason: messageOf(error) }, error);
  return eventsError('events.query-failed', { reason: messageOf(error) }, error);
};

/** Turns what an insert or a change threw into an error of the catalogue. */
export const writeError = (error: unknown): Error =>
  isConnectionError(error)
    ? eventsError('events.unavailable', { reason: messageOf(error) }, error)
    : eventsError('events.insert-refused', { reason: messageOf(error).slice(0, 500) }, error);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
