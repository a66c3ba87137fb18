import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun duty-roster …` and `chedun drills …` on a real server. */
export const drillsSuite = (world: () => World): void => {
  describe('chedun duty-roster and chedun drills', () => {
    it('say what is missing before anybody registered', async () => {
      const roster = await world().run(['duty-roster', 'show', '--lang', 'zh']);
      expect([roster.code, roster.out]).toEqual([1, expect.stringContaining('应急队伍缺少“指挥”')]);
      expect((await world().run(['duty-roster', 'calls', '--json'])).json()).toEqual([{ items: [], next: null }]);
      const call = await world().run(['duty-roster', 'call', '--lang', 'zh']);
      expect([call.code, call.err]).toEqual([2, expect.stringContaining('没有可呼叫的人员')]);
      expect((await world().run(['duty-roster', 'call', '--scope', 'everybody'])).code).toBe(2);
      const start = await world().run(['drills', 'start', 'remote-control-takeover', '--lang', 'zh']);
      expect([start.code, start.err]).toEqual([2, expect.stringContaining('应急队伍为空')]);
    });

    it('list the scenarios, drills, reviews and the plan', async () => {
      const listed = await world().run(['drills', 'scenarios', '--lang', 'zh']);
      expect([listed.code, listed.out]).toEqual([0, expect.stringContaining('百万用户个人信息泄露')]);
      expect((await world().run(['drills', 'list', '--json'])).json()).toEqual([{ items: [], next: null, total: 0 }]);
      expect((await world().run(['drills', 'reviews'])).code).toBe(0);
      const plan = await world().run(['drills', 'plan', '--lang', 'zh']);
      expect([plan.code, plan.out]).toEqual([1, expect.stringContaining('没有已批准的应急预案')]);
      const nothing = '018f7a00-0000-7000-8000-000000000001';
      expect((await world().run(['drills', 'show', nothing])).code).toBe(2);
      expect((await world().run(['drills', 'report', nothing])).code).toBe(2);
    });
  });
};
