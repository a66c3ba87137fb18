import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const TEXT = `title: New Command of an Account
x-title-zh: 账号首次下发的指令
id: 5f1c8b86-8f0e-4c55-9f0a-3f5e8b2d7c01
logsource:
  category: remote_control
detection:
  selection:
    type: remote_control
  condition: selection
baseline:
  type: new_terms
  group-by: [account]
  field: command
  learn: 1d
level: low
`;

const command = (day: number, name: string): string =>
  JSON.stringify({
    ts: `2026-11-2${day}T01:00:00Z`,
    type: 'remote_control',
    vin: 'LSVAA4182E2100017',
    account: 'u-1',
    command: name,
    result: 'success',
  });

/** `chedun baselines …` on a real server. */
export const baselinesSuite = (world: () => World): void => {
  describe('chedun baselines', () => {
    const file = (text = TEXT) => world().folder.file('behaviour.yml', text);

    it('lists our own with their state', async () => {
      const run = await world().run(['baselines', 'list', '--lang', 'zh']);
      expect(run).toMatchObject({ code: 0, err: '' });
      expect(run.out).toMatch(/账号首次从某个国家或地区登录/);
      expect(run.out).toMatch(/等待数据|学习中|判断中/);
    });

    it('tries one on given events and says what deviates', async () => {
      const events = await world().folder.file(
        'commands.json',
        [command(1, 'unlock'), command(2, 'unlock'), command(3, 'power_off')].join('\n'),
      );
      const run = await world().run(['baselines', 'test', await file(), '--events', events, '--lang', 'en']);
      expect(run).toMatchObject({ code: 0, err: '' });
      expect(run.out).toContain('2026-11-23T01:00:00.000Z account=u-1 power_off');
      expect(run.out).toContain('3 events tested, 3 selected, 1 entities (0 learning), 1 deviations');
      const wrong = await world().run(['baselines', 'test', await file(TEXT.replace('1d', 'a day')), '--lang', 'zh']);
      expect(wrong.code).toBe(1);
      expect(wrong.out).toMatch(/behaviour\.yml:14 error: .*时长/);
    });

    it('imports, switches and shows one of the operator', async () => {
      const imported = await world().run(['baselines', 'import', await file(), '--enable', '--json']);
      expect(imported.json()).toEqual([
        { imported: [expect.objectContaining({ title: 'New Command of an Account' })] },
      ]);
      const id = '5f1c8b86-8f0e-4c55-9f0a-3f5e8b2d7c01';
      expect((await world().run(['baselines', 'disable', id, '--json'])).json()).toEqual([
        { items: [{ id, enabled: false }] },
      ]);
      expect((await world().run(['baselines', 'enable', id])).code).toBe(0);
      const shown = await world().run(['baselines', 'show', id, '--lang', 'zh']);
      expect(shown.out).toMatch(/账号首次下发的指令/);
      expect(shown.out).toContain('type: new_terms');
      expect((await world().run(['baselines', 'import', await file()])).code).not.toBe(0);
      expect((await world().run(['baselines', 'show', 'nothing'])).code).not.toBe(0);
    });
  });
};
