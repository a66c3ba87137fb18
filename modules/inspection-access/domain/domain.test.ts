import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { findReader } from './find-route.ts';
import { stateOf } from './state.ts';

const FROM = Date.parse('2026-11-24T01:00:00Z');
const UNTIL = Date.parse('2026-11-26T01:00:00Z');
const kept = (state: Parameters<typeof stateOf>[0]['state']) => ({
  state,
  from_at: new Date(FROM),
  until_at: new Date(UNTIL),
});

describe('the state of an inspection', () => {
  it.each([
    ['waiting', FROM, 'waiting'],
    ['waiting', UNTIL, 'expired'],
    ['accepted', FROM - 1, 'ready'],
    ['accepted', FROM, 'running'],
    ['accepted', UNTIL - 1, 'running'],
    ['accepted', UNTIL, 'over'],
    ['refused', FROM, 'refused'],
    ['withdrawn', FROM, 'withdrawn'],
    ['withdrawn', UNTIL + 1, 'withdrawn'],
  ] as const)('that is %s at %d is %s', (state, now, shown) => {
    expect(stateOf(kept(state), now)).toBe(shown);
  });
});

describe('a path of evidence', () => {
  const routes = ['/findings', '/findings/:id', '/findings/export', '/a/:x/c', '/a/b/:y'].map((path) => ({
    method: 'GET',
    path,
  }));
  const all = [...routes, { method: 'POST', path: '/findings/:id/close' }];
  const find = (path: string) => {
    const found = findReader(all, path);
    return found === undefined ? undefined : [found.route.path, found.params];
  };

  it('finds the route that the router would choose: the most exact one', () => {
    expect(find('/findings')).toEqual(['/findings', {}]);
    expect(find('/findings/7')).toEqual(['/findings/:id', { id: '7' }]);
    expect(find('/findings/export')).toEqual(['/findings/export', {}]);
    expect(find('/findings/%65xport')).toEqual(['/findings/export', {}]);
    expect(find('/findings/a%2Fb')).toEqual(['/findings/:id', { id: 'a/b' }]);
    expect(find('/a/b/c')).toEqual(['/a/b/:y', { y: 'c' }]);
  });

  it.each(['/findings/', '/findings/7/close', '/findings/%', '//findings', 'findings', '', '/findings/../findings/7'])(
    'finds nothing for %j',
    (path) => {
      expect(find(path)).toBeUndefined();
    },
  );

  it('of any text finds a route of this list or nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const found = findReader(all, `/${text}`);
        if (found !== undefined) expect(found.route.method).toBe('GET');
      }),
    );
  });
});

describe('a place in a list', () => {
  it('is read as it was written, and anything else is an error of ours', () => {
    const id = '018f7a00-0000-7000-8000-0000000000a1';
    expect(decodeCursor(encodeCursor(new Date(FROM), id))).toEqual({ at: new Date(FROM).toISOString(), id });
    expect(decodeCursor(undefined)).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), (text) => {
        try {
          decodeCursor(text);
          expect.unreachable();
        } catch (error) {
          expect(isDomainError(error) && error.code).toBe('inspection-access.cursor-invalid');
        }
      }),
    );
  });
});
