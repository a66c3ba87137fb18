import { DomainError } from '@chedun/kernel';
import type { RangeClock } from '../clock.ts';
import { retryAfterMs } from '../senders/retry-after.ts';

/** Where the authorities are, and with which token they are asked. */
export interface ApiOptions {
  readonly url: string;
  readonly token: string;
}

/** An answer of the server: its fields, or the code of its problem. */
export interface ApiAnswer {
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The answer as it came, for files. */
  readonly bytes: Uint8Array;
}

/** Asks the server; what it refuses is answered, what cannot be reached is thrown as `range.unreachable`. */
export type Api = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<ApiAnswer>;

const MAX_TRIES = 20;

const fieldsOf = (text: string): ApiAnswer['fields'] => {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as ApiAnswer['fields']) : {};
  } catch {
    return {};
  }
};

/** Opens the way to the API of a server; it waits when it is asked to. */
export const openApi =
  ({ url, token }: ApiOptions, clock: RangeClock, signal: AbortSignal): Api =>
  async (method, path, body) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    for (let tries = 0; ; tries += 1) {
      const request = fetch(`${url.replace(/\/+$/, '')}/api${path}`, { method, headers, signal, ...sent });
      const response = await request.catch((error: unknown) => {
        throw new DomainError('range.unreachable', { field: 'http', reason: `${url} does not answer` }, error);
      });
      const { status } = response;
      const bytes = new Uint8Array(await response.arrayBuffer());
      const fields = fieldsOf(Buffer.from(bytes).toString());
      if ((status !== 429 && status !== 503) || tries === MAX_TRIES) return { status, fields, bytes };
      await clock.sleep(retryAfterMs(response.headers.get('retry-after'), clock.now()), signal);
    }
  };

/** Fields of an answer that has to be one. Throws `range.refused`. */
export const granted = (what: string, { status, fields }: ApiAnswer): ApiAnswer['fields'] => {
  if (status >= 200 && status < 300) return fields;
  const reason = `${status} ${String(fields['code'] ?? '')} ${String(fields['detail'] ?? '')}`.slice(0, 300);
  throw new DomainError('range.refused', { field: what, status, reason });
};
