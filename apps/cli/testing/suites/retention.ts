import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun retention` on a real server. */
export const retentionSuite = (world: () => World): void => {
  describe('chedun retention', () => {
    it('tells classes with their floors, the ledger and the segments', async () => {
      const shown = await world().run(['retention', 'show', '--json']);
      expect(shown).toMatchObject({ code: 0, err: '' });
      expect(shown.json()[0]).toMatchObject({
        classes: [
          { id: 'network', days: 184, floorDays: 184 },
          { id: 'vulnerability-log', days: 184, floorDays: 184 },
          { id: 'telemetry', floorDays: 1 },
        ],
      });
      expect((await world().run(['retention', 'show', '--lang', 'zh'])).out).toContain('网络与安全日志');
      expect((await world().run(['retention', 'ledger', '--json'])).json()[0]).toHaveProperty('items');
      expect((await world().run(['retention', 'segments', '--lang', 'zh'])).code).toBe(0);
      expect((await world().run(['retention', 'tombstones', '--lang', 'zh'])).out).toContain('删除凭证 0 份');
      expect((await world().run(['retention', 'hold', 'list', '--lang', 'zh'])).out).toContain('没有法律保全');
    });

    it('refuses removals to who may not propose or approve them', async () => {
      const proposed = await world().run(['retention', 'propose', '--reason', 'old', '--lang', 'zh']);
      expect(proposed.code).toBe(2);
      const approved = await world().run(['retention', 'approve', '01937c5e-0000-7000-8000-000000000001']);
      expect(approved.code).toBe(2);
      expect((await world().run(['retention', 'propose'])).code).toBe(2);
    });
  });
};
