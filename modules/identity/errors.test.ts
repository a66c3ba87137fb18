import { describe, expect, it } from 'vitest';
import { identityErrors } from './errors.ts';

describe('the catalogue', () => {
  it.each(Object.entries(identityErrors))('%s says what is wrong and what to do in both languages', (code, text) => {
    expect(code).toMatch(/^identity\.[a-z-]+$/);
    expect(text.status).toBeGreaterThanOrEqual(400);
    expect(text.status).toBeLessThan(500);
    for (const chinese of [text.zh, text.doZh]) expect(chinese).toMatch(/[一-鿿]/);
    for (const english of [text.en, text.doEn]) expect(english).toMatch(/^[\x20-\x7e]+$/);
  });
});
