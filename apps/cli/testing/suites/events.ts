import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const DAY = ['--from', '24h'];

/** `chedun ingest` and `chedun events search` on a real server. */
export const eventsSuite = (world: () => World): void => {
  describe('chedun ingest and events search', () => {
    it('sends a file, and finds its records', async () => {
      const at = new Date().toISOString();
      const line = (n: number): string =>
        JSON.stringify({
          '@timestamp': at,
          Channel: 'Security',
          Provider_Name: 'P',
          EventID: 4625,
          Computer: `pc-${n}`,
        });
      const lines = Array.from({ length: 700 }, (_, n) => line(n));
      const file = await world().folder.file('logons.json', lines.join('\n'));
      const sent = await world().run(['ingest', file, '--source', 'lab', '--json']);
      expect(sent).toMatchObject({ code: 0, err: '' });
      expect(sent.json()).toEqual([
        expect.objectContaining({ file, accepted: 700, quarantined: 0, journal: 'network' }),
      ]);
      const stored = await world().run(['store', 'status', '--follow', '--json']);
      expect(stored.json()).toEqual([expect.objectContaining({ up: true, backlog: 0 })]);
      const found = await world().run(['events', 'search', 'host:pc-*', ...DAY, '--limit', '1000', '--json']);
      const [page] = found.json();
      expect(page).toMatchObject({ more: false });
      expect(page?.['items']).toHaveLength(700);
    });

    it('tells that there is more than the limit, across pages', async () => {
      const [page] = (await world().run(['events', 'search', '', ...DAY, '--limit', '600', '--json'])).json();
      expect(page?.['items']).toHaveLength(600);
      expect(page?.['more']).toBe(true);
    });

    it('prints a table in the language that was asked for', async () => {
      const zh = await world().run(['events', 'search', 'host:pc-7', ...DAY, '--lang', 'zh']);
      expect(zh.out).toMatch(/^时间 +来源 +位置 +内容\n/);
      expect(zh.out).toMatch(/ lab +network\/\d+\/7 .*host=pc-7/);
      expect(zh.out).toContain('共 1 条');
    });

    it('prints CSV with a header and NDJSON with whole records, at most the limit', async () => {
      const csv = await world().run(['events', 'search', 'host:pc-*', ...DAY, '--csv', '--limit', '5']);
      expect(csv.code).toBe(0);
      expect(csv.out.trimEnd().split(/\r?\n/)).toHaveLength(6);
      const ndjson = await world().run(['events', 'search', 'host:pc-*', ...DAY, '--ndjson', '--limit', '5']);
      expect(ndjson.json()).toHaveLength(5);
      expect(ndjson.json()[0]).toMatchObject({ source: 'lab' });
    });

    it('names the column of a query that is wrong', async () => {
      const wrong = await world().run(['events', 'search', 'host:(', '--json']);
      expect(wrong.code).toBe(2);
      expect(JSON.parse(wrong.err)).toMatchObject({ error: { place: { column: expect.any(Number) } } });
    });

    it('names the flag of a wrong time', async () => {
      const run = await world().run(['events', 'search', '--from', 'yesterday']);
      expect(run.code).toBe(2);
      expect(run.err).toContain('--from');
    });

    it('sends what no reader can read to quarantine, and ends with 1', async () => {
      const file = await world().folder.file('half.json', `${JSON.stringify({ a: 1 })}\n{"a":\n`);
      const sent = await world().run(['ingest', file, '--source', 'lab2', '--json']);
      const [told] = sent.json();
      expect(Number(told?.['accepted']) + Number(told?.['quarantined'])).toBe(2);
    });
  });
};
