import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { Hold } from './hold.ts';
import { joinValues, splitValues } from './keys.ts';
import { PairTable } from './pair-table.ts';
import { SortedWeights } from './sorted-weights.ts';
import { Strings } from './strings.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é', '车', '\ud83d', '\u0000', ':'), maxLength: 24 });

describe('the tables behind correlations', () => {
  it('PairTable is a map, whatever is put in and taken out', () => {
    const step = fc.tuple(
      fc.nat(12),
      fc.nat(40),
      fc.constantFrom('set', 'add', 'sub', 'delete'),
      fc.integer({ min: 1, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const table = new PairTable();
        const map = new Map<string, number>();
        for (const [first, second, what, amount] of steps) {
          const key = `${first} ${second}`;
          if (what === 'delete') {
            table.delete(first, second);
            map.delete(key);
          } else if (what === 'set') {
            table.set(first, second, amount);
            map.set(key, amount);
          } else {
            const sum = (map.get(key) ?? 0) + (what === 'add' ? amount : -amount);
            expect(table.add(first, second, what === 'add' ? amount : -amount)).toBe(sum);
            if (sum === 0) map.delete(key);
            else map.set(key, sum);
          }
        }
        expect(table.size).toBe(map.size);
        for (let first = 0; first <= 12; first += 1)
          for (let second = 0; second <= 40; second += 1)
            expect(table.get(first, second)).toBe(map.get(`${first} ${second}`) ?? -1);
      }),
      { numRuns: 60 },
    );
  });

  it('Strings keeps a text as long as somebody holds it, under any seed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 300 }), fc.integer(), (steps, seed) => {
        const strings = new Strings(seed);
        const holders = new Map<string, number>();
        for (const [one, holds] of steps) {
          const count = holders.get(one) ?? 0;
          expect(strings.find(one) >= 0).toBe(count > 0);
          if (holds) {
            const number = strings.hold(one);
            expect(strings.text(number)).toBe(one);
            holders.set(one, count + 1);
          } else if (count > 0) {
            strings.release(strings.find(one));
            holders.set(one, count - 1);
          }
        }
        for (const [one, count] of holders)
          for (let left = count; left > 0; left -= 1) strings.release(strings.find(one));
        expect(strings.bytes).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('Arena gives back what it was given, uses freed places again, and cuts what is too long', () => {
    const arena = new Arena();
    const texts = Array.from({ length: 5_000 }, (_, at) => (at % 7 === 0 ? `车${at}` : 'x'.repeat(at % 300) + at));
    const places = texts.map((one) => arena.put(one));
    places.forEach((place, at) => expect(arena.text(place)).toBe(texts[at]));
    const { bytes } = arena;
    for (const place of places) arena.drop(place);
    expect(arena.bytes).toBe(0);
    const again = texts.map((one) => arena.put(one));
    expect(arena.bytes).toBe(bytes);
    expect(new Set(again)).toEqual(new Set(places));
    const long = 'y'.repeat(40_000);
    expect(arena.text(arena.put(long))).toBe('y'.repeat(32_767));
    expect(arena.holds(arena.put('abc'), 'abd')).toBe(false);
  });

  it('SortedWeights gives the nearest rank of a sorted list', () => {
    const step = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 900 }),
        fc.integer({ min: 1, max: 100 }),
        (steps, percentile) => {
          const sorted = new SortedWeights();
          for (const [value, weight] of steps) sorted.add(value / 2 + value * 1_000, weight);
          const kept = steps.filter((_, at) => at % 3 === 0);
          steps.forEach(([value, weight], at) => {
            if (at % 3 !== 0) sorted.add(value / 2 + value * 1_000, -weight);
          });
          const all = kept
            .flatMap(([value, weight]) => Array.from({ length: weight }, () => value / 2 + value * 1_000))
            .toSorted((left, right) => left - right);
          expect(sorted.total).toBe(all.length);
          expect(sorted.percentile(percentile)).toBe(all[Math.max(1, Math.ceil((percentile * all.length) / 100)) - 1]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('Hold gives hits by time and arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(3)), { maxLength: 3_000 }), (steps) => {
        const hold = new Hold();
        const waiting: { time: number; order: number }[] = [];
        steps.forEach(([time, taken], order) => {
          hold.put({ rule: 'a', time, weight: 1, ref: '', values: [], order });
          waiting.push({ time, order });
          for (let left = taken; left > 0; left -= 1) {
            waiting.sort((one, other) => one.time - other.time || one.order - other.order);
            const until = time;
            const wanted = (waiting[0]?.time ?? Infinity) <= until ? waiting.shift() : undefined;
            expect(hold.take(until)?.order).toBe(wanted?.order);
          }
          expect(hold.size).toBe(waiting.length);
        });
        expect(hold.list().map(({ order }) => order)).toEqual(
          waiting.toSorted((one, other) => one.time - other.time || one.order - other.order).map(({ order }) => order),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('keys of different values are different, and give the values back', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (values) => {
        const fields = values.map((_, at) => `f${at}`);
        const joined = joinValues(fields, (field) => values[Number(field.slice(1))]);
        expect(joined).toBeDefined();
        expect(splitValues(joined ?? '', fields.length)).toEqual(values);
      }),
    );
    expect(joinValues([], () => undefined)).toBe('');
    expect(splitValues('', 0)).toEqual([]);
    expect(joinValues(['a', 'b'], (field) => (field === 'a' ? 5 : undefined))).toBeUndefined();
    expect(joinValues(['a'], () => 'x'.repeat(5_000))?.length).toBe(4_096);
  });

  it('ByteWriter and ByteReader agree, and the reader refuses other bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.maxSafeNat(), fc.double(), fc.string({ maxLength: 300 }), text), { maxLength: 50 }),
        (values) => {
          const writer = new ByteWriter();
          for (const value of values) {
            if (typeof value === 'string') writer.text(value);
            else if (Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)) writer.count(value);
            else writer.number(value);
          }
          const reader = new ByteReader(writer.done());
          for (const value of values) {
            if (typeof value === 'string') expect(reader.text()).toBe(value);
            else if (Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0))
              expect(reader.count()).toBe(value);
            else expect(reader.number()).toBe(value);
          }
          reader.end();
          expect(() => reader.count()).toThrow(/at byte/);
        },
      ),
    );
    expect(() => new ByteReader(new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255, 127])).count()).toThrow();
    expect(() => new ByteReader(new Uint8Array([5, 0xff, 0xff])).text()).toThrow();
    expect(() => new ByteReader(new Uint8Array([1])).end()).toThrow();
  });
});
