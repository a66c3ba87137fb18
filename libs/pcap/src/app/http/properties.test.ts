import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii } from '../../../testing/bytes.ts';
import { readHead } from './head.ts';
import type { Header } from './head.ts';
import { createRangeTracker } from './ranges.ts';
import { exchangeBody } from './transaction.ts';

/** The same rules in the plainest form: all lines first, then their fields. */
const plainHead = (text: string): { start: string; headers: Header[] } => {
  const [start = '', ...lines] = text.split(/\r?\n/);
  const headers: Header[] = [];
  for (const line of lines.filter((one) => one !== '')) {
    const last = headers.at(-1);
    const [name = '', ...value] = line.split(':');
    if (/^[ \t]/.test(line) && last !== undefined)
      headers[headers.length - 1] = { name: last.name, value: `${last.value} ${line.trim()}` };
    else headers.push({ name: name.trim(), value: value.join(':').trim() });
  }
  return { start, headers };
};

describe('a head', () => {
  it('is read as its lines say, whatever ends them and wherever blanks stand', () => {
    const piece = fc.constantFrom('\r\n', '\n', '\r', ' ', '\t', ':', 'a', 'B: c', 'Host', '\n ', '\r\n\t', '');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(readHead(ascii(text))).toEqual(plainHead(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('has at most 256 fields', () => {
    expect(readHead(ascii(`GET /\r\n${'a: b\r\n'.repeat(300)}\r\n`)).headers).toHaveLength(256);
  });
});

describe('the host of a request', () => {
  it.each([
    ['a.example', { hostname: 'a.example' }],
    ['a.example:8080', { hostname: 'a.example', http_port: 8080 }],
    ['a.example:', { hostname: 'a.example:' }],
    ['a.example:123456', { hostname: 'a.example:123456' }],
    ['a.example:8o', { hostname: 'a.example:8o' }],
    ['[2001:db8::1]', { hostname: '[2001:db8::1]' }],
    ['[2001:db8::1]:443', { hostname: '[2001:db8::1]', http_port: 443 }],
    [':80', { http_port: 80 }],
    ['', {}],
  ])('%s', (host, expected) => {
    const exchange = {
      method: '',
      url: '',
      protocol: '',
      headers: [{ name: 'Host', value: host }],
      status: undefined,
      responseHeaders: [],
      requestBody: undefined,
      responseBody: undefined,
    };
    expect(exchangeBody(exchange)).toEqual({ ...expected, length: 0 });
  });
});

describe('the parts of a file', () => {
  it('make it whole exactly when every byte of it came, once', () => {
    const total = 40;
    const part = fc
      .tuple(fc.nat(total - 1), fc.nat(total - 1))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const tracker = createRangeTracker();
        let seen = new Set<number>();
        for (const [from, to] of parts) {
          for (let at = from; at <= to; at += 1) seen.add(at);
          const isWhole = seen.size === total;
          expect(tracker.add('file', from, to, total)).toBe(isWhole);
          if (isWhole) seen = new Set();
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are bounded in number for each file', () => {
    const tracker = createRangeTracker();
    const total = 20_000;
    for (let index = 0; index < 5000; index += 1) tracker.add('file', index * 2, index * 2, total);
    expect(tracker.add('file', 0, 2 * 4095, total)).toBe(false);
    // the parts beyond the bound were not kept: they are missing still
    expect(tracker.add('file', 10_000, total - 1, total)).toBe(false);
    expect(tracker.add('file', 8191, 9999, total)).toBe(true);
  });
});
