import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '@chedun/kernel';
import { canonicalBytes, canonicalJson, parseCanonical } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('canonical JSON', () => {
  it('is that of RFC 8785 3.2.2 and 3.2.3', () => {
    const numbers = [JSON.parse('333333333.33333329') as number, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0];
    const string = '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/';
    expect(canonicalJson({ numbers, string, literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const sorted = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(sorted)) as object)).toHaveLength(7);
    expect(canonicalJson(sorted)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('is read back, and every other way of writing the same is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        const written = canonicalBytes(json);
        expect(parseCanonical(written, 'x')).toEqual(json);
        expect(() => parseCanonical(bytes(` ${canonicalJson(json)}`), 'x')).toThrow(/exchange\.json/);
      }),
    );
    for (const other of ['{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '"\\u0041"', '{"a":1', '', '\ufeff1'])
      expect(() => parseCanonical(bytes(other), 'x'), other).toThrow(/exchange\.json/);
    expect(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22), 'x')).toThrow(/exchange\.json/);
  });

  it('refuses what has no canonical form', () => {
    let deep: Json = 1;
    for (let level = 0; level < 70; level += 1) deep = [deep];
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udfff': 1 }, deep])
      expect(() => canonicalJson(value)).toThrow(/exchange\.json/);
  });
});
