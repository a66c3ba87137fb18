import { describe, expect, it } from 'vitest';
import { byReason, generalReason, placeIn, portions, recordsIn } from './quarantine.ts';
import type { QuarantineEntry } from './quarantine.ts';

const entry = (id: string, change: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  id,
  source: 'tsp',
  at: '2026-11-23T01:00:00.000Z',
  code: 'logs.not-json',
  reason: { zh: '不是 JSON', en: 'not JSON' },
  place: null,
  count: 1,
  size: 10,
  preview: '{',
  previewKind: 'text',
  status: 'waiting',
  ...change,
});

describe('the quarantine by reason', () => {
  it('counts entries, records and bytes of each reason and source, most records first', () => {
    const groups = byReason([
      entry('a'),
      entry('b', { count: 4, size: 30, at: '2026-11-23T02:00:00.000Z' }),
      entry('c', { source: 'edge', count: 9, size: 90 }),
      entry('d', { code: 'logs.too-deep', at: '2026-11-22T02:00:00.000Z' }),
    ]);
    expect(groups.map(({ source, code, ids, records, bytes }) => [source, code, ids, records, bytes])).toEqual([
      ['edge', 'logs.not-json', ['c'], 9, 90],
      ['tsp', 'logs.not-json', ['a', 'b'], 5, 40],
      ['tsp', 'logs.too-deep', ['d'], 1, 10],
    ]);
    expect(groups[1]?.newest).toBe('2026-11-23T02:00:00.000Z');
  });

  it('leaves out what nobody waits for', () => {
    expect(byReason([entry('a', { status: 'discarded' }), entry('b', { status: 'replayed' })])).toEqual([]);
  });
});

describe('a reason and a place', () => {
  it('are told apart from what is said about one record', () => {
    expect(generalReason('不是有效的 JSON 对象（not JSON at character 95）')).toBe('不是有效的 JSON 对象');
    expect(generalReason('Not a JSON object (not JSON at character 95)')).toBe('Not a JSON object');
    expect(generalReason('Too long')).toBe('Too long');
  });

  it('can be read when the reader knew the place', () => {
    expect(placeIn('offset 95')).toEqual({ unit: 'offset', at: 95 });
    expect(placeIn('line 3')).toEqual({ unit: 'line', at: 3 });
    expect(placeIn('field vin')).toBeUndefined();
    expect(placeIn(null)).toBeUndefined();
  });
});

describe('what was chosen', () => {
  it('is counted in records, each entry once', () => {
    const entries = [entry('a', { count: 3 }), entry('b', { count: 5 }), entry('a', { count: 3 })];
    expect(recordsIn(entries, new Set(['a']))).toBe(3);
    expect(recordsIn(entries, new Set(['a', 'b', 'unknown']))).toBe(8);
  });

  it('is cut into portions without losing one', () => {
    expect(portions(['1', '2', '3', '4', '5'], 2)).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect(portions([], 2)).toEqual([]);
  });
});
