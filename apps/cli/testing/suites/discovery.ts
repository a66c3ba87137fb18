import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const ARP = `? (10.44.2.3) at 00:1b:21:44:0b:03 [ether] on eth0
? (10.44.2.4) at 00:1b:21:44:0b:04 [ether] on eth0
nonsense
`;

/** `chedun discovery …` on a real server. */
export const discoverySuite = (world: () => World): void => {
  describe('chedun discovery', () => {
    it('previews a file without taking it, then takes it and names the line that is wrong', async () => {
      const file = await world().folder.file('arp.txt', ARP);
      const tried = await world().run(['discovery', 'import', file, '--preview', '--json']);
      expect([tried.code, tried.json()[0]]).toEqual([
        1,
        expect.objectContaining({ applied: false, source: 'neighbours', taken: 2, refusedCount: 1 }),
      ]);
      expect((await world().run(['discovery', 'list', '--find', '10.44.2'])).code).toBe(0);
      const taken = await world().run(['discovery', 'import', file, '--lang', 'zh']);
      expect([taken.code, taken.out]).toEqual([1, expect.stringContaining('第 3 条 line“nonsense”：无法识别这一行')]);
    });

    it('lists what is unknown and says what each source covers', async () => {
      const listed = await world().run([
        'discovery',
        'list',
        '--state',
        'unknown',
        '--find',
        '00:1b:21:44',
        '--lang',
        'zh',
      ]);
      expect([listed.code, listed.out]).toEqual([1, expect.stringContaining('10.44.2.3')]);
      const shown = await world().run(['discovery', 'show', '--json']);
      expect(shown.code).toBe(1);
      const [summary] = shown.json() as { sources: { source: string; things: number }[] }[];
      expect(summary?.sources.find(({ source }) => source === 'neighbours')?.things).toBe(2);
      expect((await world().run(['discovery', 'show', '--lang', 'zh'])).out).toContain('未登记');
    });

    it('looks into logs now, and refuses a file or a format that it does not know', async () => {
      const run = await world().run(['discovery', 'run', '--json']);
      const [report] = run.json() as { unknown: number }[];
      expect(run.code).toBe((report?.unknown ?? -1) === 0 ? 0 : 1);
      const file = await world().folder.file('other.txt', 'hello\n');
      expect((await world().run(['discovery', 'import', file])).code).toBe(2);
      expect((await world().run(['discovery', 'import', file, '--format', 'masscan'])).code).toBe(2);
    });
  });
};
