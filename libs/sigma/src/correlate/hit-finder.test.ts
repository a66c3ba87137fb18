import { parseRules } from '../parse/parse-rules.ts';
import type { SigmaRule } from '../parse/types.ts';
import { describe, expect, it } from 'vitest';
import { fieldReader } from './field-reader.ts';
import { openHitFinder } from './hit-finder.ts';

const rule = (id: string, text: string): SigmaRule => {
  const [document] = parseRules(`title: ${id}\nid: ${id}\nlogsource:\n  product: vehicle\n${text}`, {
    file: id,
  }).documents;
  if (document?.kind !== 'rule') throw new Error('not a rule');
  return document;
};
const unlock = rule('b', 'detection:\n  s:\n    command: unlock\n  condition: s\n');
const loud = rule('a', 'detection:\n  s:\n    command: [unlock, horn]\n  condition: s\n');
const finder = openHitFinder({
  version: 7,
  rules: [
    { id: 'b', document: unlock, exceptions: [{ account: 'bench' }], fields: ['vin', 'account'] },
    { id: 'a', document: loud, exceptions: [], fields: [] },
  ],
});
const logsource = { product: 'vehicle' };

describe('a field of an event', () => {
  it('is read by its name, by nesting, and by any mixture', () => {
    expect(fieldReader('a.b')({ 'a.b': 1 })).toBe(1);
    expect(fieldReader('a.b')({ a: { b: 'x' } })).toBe('x');
    expect(fieldReader('a.b.c')({ 'a.b': { c: 2 } })).toBe(2);
    expect(fieldReader('a.b.c')({ a: { 'b.c': 3 } })).toBe(3);
  });

  it('is null for what cannot group: nothing, empty text, maps, numbers that are none', () => {
    for (const value of [undefined, null, '', {}, [], Number.NaN]) expect(fieldReader('a')({ a: value })).toBeNull();
    expect(fieldReader('toString')({})).toBeNull();
    expect(fieldReader('a.b')({ a: 'text' })).toBeNull();
  });

  it('is the first value of a list, a truth value as text, and at most 500 signs', () => {
    expect(fieldReader('a')({ a: [null, 'x', 'y'] })).toBe('x');
    expect(fieldReader('a')({ a: false })).toBe('false');
    expect(fieldReader('a')({ a: 'x'.repeat(600) })).toHaveLength(500);
  });
});

describe('hits of an event', () => {
  it('come in order of the rule, with time, weight, place and the fields of their rule', () => {
    const fields = { command: 'unlock', vin: 'V1', account: 'u-1' };
    expect(finder.version).toBe(7);
    expect(finder.find({ fields, logsource, time: 1000 }, 3, 2000)).toEqual([
      ['a', 1000, 1, 3, []],
      ['b', 1000, 1, 3, ['V1', 'u-1']],
    ]);
    expect(finder.find({ fields: { command: 'horn' }, logsource }, 0, 2000)).toEqual([['a', 2000, 1, 0, []]]);
    expect(finder.find({ fields: { command: 'other' }, logsource }, 0, 2000)).toEqual([]);
  });

  it('leave out what an exception names', () => {
    const fields = { command: 'unlock', account: 'bench' };
    expect(finder.find({ fields, logsource }, 0, 1).map(([id]) => id)).toEqual(['a']);
  });

  it('take the time of receipt when the event has none that can be written down', () => {
    const at = (time: number | undefined) =>
      finder.find({ fields: { command: 'horn' }, logsource, time }, 0, 5)[0]?.[1];
    expect([at(undefined), at(-1), at(9e15), at(0)]).toEqual([5, 5, 5, 0]);
  });

  it('weigh as much as an AUTOSAR message says, and only there', () => {
    const weight = (category: string, count: unknown) => {
      const fields = { command: 'horn', 'ids.count': count };
      return finder.find({ fields, logsource: { product: 'vehicle', category } }, 0, 5)[0]?.[2];
    };
    expect([weight('ecu_sev', 40), weight('ecu_sev', 0), weight('ecu_sev', 'x'), weight('can', 40)]).toEqual([
      40, 1, 1, 1,
    ]);
  });
});
