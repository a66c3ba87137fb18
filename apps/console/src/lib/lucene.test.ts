import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrow, queryTerm, queryValue } from './lucene.ts';

describe('queries', () => {
  it('leave plain words bare and quote everything else', () => {
    expect(queryValue('tsp-gateway')).toBe('"tsp-gateway"');
    expect(queryValue('LSVAA2180E2100001')).toBe('LSVAA2180E2100001');
    expect(queryValue('access denied')).toBe('"access denied"');
    expect(queryValue('C:\\Windows\\"x"')).toBe('"C:\\\\Windows\\\\\\"x\\""');
    expect(queryValue('')).toBe('""');
    expect(queryValue('or')).toBe('"or"');
    expect(queryTerm('dst_port', 443)).toBe('dst_port:443');
  });

  it('hold any value in one term', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const quoted = queryValue(value);
        if (!quoted.startsWith('"')) {
          expect(quoted).toBe(value);
          expect(/[\s:()"]/.test(quoted)).toBe(false);
          return;
        }
        const inner = quoted.slice(1, -1);
        expect(/(?<!\\)(?:\\\\)*"/.test(inner)).toBe(false);
        expect(inner.replaceAll(/\\(["\\])/g, '$1')).toBe(value);
      }),
    );
  });

  it('are narrowed once by the same term', () => {
    expect(narrow('', 'vin:A', 'with')).toBe('vin:A');
    expect(narrow('*', 'vin:A', 'without')).toBe('NOT vin:A');
    expect(narrow('host:x', 'vin:A', 'with')).toBe('host:x AND vin:A');
    expect(narrow('host:x AND vin:A', 'vin:A', 'with')).toBe('host:x AND vin:A');
  });

  it('are narrowed even when the term is the beginning of another, or its opposite', () => {
    expect(narrow('vin:AB', 'vin:A', 'with')).toBe('vin:AB AND vin:A');
    expect(narrow('NOT vin:A', 'vin:A', 'with')).toBe('NOT vin:A AND vin:A');
  });

  it('are put in parentheses before they are narrowed when they hold alternatives', () => {
    expect(narrow('host:x OR host:y', 'vin:A', 'with')).toBe('(host:x OR host:y) AND vin:A');
    expect(narrow('(host:x OR host:y) AND vin:A', 'user:z', 'with')).toBe('(host:x OR host:y) AND vin:A AND user:z');
    expect(narrow('msg:"this OR that"', 'vin:A', 'with')).toBe('msg:"this OR that" AND vin:A');
    expect(narrow('a AND b or c', 'vin:A', 'without')).toBe('(a AND b or c) AND NOT vin:A');
  });
});
