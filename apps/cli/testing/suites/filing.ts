import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const ASSETS = `name,zone,role,os
filing-tsp-01,备案测试区,应用服务器,openEuler 22.03
filing-tsp-02,备案测试区,应用服务器,openEuler 22.03
`;

/** `chedun filing …` and `chedun risks …` on a real server. */
export const filingSuite = (world: () => World): void => {
  const json = async (words: readonly string[]) => {
    const run = await world().run([...words, '--json']);
    return { code: run.code, answer: run.json()[0] as Record<string, unknown> };
  };

  describe('chedun filing', () => {
    let unit = '';
    it('proposes units of the inventory and makes them', async () => {
      const file = await world().folder.file('hosts.csv', ASSETS);
      expect((await world().run(['assets', 'import', file, '--kind', 'host'])).code).toBe(0);
      const told = await world().run(['filing', 'partition', '--lang', 'zh']);
      expect([told.code, told.out]).toEqual([0, expect.stringContaining('备案测试区')]);
      expect((await json(['filing', 'partition', '--apply'])).code).toBe(0);
      const { code, answer } = await json(['filing', 'units']);
      expect(code).toBe(0);
      const items = answer['items'] as { id: string; name: string }[];
      unit = items.find(({ name }) => name.startsWith('备案测试区'))?.id ?? '';
      expect(unit).not.toBe('');
      expect((await world().run(['filing', 'units', '--lang', 'zh'])).out).toContain('已划入主机');
    });

    it('refuses to file a unit whose level was not reviewed, and opens other forms with what is missing', async () => {
      const early = await world().run(['filing', 'open', 'grading-filing', '--unit', unit, '--lang', 'zh']);
      expect([early.code, early.err]).toEqual([2, expect.stringContaining('定级评审尚未通过')]);
      const opened = await json(['filing', 'open', 'ota-filing']);
      expect(opened.code).toBe(1);
      const { id } = opened.answer['case'] as { id: string };
      const shown = await world().run(['filing', 'show', id, '--lang', 'zh']);
      expect([shown.code, shown.out]).toEqual([1, expect.stringContaining('未填写')]);
      const asked = await world().run(['filing', 'step', id, 'request-approval']);
      expect(asked.code).toBe(2);
      const gone = await json(['filing', 'step', id, 'withdraw']);
      expect(gone.answer['case']).toMatchObject({ state: 'withdrawn' });
      expect((await json(['filing', 'cases', '--state', 'done'])).code).toBe(0);
    });

    it('compares what is filed, and shows risks, runs and coverage', async () => {
      expect((await json(['filing', 'compare'])).answer).toEqual({ compared: 0, drifted: 0 });
      expect((await json(['risks', 'list'])).answer).toMatchObject({ method: { basis: 'unverified' } });
      expect((await json(['risks', 'runs'])).answer).toEqual({ items: [] });
      expect((await json(['risks', 'coverage'])).answer).toMatchObject({ items: [] });
      expect((await world().run(['risks', 'import', unit, '/nowhere'])).code).toBe(2);
    });
  });
};
