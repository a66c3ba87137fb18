import { describe, expect, it } from 'vitest';
import { languageOf } from './context.ts';
import { localTime, plain, table, widthOf } from './output.ts';

describe('a table', () => {
  it('lines its columns up, Chinese characters two wide', () => {
    const text = table(
      ['名称', 'N'],
      [
        ['车', '1'],
        ['host', '22'],
      ],
    );
    expect(text.split('\n')).toEqual(['名称  N', '车    1', 'host  22']);
    expect(widthOf('车 a')).toBe(4);
  });

  it('cuts long cells, but never the last', () => {
    const [, row = ''] = table(['A', 'B'], [['x'.repeat(100), 'y'.repeat(100)]]).split('\n');
    expect(row).toBe(`${'x'.repeat(59)}…  ${'y'.repeat(100)}`);
    expect(widthOf(table(['A', 'B'], [['车'.repeat(50), 'z']]).split('\n')[1] ?? '')).toBeLessThanOrEqual(63);
  });

  it('lets no foreign text move the cursor', () => {
    expect(plain('a\u001B[2Jb\nc\u0085d\u2028e')).toBe('a [2Jb c d e');
  });
});

describe('a time', () => {
  it('is local and without fractions; what is none stays as it is', () => {
    expect(localTime('2026-11-23T12:00:05.123Z')).toMatch(/^2026-11-2[234] \d\d:\d\d:05$/);
    expect(localTime(null)).toBe('-');
    expect(localTime('soon')).toBe('soon');
  });
});

describe('the language', () => {
  it.each([
    [['list', '--lang', 'zh'], {}, 'zh'],
    [['--lang=en', 'list'], { LANG: 'zh_CN.UTF-8' }, 'en'],
    [['list'], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    [['list'], { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
    [['list', '--lang', 'fr'], { LANG: 'zh_CN' }, 'zh'],
    [[], {}, 'en'],
  ])('of %j with %j is %s', (words, env, language) => {
    expect(languageOf(words, env)).toBe(language);
  });
});
