import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BASE, pointBytes } from '../../testing/curve.ts';
import { toBytes32 } from '../bytes.ts';
import { createEngine, createSm2Engine, sharedGhashEngine, sharedSm2Engine } from './engine.ts';

const load = createRequire(import.meta.url);
interface Kernel {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly products: readonly { readonly left: readonly string[][]; readonly right?: readonly string[][] }[];
}
const { sourceHash } = load('../../assembly/build.cjs') as { sourceHash: () => string };
const { kernel } = load('../../assembly/kernels.cjs') as { kernel: (wanted: Kernel) => string };

describe('the build', () => {
  test('the binary is made from the sources that are here', () => {
    const made = readFileSync(new URL('binary.generated.ts', import.meta.url), 'utf8');
    expect(made).toContain(sourceHash());
  });

  test('a kernel whose columns may overflow is not written', () => {
    const sum = [
      ['', 'a'],
      ['+', 'b'],
    ];
    expect(() => kernel({ name: 'wide', inputs: ['a', 'b'], products: [{ left: sum, right: sum }] })).toThrow(
      /overflow/,
    );
    expect(kernel({ name: 'fits', inputs: ['a', 'b'], products: [{ left: sum, right: [['', 'a']] }] })).toContain(
      'fits',
    );
  });
});

describe('instances', () => {
  test('of one thread are apart, shared ones are one', () => {
    expect(sharedSm2Engine()).toBe(sharedSm2Engine());
    expect(sharedGhashEngine()).toBe(sharedGhashEngine());
    const [first, second] = [createEngine(), createEngine()];
    first.give(Uint8Array.of(1, 2, 3));
    expect([...first.take(3)]).toEqual([1, 2, 3]);
    expect([...second.take(3)]).toEqual([0, 0, 0]);
  });

  test('keep what is in them when memory grows', () => {
    const engine = createSm2Engine();
    const end = engine.free + 1_000_000;
    engine.bytes()[engine.free - 1] = 7;
    engine.reserve(end);
    expect(engine.bytes().length).toBeGreaterThanOrEqual(end);
    expect(engine.bytes()[engine.free - 1]).toBe(7);
    engine.reserve(end);
    engine.give(toBytes32(1n));
    expect(engine.call.multiplyBase()).toBe(1);
    expect(engine.take(64)).toEqual(pointBytes(BASE).slice(1));
  });

  test('the engine answers 2 for what is no key, and makes no tables of it', () => {
    const engine = createSm2Engine();
    engine.give(new Uint8Array(256).fill(7));
    expect(engine.call.multiplyAdd()).toBe(2);
    expect(engine.call.addPoints()).toBe(2);
    engine.reserve(engine.free + engine.call.slotBytes());
    engine.call.setArena(engine.free, 1);
    expect(engine.call.prepare(1)).toBe(0);
    engine.give(pointBytes(BASE).subarray(1));
    expect([0, 2].map((slot) => engine.call.prepare(slot))).toEqual([0, 0]);
    expect(engine.call.prepare(1)).toBe(1);
  });
});
