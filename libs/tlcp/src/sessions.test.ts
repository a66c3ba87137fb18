import { expect, test } from 'vitest';
import { NOBODY } from './peer.ts';
import { sessionCache, sessionKey, type TlcpSession } from './sessions.ts';

const session = (id: number, at: number): TlcpSession => ({
  id: Uint8Array.of(id),
  suite: 'ECC_SM4_GCM_SM3',
  master: new Uint8Array(48),
  peer: NOBODY,
  at,
});

test('a session is found until its life is over, or it is forgotten', () => {
  const cache = sessionCache({ lifeMs: 100 });
  cache.keep('a', session(1, 1000));
  expect(cache.find('a', 1099)?.id).toEqual(Uint8Array.of(1));
  expect(cache.find('b', 1000)).toBeUndefined();
  expect(cache.find('a', 1100)).toBeUndefined();
  expect(cache.find('a', 1050)).toBeUndefined();
  cache.keep('a', session(1, 1000));
  cache.forget('a');
  expect(cache.find('a', 1000)).toBeUndefined();
  for (const key of ['a', 'b']) cache.keep(key, session(1, 1000));
  cache.clear();
  expect([cache.find('a', 1000), cache.find('b', 1000)]).toEqual([undefined, undefined]);
});

test('a clock that went back takes no session from the future', () => {
  const cache = sessionCache();
  cache.keep('a', session(1, 1000));
  expect(cache.find('a', 999)).toBeUndefined();
});

test('the oldest goes when there is no room; a renewed one is the youngest', () => {
  const cache = sessionCache({ sessions: 2 });
  cache.keep('a', session(1, 0));
  cache.keep('b', session(2, 0));
  cache.keep('a', session(3, 0));
  cache.keep('c', session(4, 0));
  expect([cache.find('a', 1)?.id[0], cache.find('b', 1), cache.find('c', 1)?.id[0]]).toEqual([3, undefined, 4]);
});

test('ids become texts that differ where they differ', () => {
  expect(sessionKey(Uint8Array.of(0, 1, 255))).toBe('0001ff');
});
