import { mkdir } from 'node:fs/promises';
import { expect, describe, it } from 'vitest';
import type { World } from '../server.ts';
import { processEvent, RULE } from '../samples.ts';

const ID = '00000000-0000-4000-8000-000000000001';

/** `chedun rules …` and `chedun findings …` on a real server. */
export const detectionSuite = (world: () => World): void => {
  let place = '';
  let finding = '';
  const ruleFile = async (): Promise<string> => {
    await mkdir(`${world().folder.path}/tree/windows`, { recursive: true });
    return world().folder.file('tree/windows/whoami.yml', RULE);
  };

  describe('chedun rules', () => {
    it('imports a tree, says what did not load with its line, and ends with 1 then', async () => {
      await ruleFile();
      const good = await world().run(['rules', 'import', `${world().folder.path}/tree`, '--name', 'cli', '--json']);
      expect(good).toMatchObject({ code: 0, err: '' });
      expect(good.json()).toEqual([expect.objectContaining({ ruleset: 'cli', loaded: 1, failures: [] })]);
      await mkdir(`${world().folder.path}/bad`, { recursive: true });
      await world().folder.file('bad/wrong.yml', RULE.replace('condition: selection', 'condition: selection and'));
      const bad = await world().run(['rules', 'import', `${world().folder.path}/bad`, '--name', 'bad', '--lang', 'zh']);
      expect(bad.code).toBe(1);
      expect(bad.out).toMatch(/wrong\.yml:\d+ .*[一-鿿]/);
    });

    it('lists rules by set', async () => {
      const run = await world().run(['rules', 'list', '--ruleset', 'cli', '--json']);
      expect(run.json()).toEqual([
        { total: 1, items: [expect.objectContaining({ id: ID, enabled: true, level: 'low' })] },
      ]);
    });

    it('switches rules off and on', async () => {
      const off = await world().run(['rules', 'disable', ID, '--lang', 'en']);
      expect(off).toMatchObject({ code: 0, out: `disabled ${ID} Whoami\n` });
      const on = await world().run(['rules', 'enable', ID, '--json']);
      expect(on.json()).toEqual([{ rules: [{ id: ID, title: 'Whoami', enabled: true }] }]);
      const unknown = await world().run(['rules', 'enable', 'nobody', '--json']);
      expect(unknown.code).toBe(2);
      expect(JSON.parse(unknown.err)).toMatchObject({ error: { code: expect.stringContaining('detection.') } });
    });

    it('tries a rule on given events, and on stored ones', async () => {
      const events = await world().folder.file(
        'e.json',
        [processEvent('C:\\a.exe'), processEvent('C:\\whoami.exe')].join('\n'),
      );
      const given = await world().run(['rules', 'test', await ruleFile(), '--events', events, '--json']);
      expect(given).toMatchObject({ code: 0, err: '' });
      expect(given.json()).toEqual([expect.objectContaining({ loads: true, tested: 2, matched: 1 })]);
      const now = new Date().toISOString();
      const file = await world().folder.file('live.json', processEvent('C:\\Windows\\whoami.exe', now));
      expect((await world().run(['ingest', file, '--source', 'lab'])).code).toBe(0);
      await world().run(['store', 'status', '--follow']);
      const args = ['rules', 'test', await ruleFile(), '--query', 'host:"pc-1" AND source:lab', '--from', '1h'];
      const stored = await world().run(args);
      expect(stored.out).toMatch(/network\/\d+\/0 /);
      place = /network\/\d+\/0/.exec(stored.out)?.[0] ?? '';
    });

    it('explains a stored event field by field', async () => {
      const run = await world().run(['rules', 'explain', ID, place, '--lang', 'en']);
      expect(run.code).toBe(0);
      expect(run.out).toMatch(/^matches\n/);
      expect(run.out).toMatch(/✓ Image\|endswith: wanted .*whoami\.exe; has C:\\Windows\\whoami\.exe/);
      const wrong = await world().run(['rules', 'explain', ID, 'nowhere']);
      expect(wrong.code).toBe(2);
      expect(wrong.err).toContain('network/12/3');
    });

    it('names the line of a rule that does not load, and ends with 1', async () => {
      const file = await world().folder.file('nope.yml', RULE.replace('endswith', 'nope'));
      const run = await world().run(['rules', 'test', file, '--events', await world().folder.file('n.json', '{}')]);
      expect(run.code).toBe(1);
      expect(run.out).toMatch(/nope\.yml:\d+ error: /);
    });
  });

  describe('chedun findings', () => {
    const open = async (): Promise<readonly Record<string, unknown>[]> => {
      const [answer] = (await world().run(['findings', 'list', '--search', 'Whoami', '--json'])).json();
      return answer?.['items'] as readonly Record<string, unknown>[];
    };

    it('lists what the rule raised and ends with 1', async () => {
      await expect.poll(async () => (await open()).length, { timeout: 20_000 }).toBe(1);
      finding = String((await open())[0]?.['id']);
      const run = await world().run(['findings', 'list', '--status', 'open', '--severity', 'low', '--lang', 'en']);
      expect(run.code).toBe(1);
      expect(run.out).toMatch(/^ID +SEVERITY +STATUS/);
      expect(run.out).toContain(finding);
    });

    it('ends with 0 when there is none, and with 2 for a status that does not exist', async () => {
      expect((await world().run(['findings', 'list', '--status', 'resolved'])).code).toBe(0);
      const run = await world().run(['findings', 'list', '--status', 'wrong', '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.err)).toMatchObject({ error: { text: { zh: expect.stringMatching(/[一-鿿]/) } } });
    });

    it('shows one with rule, sample and history', async () => {
      const run = await world().run(['findings', 'show', finding, '--lang', 'zh']);
      expect(run.code).toBe(0);
      for (const text of ['级别: low', `(${ID})`, place, '经过']) expect(run.out).toContain(text);
    });

    it('closes it with a comment', async () => {
      const run = await world().run([
        'findings',
        'status',
        finding,
        '--to',
        'resolved',
        '--comment',
        'checked',
        '--json',
      ]);
      expect(run.json()).toEqual([{ changed: 1 }]);
      const [shown] = (await world().run(['findings', 'show', finding, '--json'])).json();
      expect(shown).toMatchObject({ status: 'resolved' });
      expect(JSON.stringify(shown?.['history'])).toContain('checked');
    });
  });
};
