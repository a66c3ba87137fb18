import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun policies …` on a real server. */
export const policiesSuite = (world: () => World): void => {
  describe('chedun policies', () => {
    it('says that there is none, and which clauses need one', async () => {
      const listed = await world().run(['policies', 'list', '--lang', 'zh']);
      expect([listed.code, listed.out]).toEqual([0, expect.stringContaining('还没有制度')]);
      const gaps = await world().run(['policies', 'gaps', '--lang', 'zh']);
      expect([gaps.code, gaps.out]).toEqual([1, expect.stringContaining('没有生效的制度')]);
      const [overview] = (await world().run(['policies', 'gaps', '--json'])).json() as [{ covered: number }];
      expect(overview.covered).toBe(0);
    });

    it('verifies nothing when nothing is in force, and refuses what is no policy', async () => {
      expect((await world().run(['policies', 'verify', '--json'])).json()).toEqual([[]]);
      const unknown = await world().run(['policies', 'show', '018f7a00-0000-7000-8000-000000000001', '--lang', 'zh']);
      expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('没有这项制度')]);
    });
  });
};
