import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

interface Shown {
  readonly settings: readonly { readonly key: string; readonly value: string; readonly source: string }[];
}

const settings = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
  const run = await chedun(['config', 'show', '--json', ...args], { env, cwd: folder.path });
  const { settings: shown } = JSON.parse(run.out) as Shown;
  return { run, of: (key: string) => shown.find((each) => each.key === key) };
};

describe('chedun config show', () => {
  it('tells value and source of file, environment and flag, and hides secrets', async () => {
    const file = await folder.file('chedun.yaml', 'log:\n  level: warn\nrecords:\n  url: postgres://u:geheim@db/x\n');
    const { run, of } = await settings(['--http-port', '9000'], { CHEDUN_DATA_DIR: '/srv/data' });
    expect(of('log.level')).toMatchObject({ value: '"warn"', source: `${file}:2` });
    expect(of('dataDir')).toMatchObject({ value: '"/srv/data"', source: 'CHEDUN_DATA_DIR' });
    expect(of('http.port')).toMatchObject({ value: '9000', source: '--http-port' });
    expect(of('records.url')).toMatchObject({ value: '(hidden)' });
    expect(run.out).not.toContain('geheim');
    expect(run.code).toBe(0);
  });

  it('knows CHEDUN_SERVER and CHEDUN_TOKEN, and hides the token', async () => {
    const { run, of } = await settings([], { CHEDUN_SERVER: 'http://x', CHEDUN_TOKEN: 'geheim' });
    expect(of('server')).toMatchObject({ value: '"http://x"', source: 'CHEDUN_SERVER' });
    expect(run.out).not.toContain('geheim');
    expect(run.code).toBe(0);
  });

  it('refuses an unknown flag with its name, in the language of the environment', async () => {
    const run = await chedun(['config', 'show', '--colour', 'red'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/^chedun: config\.unknown-key.*--colour/);
    expect(run.err).toMatch(/[一-鿿]/);
    const english = await chedun(['config', 'show', '--colour', 'red', '--lang', 'en'], {
      env: { LANG: 'zh_CN.UTF-8' },
    });
    expect(english.err).not.toMatch(/[一-鿿]/);
  });
});

describe('chedun', () => {
  it('prints its version', async () => {
    expect((await chedun(['version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await chedun(['version', '--json'])).json()).toEqual([
      { version: expect.stringMatching(/^\d/), node: expect.stringMatching(/^2[4-9]/) },
    ]);
  });

  it.each([
    ['an unknown command', ['fly']],
    ['a missing file', ['inspect']],
    ['a missing source', ['ingest', 'x.log']],
    ['a wrong number', ['findings', 'list', '--limit', '-1']],
  ])('ends with 2 at %s', async (_, args) => {
    const run = await chedun(args);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/^error: /);
  });

  it('says wrong use as an object with --json', async () => {
    const run = await chedun(['findings', 'list', '--limit', 'many', '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({
      error: { code: 'cli.use', reason: expect.stringContaining('--limit') },
    });
  });

  it('ends with 0 at help, which names every command', async () => {
    const run = await chedun(['--help']);
    expect(run.code).toBe(0);
    for (const command of ['start', 'range', 'inspect', 'ingest', 'rules', 'events', 'findings', 'store', 'journal'])
      expect(run.out).toContain(command);
  });

  it('starts the other apps with their own flags and ends as they end', async () => {
    const range = await chedun(['range', '--help']);
    expect(range).toMatchObject({ code: 0, out: expect.stringContaining('--vehicles') });
    const wrong = await chedun(['start', '--http-port', 'many', '--data-dir', folder.path], {
      env: { CHEDUN_TOKEN: 't' },
    });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('config.invalid-value');
  });
});
