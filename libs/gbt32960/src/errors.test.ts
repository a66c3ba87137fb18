import { describe, expect, it } from 'vitest';
import { GBT32960_ERRORS, gbtError } from './errors.ts';

describe('the error catalogue', () => {
  it.each(Object.entries(GBT32960_ERRORS))('%s says in both languages what is wrong and what to do', (code, text) => {
    expect(code).toMatch(/^gbt32960\.[a-z_]+$/);
    expect(text.status).toBeGreaterThanOrEqual(400);
    for (const chinese of [text.zh, text.doZh]) expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    for (const english of [text.en, text.doEn]) expect(english).toMatch(/^[A-Z]/);
  });

  it('carries the place of the fault', () => {
    const error = gbtError('gbt32960.range', { field: 'speed_kmh', reason: 'too fast' });
    expect(error).toMatchObject({
      code: 'gbt32960.range',
      detail: { field: 'speed_kmh' },
      message: 'gbt32960.range: too fast',
    });
  });
});
