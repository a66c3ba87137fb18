import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinedCode } from './joined.ts';

describe('the joined code of an app', () => {
  let root = '';
  const found = () => joinedCode('cli', pathToFileURL(`${root}/`));
  const folder = () => join(root, 'node_modules/.cache/chedun-bundle/cli');

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chedun-bundle-'));
    await mkdir(folder(), { recursive: true });
    await writeFile(join(root, 'a.ts'), '');
    const { mtimeMs } = await stat(join(root, 'a.ts'));
    await writeFile(join(folder(), 'sources.json'), JSON.stringify({ 'a.ts': mtimeMs }));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('runs while no source has changed', () => {
    expect(found()).toBe(pathToFileURL(join(folder(), 'run.mjs')).href);
  });

  it('gives way to the sources when one has changed', async () => {
    await utimes(join(root, 'a.ts'), 1, 1);
    expect(found()).toBeUndefined();
  });

  it('gives way to the sources when one is gone', async () => {
    await rm(join(root, 'a.ts'));
    expect(found()).toBeUndefined();
  });

  it('gives way when nothing was joined, or what says so is damaged', async () => {
    await writeFile(join(folder(), 'sources.json'), '{"a.ts":');
    expect(found()).toBeUndefined();
    await rm(folder(), { recursive: true });
    expect(found()).toBeUndefined();
  });
});
