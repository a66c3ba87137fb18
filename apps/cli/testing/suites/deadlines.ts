import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun deadlines …` on a real server. */
export const deadlinesSuite = (world: () => World): void => {
  describe('chedun deadlines', () => {
    it('lists the clock that the calendar started, shows it and ends it with a receipt', async () => {
      const run = await world().run(['deadlines', 'list', '--rule', 'ANN-1', '--state', 'all', '--json']);
      const [page] = run.json() as { items: { id: string; subject: { kind: string } }[] }[];
      const clock = page?.items[0];
      expect(clock?.subject.kind).toBe('year');
      const id = clock?.id ?? '';
      expect((await world().run(['deadlines', 'show', id, '--lang', 'zh'])).out).toContain('汽车数据安全管理');
      const receipt = await world().folder.file('receipt.txt', 'abc');
      const ended = await world().run([
        'deadlines',
        'stop',
        id,
        '--receipt',
        receipt,
        '--explain',
        'x',
        '--lang',
        'en',
      ]);
      expect(ended.out).toContain('SM3 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
      expect((await world().run(['deadlines', 'stop', id])).code).toBe(2);
      expect((await world().run(['deadlines', 'show', 'nonsense'])).code).toBe(2);
    });
  });
};
