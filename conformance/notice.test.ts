import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { run } from './notice.ts';

let dir = '';
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = async (suites: unknown, quotes: readonly string[] = []): Promise<void> => {
  dir = await mkdtemp(join(tmpdir(), 'chedun-notice-'));
  const folder = join(dir, 'notice');
  await mkdir(folder);
  const obligations = quotes.map((quote, n) => ({
    id: `1.1-${'abc'[n] ?? 'z'}`,
    article: '1.1',
    quote,
    party: [n === 0 ? '省级电信主管部门' : '车联网运营企业'],
  }));
  await writeFile(join(folder, 'vectors.json'), JSON.stringify({ suites }));
  await writeFile(join(folder, 'obligations.json'), JSON.stringify(obligations));
  const text = '通知\n前言，并无义务。\n一、总则\n（一）标题不算。建立制度，并确定负责人。采取措施，以及定期评估。\n';
  await writeFile(join(folder, 'notice.zh.txt'), text);
};

const suite = (id: string, input: object, expected: object) => ({
  id,
  cases: [{ id: 'case', input, expect: expected }],
});

it('counts each case, and tells what it expected and got', async () => {
  await write([
    suite('grading-miit-281', { leaked_users: 100_000 }, { level: '一般', note: 'words for readers' }),
    suite('grading-miit-281', { leaked_users: 100_000 }, { level: '较大' }),
  ]);
  const result = await run({ dataDir: dir });
  expect([result.passed, result.failed]).toEqual([1, 1]);
  expect(result.failures[0]).toMatchObject({ case: 'grading-miit-281/case', got: '{"level":"一般"}' });
});

it('fails what it does not understand instead of passing it', async () => {
  await write([
    suite('no-such-suite', {}, {}),
    suite('grading-cac', { leaked_persons: 1_000_000, leaked_dogs: 1 }, { level_by_this_count: '较大' }),
    suite('clocks-elapsed', { clock: 'XXX-1', start: '2026-01-01T00:00:00Z' }, { due: 'x' }),
  ]);
  expect(await run({ dataDir: dir })).toMatchObject({ passed: 0, failed: 3 });
});

it('computes what no quote covers, and finds a quote that is not there or there twice', async () => {
  const covered = suite(
    'text-coverage',
    { file: 'obligations.json' },
    {
      obligations: 2,
      regulator: 1,
      every_quote_occurs_exactly_once: true,
      uncovered_text: ['采取措施，以及定期评估'],
    },
  );
  await write([covered], ['建立制度', '确定负责人']);
  expect(await run({ dataDir: dir })).toMatchObject({ passed: 1, failed: 0 });
  await rm(dir, { recursive: true, force: true });
  await write([covered], ['建立制度', '并']);
  const { failures } = await run({ dataDir: dir });
  expect(failures[0]?.got).toContain('"every_quote_occurs_exactly_once":false');
});

it('skips a folder without vectors', async () => {
  dir = await mkdtemp(join(tmpdir(), 'chedun-notice-'));
  const inner = join(dir, 'data');
  await mkdir(inner);
  expect(await run({ dataDir: inner })).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
});
