import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadNotice } from './content.ts';
import { sentenceOf } from './sentence.ts';

const FOLDER = new URL('../../../content/notice/', import.meta.url);

describe('the sentence around a quote', () => {
  it('reaches from the stop before it to the stop behind it, or to the ends of the line', () => {
    expect(sentenceOf('甲。乙，丙，丁。戊。', '丙')).toBe('乙，丙，丁。');
    expect(sentenceOf('标题\n甲，乙\n丙。', '甲')).toBe('甲，乙');
    expect(sentenceOf('甲乙', '乙')).toBe('甲乙');
    expect(sentenceOf('甲。', '不在')).toBe('不在');
  });

  it('holds the quote of each of the 113 obligations', async () => {
    const text = await readFile(new URL('notice.zh.txt', FOLDER), 'utf8');
    for (const { id, quote } of (await loadNotice(FOLDER)).obligations) {
      expect(text, id).toContain(quote);
      const sentence = sentenceOf(text, quote);
      expect(sentence, id).toContain(quote);
      expect(sentence.length, id).toBeLessThan(200);
    }
  });
});
