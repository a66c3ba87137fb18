import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const FILE = fileURLToPath(new URL('../../../../content/playbooks/block-address.json', import.meta.url));

/** `chedun playbooks …` on a real server. */
export const playbooksSuite = (world: () => World): void => {
  describe('chedun playbooks', () => {
    it('validates, walks through, imports, lists and exports', async () => {
      const checked = await world().plain(['playbooks', 'validate', FILE, '--json']);
      expect([checked.code, checked.json()[0]]).toMatchObject([0, { sound: true, dry: { status: 'succeeded' } }]);
      const dry = await world().plain([
        'playbooks',
        'run',
        FILE,
        '--dry',
        '--set',
        'address=198.51.100.7',
        '--lang',
        'en',
      ]);
      expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('dry run succeeded')]);
      const broken = await world().folder.file('broken.json', '{"type":"playbook"}');
      expect((await world().plain(['playbooks', 'validate', broken])).code).toBe(1);
      expect((await world().run(['playbooks', 'import', FILE])).code).toBe(0);
      const listed = await world().run(['playbooks', 'list', '--json']);
      const [{ items }] = listed.json() as unknown as [{ items: { id: string; name: string }[] }];
      const block = items.find(({ name }) => name.includes('阻断攻击来源'));
      const exported = await world().run(['playbooks', 'export', block?.id ?? '']);
      expect(JSON.parse(exported.out)).toMatchObject({ spec_version: 'cacao-2.0', id: block?.id });
      const refused = await world().run(['playbooks', 'run', block?.id ?? '', '--set', 'address=198.51.100.7']);
      expect(refused.code).toBe(2);
      expect((await world().run(['playbooks', 'runs'])).code).toBe(0);
    });
  });
};
