import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun workdays …` on a real server. */
export const workdaysSuite = (world: () => World): void => {
  describe('chedun workdays', () => {
    it('shows a year and counts, and says what it does not know', async () => {
      expect((await world().run(['workdays', 'show', '2026', '--lang', 'zh'])).out).toContain('2026-10-10 班');
      const counted = await world().run(['workdays', 'count', '2026-09-18', '10', '--json']);
      expect(counted.json()[0]).toMatchObject({ kind: 'known', date: '2026-10-09' });
      const unknown = await world().run(['workdays', 'count', '2099-01-04', '3', '--lang', 'en']);
      expect([unknown.code, unknown.out]).toEqual([1, expect.stringContaining('2099 was not imported')]);
    });

    it('imports a year from a file and removes it', async () => {
      const file = await world().folder.file('2031.csv', '2031-01-01,休,元旦\n2031-01-04,班,\n');
      const run = await world().run(['workdays', 'import', '2031', file, '--lang', 'en']);
      expect(run).toMatchObject({ code: 0, out: expect.stringContaining('2031 imported: 1 days off, 1 made up') });
      const wrong = await world().folder.file('wrong.csv', '2031-01-01,frei,x\n');
      expect((await world().run(['workdays', 'import', '2031', wrong])).code).toBe(2);
      expect((await world().run(['workdays', 'remove', '2031'])).code).toBe(0);
      expect((await world().run(['workdays', 'show', '2031'])).code).toBe(2);
    });
  });
};
