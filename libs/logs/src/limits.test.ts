import { describe, expect, it } from 'vitest';
import { thrownBy } from '../testing/decode.ts';
import { createDecoder, DEFAULT_LIMITS, LOG_ERRORS } from './index.ts';
import type { RecordFormat } from './index.ts';

const decoder = createDecoder('ndjson');
const errorOf = (record: string | Uint8Array, format: RecordFormat = 'ndjson') =>
  thrownBy(() => createDecoder(format).decode(record));

describe('limits', () => {
  it('refuses nesting that would overflow a stack, at once', () => {
    for (const depth of [33, 500_000]) {
      expect(errorOf(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`).code).toBe('logs.too_deep');
    }
    expect(decoder.decode(`{"a":${'['.repeat(31)}${']'.repeat(31)}}`)).toBeDefined();
  });

  it('refuses unfinished nesting', () => {
    expect(errorOf(`{"a":${'['.repeat(500_000)}`).code).toBe('logs.bad_json');
  });

  it('refuses too many fields and too long values, and names the field', () => {
    expect(errorOf(JSON.stringify({ list: Array.from({ length: 5000 }, () => 0) })).code).toBe('logs.too_many_fields');
    expect(errorOf(JSON.stringify({ a: { huge: 'x'.repeat(300_000) } }))).toMatchObject({
      code: 'logs.too_long',
      detail: { field: 'huge' },
    });
    expect(errorOf(`CEF:0|a|b|c|d|e|f|${'k=v '.repeat(5000)}`, 'cef').code).toBe('logs.too_many_fields');
    expect(errorOf(`a="${'x'.repeat(300_000)}"`, 'logfmt')).toMatchObject({
      code: 'logs.too_long',
      detail: { field: 'a' },
    });
    expect(errorOf(`<13>Jul 28 11:28:41 h a: ${'x'.repeat(300_000)}`, 'syslog').code).toBe('logs.too_long');
  });

  it('refuses a 64 MB line before it is decoded', () => {
    expect(errorOf(new Uint8Array(67_108_864)).code).toBe('logs.too_long');
  });

  it('keeps the limits it is given', () => {
    const strict = createDecoder('ndjson', { limits: { ...DEFAULT_LIMITS, maxLineBytes: 10 } });
    expect(strict.decode('{"a":1}')).toBeDefined();
    expect(thrownBy(() => strict.decode('{"aaaaa":1}')).code).toBe('logs.too_long');
  });

  it('never loses a record to invalid UTF-8', () => {
    const event = decoder.decode(Buffer.from('7b2261223a22c328ff227d', 'hex'));
    expect(event?.fields).toEqual({ a: '\uFFFD(\uFFFD' });
  });

  it('says where JSON breaks', () => {
    expect(errorOf('{"a":1,}')).toMatchObject({ code: 'logs.bad_json', detail: { offset: 7 } });
    for (const record of ['[1]', '1', 'null', '"x"', '{"a"']) expect(errorOf(record).code).toBe('logs.bad_json');
  });

  it('drops line ends and byte order marks, and nothing else', () => {
    expect(decoder.decode('\uFEFF{"a":" x "}\r\n')?.bodyJson).toBe('{"a":" x "}');
    expect(decoder.decode('\n')).toBeUndefined();
  });

  it('does not let a record reach a prototype', () => {
    const event = decoder.decode('{"__proto__":{"product":"windows"},"constructor":1}');
    expect(event?.logsource).toEqual({});
    for (const [format, record] of [
      ['logfmt', '__proto__=1 a=2'],
      ['cef', 'CEF:0|a|b|c|d|e|f|__proto__=1'],
    ] as const) {
      const fields = createDecoder(format).decode(record)?.fields ?? {};
      expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
      expect(Object.hasOwn(fields, '__proto__')).toBe(true);
    }
  });
});

describe('error catalogue', () => {
  it('has both languages and the next step for every code', () => {
    for (const [code, entry] of Object.entries(LOG_ERRORS)) {
      expect(code).toMatch(/^logs\.[a-z_]+$/);
      expect(entry.zh).toMatch(/\p{Script=Han}/u);
      expect(entry.doZh).toMatch(/\p{Script=Han}/u);
      expect(entry.en.length > 10 && entry.doEn.length > 10).toBe(true);
    }
  });
});
