import fc from 'fast-check';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse.ts';

const term = (field: string, value: string) => ({ kind: 'term', field, value });

describe('query language', () => {
  it.each([
    ['', { kind: 'all' }],
    ['  ', { kind: 'all' }],
    ['mimikatz', { kind: 'text', value: 'mimikatz' }],
    ['异常登录', { kind: 'text', value: '异常登录' }],
    ['"access denied"', { kind: 'phrase', value: 'access denied' }],
    ['"say \\"hi\\""', { kind: 'phrase', value: 'say "hi"' }],
    ['mimi*', { kind: 'wildcard', value: 'mimi*' }],
    ['host:srv-1', term('host', 'srv-1')],
    ['Host:srv-1', term('host', 'srv-1')],
    ['src_ip:10.1.2.3', term('src_ip', '10.1.2.3')],
    ['src_ip:10.0.0.0/8', { kind: 'cidr', field: 'src_ip', value: '10.0.0.0/8' }],
    ['dst_ip:fe80::/10', { kind: 'cidr', field: 'dst_ip', value: 'fe80::/10' }],
    ['process:C:\\Windows\\*', { kind: 'wildcard', field: 'process', value: 'C:\\Windows\\*' }],
    ['user:CORP\\alice', term('user', 'CORP\\alice')],
    ['url:http://a.example/x?y=1', { kind: 'wildcard', field: 'url', value: 'http://a.example/x?y=1' }],
    ['url:"http://a.example/x?y=1"', { kind: 'phrase', field: 'url', value: 'http://a.example/x?y=1' }],
    ['vin:*', { kind: 'exists', field: 'vin' }],
    ['severity:>=4', { kind: 'range', field: 'severity_id', from: { value: '4', inclusive: true } }],
    ['dst_port:<1024', { kind: 'range', field: 'dst_port', to: { value: '1024', inclusive: false } }],
    [
      'dst_port:[1 TO 1023]',
      {
        kind: 'range',
        field: 'dst_port',
        from: { value: '1', inclusive: true },
        to: { value: '1023', inclusive: true },
      },
    ],
    ['@timestamp:{2026-01-01 TO *]', { kind: 'range', field: 'time', from: { value: '2026-01-01', inclusive: false } }],
    ['Event.EventData.Image:x', term('Event.EventData.Image', 'x')],
    ['-a', { kind: 'not', node: { kind: 'text', value: 'a' } }],
    ['NOT NOT a', { kind: 'text', value: 'a' }],
    [
      'a b',
      {
        kind: 'and',
        nodes: [
          { kind: 'text', value: 'a' },
          { kind: 'text', value: 'b' },
        ],
      },
    ],
    ['vin:(a OR b)', { kind: 'or', nodes: [term('vin', 'a'), term('vin', 'b')] }],
    [
      'a OR (b AND NOT c)',
      {
        kind: 'or',
        nodes: [
          { kind: 'text', value: 'a' },
          {
            kind: 'and',
            nodes: [
              { kind: 'text', value: 'b' },
              { kind: 'not', node: { kind: 'text', value: 'c' } },
            ],
          },
        ],
      },
    ],
    ["host:a' OR 1=1; DROP TABLE events", expect.objectContaining({ kind: expect.any(String) })],
  ])('reads %s', (text, node) => {
    expect(parseQuery(text)).toEqual(node);
  });

  it.each([
    ['a AND', 6],
    ['(a', 3],
    ['a)', 2],
    ['host:"open', 6],
    ['host: x', 6],
    ['OR b', 4],
    ['a AND OR b', 10],
  ])('names the column in %s', (text, column) => {
    expect(() => parseQuery(text)).toThrow(
      expect.objectContaining({ code: 'search.query-invalid', detail: expect.objectContaining({ column }) }),
    );
  });

  it('bounds length, words and nesting', () => {
    for (const text of ['a'.repeat(4001), 'a '.repeat(101), '('.repeat(17) + 'a' + ')'.repeat(17)]) {
      expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: 'search.query-too-long' }));
    }
  });

  it('never throws anything but its own error', () => {
    const piece = fc.constantFrom(
      'a',
      'b:',
      '"',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      '-',
      '[1 TO',
      ']',
      '\\',
      "'",
      ';',
      '*',
      '中',
      '/',
      ':>',
      '{',
      'x:y',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            parseQuery(text);
          } catch (error) {
            expect(isDomainError(error, 'search.query-invalid', 'search.query-too-long')).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
