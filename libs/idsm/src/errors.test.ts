import { describe, expect, it } from 'vitest';
import { IDSM_ERRORS, idsmError } from './errors.ts';

describe('the error catalogue', () => {
  it.each(Object.entries(IDSM_ERRORS))('%s says in both languages what is wrong and what to do', (code, text) => {
    expect(code).toMatch(/^idsm\.[a-z_]+$/);
    expect(text.status).toBeGreaterThanOrEqual(400);
    for (const chinese of [text.zh, text.doZh]) expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    for (const english of [text.en, text.doEn]) expect(english).toMatch(/^[A-Z]/);
  });

  it('carries the place of the fault', () => {
    const error = idsmError('idsm.xml', { line: 3, column: 4, reason: 'bad' });
    expect(error).toMatchObject({ code: 'idsm.xml', detail: { line: 3, column: 4 }, message: 'idsm.xml: bad' });
  });
});
