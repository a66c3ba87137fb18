import { describe, expect, it } from 'vitest';
import { verdictText } from './verdict-text.ts';

describe('what detectors tell', () => {
  it('is in the language of the reader, and as it is where no detector speaks', () => {
    const told = '7 ports of 10.0.0.1';
    expect(verdictText({ language: 'zh' }, told)).toBe('10.0.0.1 的 7 个端口');
    expect(verdictText({ language: 'en' }, told)).toBe(told);
    expect(verdictText({ language: 'zh' }, 'user logged in')).toBe('user logged in');
  });
});
