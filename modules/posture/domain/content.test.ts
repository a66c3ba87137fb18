import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadNotice } from './content.ts';

const FOLDER = new URL('../../../content/notice/', import.meta.url);

/** A copy of the folder in which `change` was made to a file. */
const withChange = async (file: string, change: (text: string) => string): Promise<unknown> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chedun-notice-'));
  try {
    await cp(FOLDER, folder, { recursive: true });
    await writeFile(path.join(folder, file), change(await readFile(path.join(folder, file), 'utf8')));
    return await loadNotice(pathToFileURL(`${folder}/`));
  } finally {
    await rm(folder, { recursive: true });
  }
};

describe('what belongs to the notice', () => {
  it('loads, and every correspondence to another rule is marked as not verified', async () => {
    const { mappings, gaps, scope } = await loadNotice(FOLDER);
    expect(mappings.length).toBeGreaterThan(100);
    expect(mappings.filter(({ isVerified }) => isVerified)).toEqual([]);
    expect(gaps.get('2.3-a')?.title.zh).toBe('应用程序安全');
    expect(scope.get('1.2-b')).toEqual(new Set(['vehicle']));
  });

  it('maps every obligation to an item of the final notice', async () => {
    const { mappings, obligations } = await loadNotice(FOLDER);
    const mapped = new Set(mappings.filter(({ rule }) => rule === '134').map(({ obligation }) => obligation));
    expect(obligations.map(({ id }) => id).filter((id) => !mapped.has(id))).toEqual([]);
  });

  it.each([
    ['gaps.json', '"2.3-a"', '"9.9-z"'],
    ['gaps.json', '"part": 9', '"part": 99'],
    ['mappings.json', '"rule": "R155"', '"rule": "R999"'],
    ['scope.json', '"vehicle"', '"boat"'],
  ])('refuses %s when %s becomes %s', async (file, from, to) => {
    await expect(withChange(file, (text) => text.replace(from, to))).rejects.toMatchObject({
      code: 'posture.content-invalid',
      detail: { file },
    });
  });
});
