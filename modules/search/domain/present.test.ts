import { blankEvent } from '@chedun/events';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '@chedun/kernel';
import { flatten, presentRaw, presentRecord, presentRow } from './present.ts';

describe('presenting events', () => {
  it('leaves empty columns out of rows', () => {
    const row = presentRow({ ...blankEvent, journal: 'network', seq: 3, idx: 1, time: 1000, host: 'srv', srcPort: 22 });
    expect(row.columns).toEqual({ host: 'srv', src_port: 22 });
    expect(row.time).toBe('1970-01-01T00:00:01.000Z');
  });

  it('flattens to dotted paths and stops at 2,000 fields', () => {
    expect(flatten({ a: { b: [1, null, { c: true }] } })).toEqual([
      { path: 'a.b.0', value: '1' },
      { path: 'a.b.1', value: '' },
      { path: 'a.b.2.c', value: 'true' },
    ]);
    expect(flatten(Array.from({ length: 5000 }, () => 1))).toHaveLength(2000);
  });

  it('shows the original as text or hex and says when it is cut', () => {
    expect(presentRaw({ raw: '', body: '{"a":1}' })).toEqual({
      kind: 'text',
      content: '{"a":1}',
      bytes: 7,
      truncated: false,
    });
    expect(presentRaw({ raw: Buffer.from([0x23, 0x23, 0x02, 0xfe]), body: '' })).toEqual({
      kind: 'hex',
      content: '232302fe',
      bytes: 4,
      truncated: false,
    });
    expect(presentRaw({ raw: 'x'.repeat(300 * 1024), body: '' })).toMatchObject({ truncated: true, bytes: 300 * 1024 });
  });

  it('keeps a record readable whose body is no JSON', () => {
    expect(presentRecord({ ...blankEvent, body: 'not json' }).fields).toEqual([{ path: 'body', value: 'not json' }]);
  });
});

describe('CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@cmd', "'@cmd"],
    ['-2', "'-2"],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['line\nbreak', '"line\nbreak"'],
    ['plain', 'plain'],
  ])('writes %j as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('leaves numbers alone and ends lines', () => {
    expect(csvLine([-5, 'a'])).toBe('-5,a\r\n');
  });
});
