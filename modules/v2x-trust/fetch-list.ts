import { v2xTrustError } from './fault.ts';
import { MOST_LIST_BYTES } from './contract.ts';

const TIMEOUT_MS = 30_000;

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return code !== '' ? code : error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection failed';
};

const readBounded = async (response: Response, host: string): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > MOST_LIST_BYTES) throw v2xTrustError('v2x-trust.fetch-failed', { file: host, reason: 'too large' });
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
};

/**
 * Fetches a list from an address that a person declared; redirects are not followed, so that nothing else is ever asked.
 * Throws `v2x-trust.fetch-failed` with the reason.
 */
export const fetchList = async (address: string): Promise<Uint8Array> => {
  const url = new URL(address);
  const fail = (reason: string, cause?: unknown) =>
    v2xTrustError('v2x-trust.fetch-failed', { file: url.host, reason }, cause);
  if (!/^https?:$/u.test(url.protocol) || url.username !== '') throw fail('only http and https without a login');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url.href, { redirect: 'error', signal }).catch((error: unknown) => {
    throw fail(reasonOf(error), error);
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw fail(`HTTP ${response.status}`);
  }
  return readBounded(response, url.host);
};
