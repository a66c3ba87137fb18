import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun training …` on a real server. */
export const trainingSuite = (world: () => World): void => {
  describe('chedun training', () => {
    let course = '';

    it('says that nobody is trained, and makes a course of a bank', async () => {
      const empty = await world().run(['training', 'list', '--lang', 'zh']);
      expect([empty.code, empty.out]).toEqual([1, expect.stringContaining('还没有课程')]);
      const banks = await world().run(['training', 'banks', '--lang', 'zh']);
      expect([banks.code, banks.out]).toEqual([0, expect.stringContaining('data-handling')]);
      const unknown = await world().run(['training', 'adopt', 'nothing', '--lang', 'zh']);
      expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('没有这个题库')]);
      const [made] = (await world().run(['training', 'adopt', 'data-handling', '--json'])).json();
      course = String(made?.['id']);
      expect(made?.['questions']).toBeGreaterThanOrEqual(15);
    });

    it('gives it to a role, and lists who has to take it', async () => {
      const nobody = await world().run(['training', 'people', course, '--lang', 'zh']);
      expect([nobody.code, nobody.out]).toEqual([0, expect.stringContaining('尚未安排人员')]);
      const past = await world().run(['training', 'assign', course, '--role', 'viewer', '--due', '2020-01-01']);
      expect(past.code).toBe(2);
      expect((await world().run(['training', 'assign', course, '--role', 'chief', '--due', '2099-01-01'])).code).toBe(
        2,
      );
      for (const role of ['analyst', 'compliance'])
        expect((await world().run(['training', 'assign', course, '--role', role, '--due', '2099-01-01'])).code).toBe(0);
      const people = await world().run(['training', 'people', course, '--lang', 'zh']);
      expect([people.code, people.out]).toEqual([0, expect.stringContaining('待完成')]);
    });

    it('imports questions, names the rows that are wrong and ends with 1', async () => {
      const rows = '题型,题目,选项A,选项B,答案\n单选,先做什么？,启动预案,等待,A\n单选,错题,甲,乙,Z\n';
      const file = await world().folder.file('questions.csv', rows);
      const preview = await world().run(['training', 'import', course, file, '--preview', '--json']);
      expect(preview.json()).toEqual([expect.objectContaining({ applied: false, taken: 1 })]);
      const taken = await world().run(['training', 'import', course, file, '--lang', 'zh']);
      expect([taken.code, taken.out]).toEqual([1, expect.stringContaining('第 3 行 答案“Z”')]);
      expect((await world().run(['training', 'import', course, '/nowhere.csv'])).code).toBe(2);
    });
  });
};
