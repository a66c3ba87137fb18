import type { Json } from '@chedun/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, toJsonText, toText } from './index.ts';

const anyJson = fc.jsonValue().map((value) => value as Json);

test('canonical JSON means the same value and does not depend on the order of keys', () => {
  expect(canonicalJson({ b: 1, a: [{ d: null, c: '车' }] })).toBe('{"a":[{"c":"车","d":null}],"b":1}');
  fc.assert(
    fc.property(anyJson, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
    }),
  );
  const entries = fc.uniqueArray(fc.tuple(fc.string(), anyJson), { selector: ([name]) => name });
  fc.assert(
    fc.property(entries, (fields) => {
      const turned = fields.toReversed();
      expect(canonicalJson(Object.fromEntries(fields))).toBe(canonicalJson(Object.fromEntries(turned)));
    }),
  );
});

test('text for PostgreSQL has neither code point 0 nor lone surrogates, also inside JSON', () => {
  expect(toText('a\0b\uD800c')).toBe('a\uFFFDb\uFFFDc');
  expect(JSON.parse(toJsonText({ x: ['\0', '\uDC00'] }))).toEqual({ x: ['\uFFFD', '\uFFFD'] });
  const names = toJsonText([{ 'a\0': { '\uD800': 1, ok: 2 } }]);
  expect(JSON.parse(names)).toEqual([{ 'a\uFFFD': { '\uFFFD': 1, ok: 2 } }]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toText(text).isWellFormed()).toBe(true);
      expect(toText(text)).not.toContain('\0');
      expect(toText(toText(text))).toBe(toText(text));
    }),
  );
});
