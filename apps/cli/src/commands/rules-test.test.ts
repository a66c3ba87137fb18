import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testRuleFile, type RuleTestOptions } from './rules-test.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const place = (seq: number) => ({ journal: 'network', seq, index: 0 });
const page = (items: readonly number[], next: string | null) => ({
  items: items.map((seq) => ({ ...place(seq), time: new Date(NOW - seq * 1000).toISOString() })),
  next,
});

/** A listener that keeps what it was asked and answers from a script. */
describe('chedun rules test', () => {
  let server: Server;
  let folder: string;
  let rule: string;
  let asked: { url: URL; body: unknown; token: string | undefined }[];
  let answers: unknown[];
  let printed: string[];
  beforeEach(async () => {
    asked = [];
    printed = [];
    folder = await mkdtemp(join(tmpdir(), 'chedun-cli-'));
    rule = join(folder, 'rule.yml');
    await writeFile(rule, 'title: t\n');
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const parsed: unknown = body === '' ? undefined : JSON.parse(body);
        asked.push({
          url: new URL(request.url ?? '', 'http://x'),
          body: parsed,
          token: request.headers.authorization,
        });
        const answer = answers.shift();
        response.writeHead(answer === undefined ? 403 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer ?? { text: { zh: '没有权限。', en: 'Not allowed.' } }));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true, force: true });
  });

  const options = (given: Partial<RuleTestOptions> = {}): RuleTestOptions => ({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'secret',
    query: '',
    limit: '1000',
    lang: 'zh',
    json: false,
    ...given,
  });
  const good = {
    loads: true,
    tested: 2,
    matched: 1,
    lint: [],
    samples: [
      { index: 0, matched: true, summary: 'unlock', ref: place(1) },
      { index: 1, matched: false, summary: 'lock', ref: place(2) },
    ],
  };

  it('searches with the query first, page by page, and tries the rule on what was found', async () => {
    answers = [page([1, 2], 'more'), page([3], null), good];
    expect(await testRuleFile(rule, options({ query: 'vin:LSV*', limit: '3' }), NOW)).toBe(0);
    expect(asked[0]?.url.searchParams.get('query')).toBe('vin:LSV*');
    expect(asked[1]?.url.searchParams.get('cursor')).toBe('more');
    expect(asked[2]).toMatchObject({
      token: 'Bearer secret',
      body: {
        yaml: 'title: t\n',
        records: {
          from: new Date(NOW - 3000).toISOString(),
          to: new Date(NOW - 1000).toISOString(),
          refs: [place(1), place(2), place(3)],
        },
      },
    });
    expect(printed).toEqual(['network/1/0 unlock\n试运行 2 条，命中 1 条']);
  });

  it('tries it on a range of time, on given events, or on nothing when the query finds nothing', async () => {
    answers = [good];
    await testRuleFile(rule, options(), NOW);
    expect(asked[0]?.body).toMatchObject({
      stored: { from: '2026-11-22T12:00:00.000Z', to: '2026-11-23T12:00:00.000Z', limit: 1000 },
    });
    answers = [good];
    const events = join(folder, 'events.json');
    await writeFile(events, '{"a":1}');
    await testRuleFile(rule, options({ events }), NOW);
    expect(asked[1]?.body).toMatchObject({ events: '{"a":1}' });
    answers = [page([], null), good];
    await testRuleFile(rule, options({ query: 'nothing' }), NOW);
    expect(asked[3]?.body).toMatchObject({ events: '' });
  });

  it('ends with 1 when the rule does not load, and says why in the language that was asked for', async () => {
    const lint = [{ severity: 'error', line: 5, text: { zh: '未知的修饰符“nope”', en: 'unknown modifier "nope"' } }];
    answers = [{ loads: false, tested: 0, matched: 0, lint, samples: [] }];
    expect(await testRuleFile(rule, options({ lang: 'en' }), NOW)).toBe(1);
    expect(printed[0]).toContain(':5 error: unknown modifier "nope"');
  });

  it.each([
    [{ limit: '0' }, '--limit'],
    [{ from: 'yesterday' }, '--from'],
  ])('refuses %j', async (given, told) => {
    answers = [];
    await expect(testRuleFile(rule, options(given), NOW)).rejects.toThrow(told);
  });

  it('passes on what the server refuses', async () => {
    answers = [];
    await expect(testRuleFile(rule, options(), NOW)).rejects.toThrow('没有权限。 [403]');
  });
});
