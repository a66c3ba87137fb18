import { isDomainError } from '@chedun/kernel';
import { intelError } from '../errors.ts';
import type { FeedRow } from '../store/feeds.ts';

/** How a provider is asked. */
export interface Provider {
  readonly auth: FeedRow['auth'];
  readonly username: string;
  /** Undefined where none is needed. */
  readonly secret: string | undefined;
}

/** An answer of a provider. */
export interface Answer {
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

const TIMEOUT_MS = 60_000;
const MOST_REDIRECTS = 3;

const authorization = ({ auth, username, secret = '' }: Provider): Readonly<Record<string, string>> => {
  switch (auth) {
    case 'none':
      return {};
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret}` };
    case 'key':
      return { authorization: secret };
  }
};

/** An address of a feed: http or https, without a user in it. */
export const feedUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw intelError('intel.feed-incomplete', { field: 'url', reason: 'an address with http or https is needed' });
  return url;
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const name = error instanceof Error ? error.name : '';
  return code !== '' ? code : name === 'TimeoutError' ? 'no answer within 60 s' : 'connection failed';
};

const bounded = async function* (
  body: AsyncIterable<Uint8Array>,
  most: number,
  host: string,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > most) throw intelError('intel.answer-too-large', { limit: most, file: host });
      yield piece;
    }
  } catch (error) {
    if (isDomainError(error)) throw error;
    throw intelError('intel.provider-unreachable', { file: host, reason: reasonOf(error) }, error);
  }
};

const retryAfter = (headers: Headers): Readonly<Record<string, number>> => {
  const seconds = Number(headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: Math.min(86_400, seconds) } : {};
};

/**
 * Asks a provider with GET. Redirects are followed three times within the same origin, so that the secret never goes
 * elsewhere. Throws `intel.provider-unreachable`, `intel.provider-refused` with the status, `intel.answer-too-large`.
 */
export const askProvider = async (
  provider: Provider,
  address: URL,
  options: { readonly accept: string; readonly mostBytes: number },
): Promise<Answer> => {
  let url = address;
  for (let redirects = 0; ; redirects += 1) {
    const asked = { accept: options.accept, ...authorization(provider) };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url.href, { headers: asked, redirect: 'manual', signal }).catch((error: unknown) => {
      throw intelError('intel.provider-unreachable', { file: url.host, reason: reasonOf(error) }, error);
    });
    const { status, headers, body } = response;
    const next = headers.get('location');
    if (status >= 300 && status < 400 && next !== null) {
      await body?.cancel();
      const target = URL.canParse(next, url.href) ? new URL(next, url.href) : undefined;
      if (target?.origin !== url.origin || redirects >= MOST_REDIRECTS)
        throw intelError('intel.provider-refused', { status, file: url.host, reason: 'redirect to another server' });
      url = target;
      continue;
    }
    if (!response.ok) {
      await body?.cancel();
      throw intelError('intel.provider-refused', { status, file: url.host, ...retryAfter(headers) });
    }
    const empty = async function* (): AsyncGenerator<Uint8Array> {};
    return { headers, body: bounded(body ?? empty(), options.mostBytes, url.host) };
  }
};

/** Largest JSON answer that is held as a whole. */
const JSON_BYTES = 33_554_432;

/** Asks for JSON; throws `intel.provider-answer` when it is none. */
export const askJson = async (
  provider: Provider,
  address: URL,
  accept: string,
): Promise<{ readonly headers: Headers; readonly value: unknown }> => {
  const { headers, body } = await askProvider(provider, address, { accept, mostBytes: JSON_BYTES });
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  try {
    return { headers, value: JSON.parse(Buffer.concat(pieces).toString('utf8')) };
  } catch (error) {
    throw intelError('intel.provider-answer', { file: address.host, reason: 'the answer is no JSON' }, error);
  }
};
