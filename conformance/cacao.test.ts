import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './cacao.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'cacao-'));
const root = join(dataDir, 'cacao');
afterAll(() => rmSync(dataDir, { recursive: true }));

const id = (kind: string, last: number): string => `${kind}--00000000-0000-4000-8000-00000000000${last}`;
const playbook = (more: object = {}, to = id('end', 1)) => ({
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: id('playbook', 1),
  name: 'x',
  created_by: id('identity', 1),
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  workflow_start: id('start', 1),
  workflow: { [id('start', 1)]: { type: 'start', on_completion: to }, [id('end', 1)]: { type: 'end' } },
  ...more,
});

const judge = async (files: Readonly<Record<string, object>>, table: string) => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'schemas'), { recursive: true });
  mkdirSync(join(root, 'examples', 'a'), { recursive: true });
  const schema = { $id: 'https://example.org/playbook.json', type: 'object', required: ['name'] };
  writeFileSync(join(root, 'schemas', 'playbook.json'), JSON.stringify(schema));
  writeFileSync(join(root, 'README.md'), `| file | result | note |\n|---|---|---|\n${table}\n`);
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(root, 'examples', `${name}.json`), JSON.stringify(value));
  return run({ dataDir });
};

describe('the suite cacao', () => {
  it('passes what the table, the schemas and we agree on', async () => {
    const files = {
      'a/good': playbook(),
      'a/nowhere': playbook({}, id('end', 7)),
      'a/nameless': playbook({ name: undefined }),
      'a/other': { type: 'identity' },
    };
    const table = '| a/good, nowhere | **valid** | |\n| a/nameless | invalid | |\n| a/other | not a playbook | |';
    expect(await judge(files, table)).toMatchObject({ passed: 4, failed: 0, failures: [] });
  });

  it('fails where the table says something else, and where we refuse what the schemas take', async () => {
    const files = { 'a/good': playbook(), 'a/strict': playbook({ severity: 200 }) };
    const { failures } = await judge(files, '| a/good | invalid | |');
    expect(failures.map(({ got }) => got)).toEqual([
      expect.stringContaining('the schemas say valid'),
      expect.stringContaining('out-of-range at severity'),
    ]);
  });

  it('skips a folder without examples', async () => {
    expect(await run({ dataDir: join(dataDir, 'nothing') })).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
  });
});
