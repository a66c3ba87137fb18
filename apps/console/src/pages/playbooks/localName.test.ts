import { describe, expect, it } from 'vitest';
import { localName } from './localName.ts';

describe('names in two languages', () => {
  it('are shown in that of the reader', () => {
    expect(localName('阻断地址 · Block', 'zh-CN')).toBe('阻断地址');
    expect(localName('阻断地址 · Block', 'en')).toBe('Block');
  });

  it('are left alone when they are something else', () => {
    for (const name of ['Block · now', '阻断 · 地址', 'A', '甲 · b · c', '']) expect(localName(name, 'en')).toBe(name);
  });
});
