import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bloom } from './bloom.ts';
import { EXACT, FewDistinct, ManyDistinct } from './distinct.ts';
import { fromHex, toHex } from './hex.ts';
import { HyperLogLog } from './hyper-log-log.ts';
import { LruTable } from './lru.ts';
import { Ring } from './ring.ts';
import { deviation, median } from './robust.ts';

describe('HyperLogLog', () => {
  it.each([10, 1000, 20_000, 300_000])('counts %i distinct texts within 5 %', (count) => {
    const sketch = new HyperLogLog();
    for (let n = 0; n < count; n += 1) for (let again = 0; again < 2; again += 1) sketch.add(`VIN${n}`);
    expect(Math.abs(sketch.count() / count - 1)).toBeLessThan(0.05);
  });

  it('merges to the union', () => {
    const [left, right] = [new HyperLogLog(), new HyperLogLog()];
    for (let n = 0; n < 3000; n += 1) {
      left.add(`a${n}`);
      right.add(n < 1500 ? `a${n}` : `b${n}`);
    }
    left.merge(right);
    expect(Math.abs(left.count() / 4500 - 1)).toBeLessThan(0.05);
    expect(new HyperLogLog(left.bytes()).count()).toBe(left.count());
  });
});

describe('distinct counters', () => {
  it('are exact while small, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: EXACT }), (values) => {
        const [few, many] = [new FewDistinct(), new ManyDistinct()];
        for (const value of values) {
          few.add(value);
          many.add(value);
        }
        const count = new Set(values).size;
        return few.count() === count && many.count() === count && !many.estimated;
      }),
    );
  });

  it('estimate when large', () => {
    const [few, many] = [new FewDistinct(), new ManyDistinct()];
    for (let n = 0; n < 2000; n += 1) {
      few.add(`p${n}`);
      many.add(`p${n}`);
    }
    expect(Math.abs(few.count() / 2000 - 1)).toBeLessThan(0.06);
    expect(Math.abs(many.count() / 2000 - 1)).toBeLessThan(0.06);
    expect([many.estimated, many.sample().length]).toEqual([true, EXACT]);
    expect(ManyDistinct.from(many.save()).count()).toBe(many.count());
  });

  it('merge exact and estimated counters in both directions', () => {
    const [small, large] = [new ManyDistinct(), new ManyDistinct()];
    for (let n = 0; n < 10; n += 1) small.add(`s${n}`);
    for (let n = 0; n < 500; n += 1) large.add(`l${n}`);
    const both = ManyDistinct.from(small.save());
    both.merge(large);
    large.merge(small);
    for (const merged of [both, large]) expect(Math.abs(merged.count() / 510 - 1)).toBeLessThan(0.06);
  });
});

describe('Bloom', () => {
  it('never calls a seen value new, and rarely a new one seen', () => {
    const bloom = new Bloom(4096);
    for (let n = 0; n < 3000; n += 1) bloom.add(`seen${n}`);
    for (let n = 0; n < 3000; n += 1) expect(bloom.add(`seen${n}`)).toBe(false);
    let wrong = 0;
    for (let n = 0; n < 200; n += 1) wrong += bloom.add(`new${n}`) ? 0 : 1;
    expect(wrong).toBeLessThan(12);
    expect(new Bloom(fromHex(toHex(bloom.bytes()))).fill).toBe(bloom.fill);
  });
});

describe('LruTable', () => {
  it('never holds more than its cap and keeps what is used', () => {
    const table = new LruTable<number>(100);
    for (let n = 0; n < 10_000; n += 1) {
      table.set(`k${n}`, n);
      expect(table.at('used', () => -1)).toBe(-1);
      expect(table.size).toBeLessThanOrEqual(100);
    }
    expect([table.get('k9999'), table.get('k0')]).toEqual([9999, undefined]);
  });

  it('lists each entry once', () => {
    const table = new LruTable<number>(6);
    for (const [n, key] of ['a', 'b', 'c', 'd'].entries()) table.set(key, n);
    table.get('a');
    expect(table.entries().map(([key]) => key)).toEqual(['b', 'c', 'd', 'a']);
    table.delete('a');
    expect(table.get('a')).toBeUndefined();
  });
});

describe('robust numbers', () => {
  it('are not moved by an outlier', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([1, 2, 3, 10_000])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(deviation([10, 11, 9, 10, 5000])).toBe(1);
  });

  it('ring keeps the last values', () => {
    const ring = new Ring(3);
    for (const value of [1, 2, 3, 4]) ring.push(value);
    expect(ring.values().toSorted()).toEqual([2, 3, 4]);
    expect(ring.size).toBe(3);
  });
});
