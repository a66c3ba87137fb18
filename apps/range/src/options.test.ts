import { describe, expect, it } from 'vitest';
import { checkOptions, DEFAULT_OPTIONS, RANGE_ERRORS } from './options.ts';
import type { RangeOptions } from './options.ts';

const good: RangeOptions = { ...DEFAULT_OPTIONS, tcp: { host: '127.0.0.1', port: 32_960 } };

describe('options', () => {
  it('start from values that can be played', () => {
    expect(() => checkOptions(good)).not.toThrow();
    expect(() => checkOptions({ ...DEFAULT_OPTIONS, v2x: { host: 'h', port: 1 }, afterRate: 2 })).not.toThrow();
    expect(() => checkOptions({ ...DEFAULT_OPTIONS, http: { url: 'http://h', token: 't' } })).not.toThrow();
  });

  it.each([
    [{ vehicles: 0 }, 'vehicles'],
    [{ vehicles: 100_001 }, 'vehicles'],
    [{ seconds: 0 }, 'seconds'],
    [{ rate: 0 }, 'rate'],
    [{ rate: Number.POSITIVE_INFINITY }, 'rate'],
    [{ afterRate: 0 }, 'afterRate'],
    [{ stories: ['ufo'] as never }, 'stories'],
  ])('refuse %j', (change, field) => {
    expect(() => checkOptions({ ...good, ...change })).toThrow(
      expect.objectContaining({ code: 'range.options', detail: expect.objectContaining({ field }) }),
    );
  });

  it('need a target', () => {
    expect(() => checkOptions(DEFAULT_OPTIONS)).toThrow(/no target is given/);
  });
});

describe('the error catalogue', () => {
  it.each(Object.entries(RANGE_ERRORS))('%s speaks both languages', (_code, text) => {
    expect(`${text.zh}${text.doZh}`).toMatch(/[\u4e00-\u9fff]/);
    expect(`${text.en} ${text.doEn}`).toMatch(/^[A-Z].+\.$/);
  });
});
