import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventPlace, timeBefore, wholeNumber } from './arguments.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const time = timeBefore(NOW);

describe('times', () => {
  it.each([
    ['30m', '2026-11-23T11:30:00.000Z'],
    ['24h', '2026-11-22T12:00:00.000Z'],
    ['7d', '2026-11-16T12:00:00.000Z'],
    ['2026-11-23T09:00:00+08:00', '2026-11-23T01:00:00.000Z'],
    ['2026-11-23T09:00Z', '2026-11-23T09:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(time(text)).toBe(iso);
  });

  it.each([['yesterday'], ['2026-11-23'], ['2026-11-23T01:00:00'], ['24'], ['-1h'], [''], ['2026-13-01T00:00Z']])(
    'refuses "%s"',
    (text) => {
      expect(() => time(text)).toThrow(InvalidArgumentError);
    },
  );
});

describe('whole numbers', () => {
  it('are read within their bounds', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), (n) => wholeNumber(1, 500)(String(n)) === n));
  });

  it.each([['0'], ['501'], ['1.5'], ['1e2'], ['-1'], ['many'], ['']])('refuse "%s"', (text) => {
    expect(() => wholeNumber(1, 500)(text)).toThrow('from 1 to 500');
  });
});

describe('places of events', () => {
  it('are read as the search prints them', () => {
    expect(eventPlace('network/12/3')).toEqual({ journal: 'network', seq: 12, index: 3 });
  });

  it.each([['network'], ['network/1'], ['network/1/2/3'], ['../1/2'], ['network/-1/2'], ['NET/1/2']])(
    'refuse %s',
    (text) => {
      expect(() => eventPlace(text)).toThrow(InvalidArgumentError);
    },
  );
});
