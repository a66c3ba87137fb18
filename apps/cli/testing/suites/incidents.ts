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
  });
};
