import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** Suppliers, access reviews and critical infrastructure of a real server. */
export const governanceSuite = (world: () => World): void => {
  const json = async (...args: string[]) => {
    const run = await world().run([...args, '--json']);
    return { code: run.code, answer: run.json()[0] };
  };

  describe('chedun suppliers', () => {
    it('imports the good rows, names the wrong one, and shows what is missing of a dossier', async () => {
      const rows = ['名称,类别,重要程度', '北斗模组有限公司,零部件,关键', '错误公司,零部件,特别'];
      const file = await world().folder.file('suppliers.csv', rows.join('\n'));
      const brought = await world().run(['suppliers', 'import', file, '--lang', 'zh']);
      expect([brought.code, brought.out]).toEqual([1, expect.stringMatching(/第 3 行 重要程度“特别”/)]);
      const listed = await json('suppliers', 'list');
      expect(listed.code).toBe(1);
      expect(listed.answer).toMatchObject({ items: [{ name: '北斗模组有限公司' }] });
      expect((await json('suppliers', 'show', '北斗模组有限公司')).answer).toMatchObject({
        supplier: { name: '北斗模组有限公司' },
      });
      expect((await json('suppliers', 'unknown')).code).toBe(0);
    });
  });

  describe('chedun access-reviews', () => {
    it('takes accounts of a table and flags them', async () => {
      const rows = ['账号,姓名,角色,最近登录,状态', 'root2,赵工,*,2026-11-20,启用'];
      const file = await world().folder.file('accounts.csv', rows.join('\n'));
      const kept = await world().run(['access-reviews', 'import', file, '--system', 'ERP', '--apply', '--json']);
      expect(kept.err).toBe('');
      const { answer } = await json('access-reviews', 'list');
      expect(answer?.['systems']).toContainEqual(expect.objectContaining({ name: 'ERP' }));
    });
  });

  describe('chedun critical-infrastructure', () => {
    it('says how the organisation stands, and ends with 1 only where a duty is not met', async () => {
      const shown = await json('critical-infrastructure', 'show');
      expect(shown.code).toBe(0);
      expect(shown.answer).toMatchObject({ duties: [], designation: null });
      const told = await world().run(['critical-infrastructure', 'show', '--lang', 'zh']);
      expect(told.out).toMatch(/尚未登记单位信息|未被认定/);
    });
  });
};
