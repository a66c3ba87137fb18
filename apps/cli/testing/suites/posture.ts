import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun posture …` on a real server. */
export const postureSuite = (world: () => World): void => {
  describe('chedun posture', () => {
    it('shows an obligation in its sentence with its checks, and runs one', async () => {
      const shown = await world().run(['posture', 'show', '1.3-i', '--lang', 'zh']);
      expect(shown.out).toContain('不少于6个月');
      expect(shown.out).toContain('（未核实）');
      const ran = await world().run(['posture', 'run', 'governance.ledger', '--json']);
      expect([ran.code, ran.json()[0]?.['outcome']]).toEqual([0, 'pass']);
      expect((await world().run(['posture', 'show', '9.9-z'])).code).toBe(2);
      expect((await world().run(['posture', 'run', 'no.such-check'])).code).toBe(2);
    });

    it('verifies the chain of evidence and judges the assets', async () => {
      const verified = await world().run(['posture', 'verify', '--json']);
      expect([verified.code, verified.json()[0]]).toEqual([0, expect.objectContaining({ brokenAt: null })]);
      const judged = await world().run(['posture', 'assets', '--run', '--json']);
      const run = judged.json()[0]?.['run'] as { assets: number };
      expect(run.assets).toBeGreaterThanOrEqual(0);
    });

    it('imports persons, names the row that is wrong, and shows who is in office', async () => {
      const rows = '岗位,姓名,电话,任职日期\n网络安全负责人,王芳,027-87654321,2026-01-01\n门卫,张三,027-1,2026-01-01\n';
      const file = await world().folder.file('persons.csv', rows);
      const run = await world().run(['organisation', 'import', file, '--lang', 'zh']);
      expect([run.code, run.out]).toEqual([1, expect.stringContaining('第 3 行 post“门卫”')]);
      const shown = await world().run(['organisation', 'show', '--lang', 'zh']);
      expect([shown.code, shown.out]).toEqual([1, expect.stringContaining('王芳')]);
      expect((await world().run(['posture', 'show', '1.3-i', '--lang', 'zh'])).out).toContain('责任人 王芳');
    });

    it('asks for the standard attestations and takes one', async () => {
      const adopted = await world().run(['attestations', 'adopt', '合规负责人', '--json']);
      const [answer] = adopted.json() as { items: { id: string }[] }[];
      expect([adopted.code, (answer?.items.length ?? 0) > 0]).toEqual([1, true]);
      const id = answer?.items[0]?.id ?? '';
      const attested = await world().run(['attestations', 'attest', id, '制度已发布，见文号 1', '--json']);
      const [after] = attested.json() as { items: { id: string; dueAt: string | null }[] }[];
      expect(after?.items.find((each) => each.id === id)?.dueAt).not.toBeNull();
      expect((await world().run(['attestations', 'list', '--lang', 'zh'])).out).toContain('从未声明');
      expect((await world().run(['attestations', 'attest', 'no-such', 'x'])).code).toBe(2);
    });

    it('exports OSCAL to a file', async () => {
      const out = join(world().dataDir, '..', 'results.json');
      const run = await world().run(['posture', 'export', '--model', 'assessment-results', '--out', out]);
      expect(run.code).toBe(0);
      const text = JSON.parse(await readFile(out, 'utf8')) as { 'assessment-results': { results: unknown[] } };
      expect(text['assessment-results'].results).toHaveLength(1);
    });
  });
};
