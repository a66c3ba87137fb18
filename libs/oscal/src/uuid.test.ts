import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenOf } from './text.ts';
import { uuidOf, uuidV5 } from './uuid.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('names of OSCAL', () => {
  it('makes the UUID of RFC 9562, A.4', () => {
    expect(uuidV5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('gives different things different UUIDs, also when their parts run together', () => {
    expect(uuidOf('finding', 'a', 'bc')).not.toBe(uuidOf('finding', 'ab', 'c'));
    expect(uuidOf('finding', 'a')).toBe(uuidOf('finding', 'a'));
  });

  it('makes UUIDs that OSCAL takes, from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        expect(uuidOf('any', name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('makes tokens that are NCNames, and a different one for each id', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (id) => {
        const token = tokenOf('ob', id);
        expect(token).toMatch(/^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u);
        expect(seen.get(token) ?? id).toBe(id);
        seen.set(token, id);
      }),
    );
    expect(tokenOf('ob', '1.3-i')).toBe('ob-1.3-i');
    expect(tokenOf('ob', 'a b')).not.toBe(tokenOf('ob', 'a_20_b'));
  });
});
