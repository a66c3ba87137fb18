import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { i18n } from '../../i18n/index.ts';
import { expectationOf } from './expectation.ts';

const chinese = i18n.getFixedT('zh-CN') as TFunction;

describe('what a detector expected', () => {
  it('is told in the language of the reader', () => {
    const finding = { signal: 'captures.old-tls', expected: 'TLS 1.2 or newer' };
    expect(expectationOf(chinese, finding)).toBe('TLS 1.2 或更新版本');
  });

  it('speaks for itself when the dictionary does not know the detector', () => {
    expect(expectationOf(chinese, { signal: 'captures.new-one', expected: 'peace' })).toBe('peace');
  });
});
