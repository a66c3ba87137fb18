import { rm } from 'node:fs/promises';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { keepInput, keptInputs } from './keep.ts';
import { loadTargets, TARGET_MODULES } from './load.ts';
import { makeInput } from './mutate.ts';
import type { Failure } from './protocol.ts';
import { createRandom } from './random.ts';
import { fuzzShared, type SharedFuzz } from './share.ts';
import { fuzz } from './supervise.ts';
import type { FuzzOptions, FuzzResult } from './supervise.ts';
import { hexBytes, textOf } from './target.ts';
import type { Target } from './target.ts';

const PLANTED = [new URL('testing/planted.ts', import.meta.url).href];

const runPlanted = (name: string, inputs: number, more: Partial<FuzzOptions> = {}): Promise<FuzzResult> =>
  fuzz({ modules: PLANTED, only: [name], seed: 3, inputs, ...more });

describe('the harness', { timeout: 120_000 }, () => {
  it('finds nothing in a decoder that only refuses', async () => {
    const { done, failures } = await runPlanted('good', 1000);
    expect(failures).toEqual([]);
    expect(done).toMatchObject([{ target: 'good', inputs: 1000 }]);
    expect(done[0]?.refused).toBeGreaterThan(2);
  });

  it.each([
    ['throws', /planted/],
    ['throws-foreign', /other\.code/],
    ['lies', /broken promise: planted/],
  ])('finds a decoder that %s, once for one place, with an input that does it again', async (name, reason) => {
    const { failures } = await runPlanted(name, 1000);
    expect(failures).toMatchObject([{ kind: 'threw', target: name, reason: expect.stringMatching(reason) }]);
    const [{ hex = '', index = 0 } = {}] = failures;
    expect(hexBytes(hex).length % 10).toBe(7);
    const again = await runPlanted(name, 1000, { at: index });
    expect(again.failures).toMatchObject([{ kind: 'threw', index, hex }]);
  });

  it('finds a hang, and goes on behind it', async () => {
    const { failures } = await runPlanted('hangs', 12, { mostMs: 300 });
    expect(failures.length).toBeGreaterThan(0);
    for (const { kind, hex } of failures) {
      expect(kind).toBe('hung');
      expect(hexBytes(hex).length % 10).toBe(7);
    }
  });

  it('finds a leak', async () => {
    const { failures } = await runPlanted('leaks', 1000);
    expect(failures).toMatchObject([{ kind: 'grew', target: 'leaks', index: 999, hex: '' }]);
  });

  it('finds an input that fills the memory', async () => {
    const { failures } = await runPlanted('devours', 30, { mostMs: 20_000, mostMb: 64 });
    expect(failures[0]).toMatchObject({ kind: 'memory', target: 'devours' });
  });

  it('refuses a name that no decoder has', async () => {
    await expect(runPlanted('nothing', 1)).rejects.toThrow(/there is no target nothing; there are good, throws/);
  });
});

describe('several threads', { timeout: 120_000 }, () => {
  const shared = (more: Partial<SharedFuzz>) =>
    fuzzShared({ modules: PLANTED, only: ['good', 'throws'], seed: 3, inputs: 400, workers: 2, ...more });

  it('find what one finds, and tell where an error came from', async () => {
    const { done, failures, left } = await shared({});
    expect(done.map(({ target }) => target).toSorted()).toEqual(['good', 'throws']);
    expect(failures).toMatchObject([{ kind: 'threw', reason: expect.stringMatching(/planted.* at .*planted\.ts/s) }]);
    expect(left).toEqual([]);
  });

  it('begin nothing when no time is left, and name it', async () => {
    expect(await shared({ mostSeconds: 0 })).toEqual({ done: [], failures: [], left: ['good', 'throws'] });
  });

  it('refuse a name that no decoder has', async () => {
    await expect(shared({ only: ['nothing'] })).rejects.toThrow(/there is no target nothing/);
  });
});

describe('inputs', () => {
  const target: Target = {
    name: 't',
    keep: '',
    codes: [],
    seeds: [new TextEncoder().encode('{"a":[1,{"b":"x"}],"c":null}')],
    run: () => undefined,
  };
  const hexOf = (seed: number, index: number): string =>
    Buffer.from(makeInput(target, createRandom(seed, 't', index))).toString('hex');

  it('follow from seed, name and number alone', () => {
    for (let index = 0; index < 300; index += 1) expect(hexOf(5, index)).toBe(hexOf(5, index));
    const all = new Set(Array.from({ length: 600 }, (_, index) => hexOf(5, index)));
    expect(all.size).toBeGreaterThan(450);
    expect(all.has(hexOf(6, 1))).toBe(false);
  });

  it('are often still JSON where the seed is', () => {
    const parse = (index: number): number => {
      try {
        JSON.parse(textOf(makeInput(target, createRandom(1, 't', index))));
        return 1;
      } catch {
        return 0;
      }
    };
    const parsed = Array.from({ length: 500 }, (_, index) => parse(index)).reduce<number>((sum, one) => sum + one, 0);
    expect(parsed).toBeGreaterThan(150);
    expect(parsed).toBeLessThan(480);
  });

  it('stay within the longest length', () => {
    const short = { ...target, most: 20 };
    for (let index = 0; index < 300; index += 1)
      expect(makeInput(short, createRandom(1, 't', index)).length).toBeLessThanOrEqual(20);
  });

  it('that failed are kept and found again', async () => {
    const keep = 'node_modules/.cache/chedun-fuzz-test';
    const failure: Failure = { kind: 'threw', target: 'x', index: 4, reason: '', hex: 'ab'.repeat(100), keep };
    expect(await keepInput(failure, 9)).toBe(`${keep}/x.9-4.hex`);
    const kept = await keptInputs(keep, 'x');
    await rm(new URL(`../../${keep}`, import.meta.url), { recursive: true });
    expect([...kept]).toEqual([['x.9-4.hex', new Uint8Array(100).fill(0xab)]]);
    expect(await keepInput({ ...failure, kind: 'grew', hex: '' }, 9)).toBeUndefined();
  });
});

describe('every decoder of foreign bytes', async () => {
  const targets = await loadTargets(TARGET_MODULES, []);

  it('survives a small run', { timeout: 120_000 }, async () => {
    const { done, failures } = await fuzz({ modules: TARGET_MODULES, only: [], seed: 7, inputs: 150 });
    expect(failures).toEqual([]);
    expect(done.map(({ target }) => target)).toEqual(targets.map(({ name }) => name));
  });

  it.each(targets.map((target) => [target.name, target] as const))(
    '%s takes most of its seeds, and refuses inputs that once failed',
    async (name, { keep, seeds, run, codes }) => {
      const isTaken = (bytes: Uint8Array): boolean => {
        try {
          run(bytes);
          return true;
        } catch (error) {
          expect(isDomainError(error, ...codes), String(error)).toBe(true);
          return false;
        }
      };
      expect(seeds.filter(isTaken).length / seeds.length).toBeGreaterThan(0.25);
      for (const bytes of (await keptInputs(keep, name)).values()) isTaken(bytes);
    },
  );
});
