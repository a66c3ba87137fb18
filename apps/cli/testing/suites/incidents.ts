import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun incidents …` on a real server. */
export const incidentsSuite = (world: () => World): void => {
  describe('chedun incidents', () => {
    it('opens what became known by mail, starts the plan once, notes a measure and lists it', async () => {
      const opened = await world().run(['incidents', 'open', '--title', '邮件通报', '--how', '用户来信', '--json']);
      expect(opened.code).toBe(0);
      const [incident] = opened.json() as { id: string; number: string; clocks: { rule: { id: string } }[] }[];
      expect(incident?.clocks.map(({ rule }) => rule.id)).toEqual(['NET-1']);
      const id = incident?.id ?? '';
      expect((await world().run(['incidents', 'plan', id, '--lang', 'zh'])).out).toContain('启动应急预案');
      expect((await world().run(['incidents', 'plan', id])).code).toBe(2);
      expect((await world().run(['incidents', 'note', id, '已隔离主机', '--lang', 'zh'])).out).toContain('已隔离主机');
      expect((await world().run(['incidents', 'list', '--lang', 'zh'])).out).toContain(incident?.number ?? 'none');
      expect((await world().run(['incidents', 'show', id, '--lang', 'zh'])).out).toContain('未达级别');
      expect((await world().run(['incidents', 'open'])).code).toBe(2);
    });

    it('records a call, issues the first report and what became of it', async () => {
      const opened = await world().run(['incidents', 'open', '--title', '平台中断', '--how', '值班发现', '--json']);
      const [incident] = opened.json() as { id: string; clocks: { recipients: string[] }[] }[];
      const id = incident?.id ?? '';
      const reached = incident?.clocks[0]?.recipients ?? [];
      const who = ['--callee', '值班员', '--caller', '王芳', '--reached', ...reached];
      const called = await world().run(['incidents', 'call', id, '平台中断', ...who, '--json']);
      const [after] = called.json() as { clocks: { rule: { id: string }; state: string }[] }[];
      expect([called.code, after?.clocks.find(({ rule }) => rule.id === 'NET-1')?.state]).toEqual([0, 'stopped']);
      // A first report says what is known of the effect and of the measures: without them it is refused.
      const early = await world().run(['incidents', 'report', id, 'miit', 'first', '--lang', 'zh']);
      expect([early.code, early.err]).toEqual([2, expect.stringContaining('初报')]);
      expect((await world().run(['incidents', 'report', id, 'miit', 'never'])).code).toBe(2);
      const none = ['incidents', 'submitted', id, '018f7a00-0000-7000-8000-000000000001', '--receiver', '省通信管理局'];
      expect((await world().run(none)).code).toBe(2);
    });
  });
};
