import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanTraffic, ENGINE, modelOf } from '../../testing/bus.ts';
import { fromHex } from '../../testing/frames.ts';
import { createRuns, fingerprint, mix, RUN } from './fingerprint.ts';
import { bitCosts, orderCost, payloadCost, timingCost } from './likelihood.ts';
import type { IdModel } from './model.ts';

const engine = modelOf(cleanTraffic(20)).ids.find((each) => each.id === ENGINE);
const model: IdModel =
  engine ??
  (() => {
    throw new Error('no engine');
  })();
const costs = bitCosts(model);
const before = fromHex('401207d0aa5500ff');

describe('payload cost', () => {
  it('is low for the next payload, high for noise', () => {
    const next = payloadCost(costs, before, fromHex('411207d0aa5500ff'));
    const noise = payloadCost(costs, before, fromHex('b3e9215d07c44a92'));
    expect(next).toBeLessThan(10);
    expect(noise).toBeGreaterThan(100);
  });

  it('is higher for a counter that stands still than for one that goes on', () => {
    expect(payloadCost(costs, before, before)).toBeGreaterThan(payloadCost(costs, before, fromHex('411207d0aa5500ff')));
  });

  it('counts the bytes that both payloads and the model have', () => {
    expect(payloadCost(costs, before, new Uint8Array(0))).toBe(0);
    const longer = Uint8Array.from([...before, 1, 2, 3]);
    expect(payloadCost(costs, longer, Uint8Array.from([...before, 9, 9, 9]))).toBe(payloadCost(costs, before, before));
  });

  it('is finite and never negative', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.uint8Array({ maxLength: 12 }), (left, right) => {
        const cost = payloadCost(costs, left, right);
        expect(Number.isFinite(cost) && cost >= 0).toBe(true);
      }),
    );
  });
});

describe('timing and order cost', () => {
  it('grow with the distance and the surprise', () => {
    expect(timingCost(0, 1)).toBe(0);
    expect(timingCost(-3, 1)).toBe(timingCost(3, 1));
    expect(timingCost(4, 1)).toBeGreaterThan(timingCost(2, 1));
    const order = new Map([
      [1, 90],
      [2, 10],
    ]);
    expect(orderCost(order, 100, 1)).toBeLessThan(orderCost(order, 100, 2));
    expect(orderCost(order, 100, 2)).toBeLessThan(orderCost(order, 100, -1));
  });
});

describe('fingerprints', () => {
  it('differ by bytes, order and length', () => {
    const prints = ['', '00', '0000', '01', '0001', '0100'].map((hex) => fingerprint(fromHex(hex)));
    expect(new Set(prints).size).toBe(prints.length);
    expect(mix(1, 2)).not.toBe(mix(2, 1));
  });

  it('are 32 bit numbers that rarely meet', () => {
    const seen = new Set<number>();
    for (let at = 0; at < 20_000; at += 1) {
      const print = fingerprint(Uint8Array.of(at & 255, at >> 8));
      expect(Number.isInteger(print) && print >= 0 && print < 2 ** 32).toBe(true);
      seen.add(print);
    }
    expect(seen.size).toBeGreaterThan(19_990);
  });

  it('of runs depend on the last payloads only', () => {
    const [left, right] = [createRuns(), createRuns()];
    right.push(99);
    let pair: [number | undefined, number | undefined] = [undefined, undefined];
    for (let at = 0; at < RUN; at += 1) {
      expect(pair[0]).toBeUndefined();
      pair = [left.push(at), right.push(at)];
    }
    expect(pair[0]).toBeDefined();
    expect(pair[0]).toBe(pair[1]);
    expect(left.push(5)).not.toBe(pair[0]);
  });
});
