import { DomainError } from '@chedun/kernel';
import { ExchangeAnswer } from './contract.ts';
import { filingError } from './errors.ts';

/** Where the other side is. */
export interface Endpoint {
  readonly url: string;
  readonly token: string;
}

/** Talks to the authority's side over HTTP. Every failure is `filing.exchange-failed` with a reason that holds no secret. */
export interface Transport {
  readonly hand: (endpoint: Endpoint, pack: Uint8Array) => Promise<ExchangeAnswer>;
  /** Undefined: the other side does not know the package. */
  readonly look: (endpoint: Endpoint, manifestSm3: string) => Promise<ExchangeAnswer | undefined>;
}

const MOST_ANSWER = 32 * 1024 * 1024;
const TIME_LIMIT_MS = 30_000;
const PATH = '/api/supervision/exchange/packages';

/** https everywhere; http for the loopback only. Throws `filing.exchange-url`. */
export const needUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  const plain = url?.protocol === 'http:' && local;
  if (url === undefined || (url.protocol !== 'https:' && !plain) || url.username !== '' || url.search !== '')
    throw filingError('filing.exchange-url', { field: 'url' });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
};

const failed = (reason: string, cause?: unknown): DomainError =>
  new DomainError('filing.exchange-failed', { reason: reason.slice(0, 500) }, cause);

const readBounded = async (response: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_ANSWER) throw failed('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a problem document says, in Chinese where it has it. */
const problemText = (status: number, body: unknown): string => {
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const words = ['title', 'detail', 'reason', 'code']
    .map((name) => said[name])
    .filter((each) => typeof each === 'string');
  return `HTTP ${status}${words.length === 0 ? '' : `：${[...new Set(words)].join('；')}`}`;
};

const ask = async (endpoint: Endpoint, path: string, init: RequestInit) => {
  const headers = { authorization: `Bearer ${endpoint.token}`, 'accept-language': 'zh-CN', ...init.headers };
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const response = await fetch(`${endpoint.url}${PATH}${path}`, { ...init, headers, signal, redirect: 'error' }).catch(
    (cause: unknown) => {
      const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
      throw failed(code === '' ? 'no connection' : code, cause);
    },
  );
  const body = parsed(await readBounded(response));
  return { status: response.status, body };
};

const answerOf = ({ status, body }: { readonly status: number; readonly body: unknown }): ExchangeAnswer => {
  if (status !== 200) throw failed(problemText(status, body));
  const answer = ExchangeAnswer.safeParse(body);
  if (!answer.success) throw failed('the answer has another shape');
  return answer.data;
};

/** Opens the transport. */
export const openTransport = (): Transport => ({
  hand: async (endpoint, pack) =>
    answerOf(
      await ask(endpoint, '', {
        method: 'POST',
        body: new Uint8Array(pack),
        headers: { 'content-type': 'application/octet-stream' },
      }),
    ),
  look: async (endpoint, manifestSm3) => {
    const answer = await ask(endpoint, `/${encodeURIComponent(manifestSm3)}`, { method: 'GET' });
    return answer.status === 404 ? undefined : answerOf(answer);
  },
});
