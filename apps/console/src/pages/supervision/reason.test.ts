import { describe, expect, it } from 'vitest';
import { reasonIn } from './reason.ts';

describe('a reason of a refusal', () => {
  it('is read in one language', () => {
    const kept = '文件不是允许的 ZIP 结构 (The file is no ZIP: entry 3 (of 4))';
    expect(reasonIn(kept, 'zh-CN')).toBe('文件不是允许的 ZIP 结构');
    expect(reasonIn(kept, 'en')).toBe('The file is no ZIP: entry 3 (of 4)');
  });

  it('stays as a person wrote it', () => {
    for (const text of ['电话核对，证书不符', '证书（测试）不符', ''])
      for (const language of ['zh-CN', 'en'] as const) expect(reasonIn(text, language)).toBe(text);
  });
});
