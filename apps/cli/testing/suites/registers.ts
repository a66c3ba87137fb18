import { describe, expect, it } from 'vitest';
import { PASSWORD, type World } from '../server.ts';

/** Sources, assets, posture, audit trail and users of a real server. */
export const registersSuite = (world: () => World): void => {
  describe('chedun sources list', () => {
    it('tells health and counts', async () => {
      const run = await world().run(['sources', 'list', '--json']);
      const [answer] = run.json();
      expect(answer?.['items']).toContainEqual(expect.objectContaining({ id: 'lab', kind: 'http' }));
      const text = await world().run(['sources', 'list', '--lang', 'en']);
      expect(text.out).toMatch(/^ID +HEALTH +KIND/);
    });
  });

  describe('chedun assets import', () => {
    const HEADER = 'vin,brand,model';
    const importing = async (name: string, rows: readonly string[], ...flags: string[]) =>
      world().run([
        'assets',
        'import',
        await world().folder.file(name, rows.join('\n')),
        '--kind',
        'vehicle',
        ...flags,
      ]);

    it('checks only with --dry-run, then imports', async () => {
      const rows = [HEADER, 'LSVAA4182E2100017,B,E5'];
      const dry = await importing('cars.csv', rows, '--dry-run', '--json');
      expect(dry.json()).toEqual([expect.objectContaining({ applied: false, created: 1, errorRows: 0 })]);
      const real = await importing('cars.csv', rows, '--json');
      expect(real.json()).toEqual([expect.objectContaining({ applied: true, created: 1 })]);
      const again = await importing('cars.csv', rows, '--lang', 'zh');
      expect(again.out).toContain('不变 1');
    });

    it('names row and column of what is wrong, and ends with 1', async () => {
      const run = await importing('wrong.csv', [HEADER, 'LSVAA4182E2100018,B,E5', 'SHORT,B,E5'], '--dry-run');
      expect(run.code).toBe(1);
      expect(run.out).toMatch(/wrong\.csv:3:vin error: /);
    });

    it('ends with 2 for a missing file, and for a kind that does not exist', async () => {
      const run = await world().run(['assets', 'import', '/nowhere.csv', '--kind', 'vehicle', '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.err)).toMatchObject({
        error: { code: 'cli.file-unreadable', place: { file: '/nowhere.csv' } },
      });
      expect((await importing('cars.csv', [HEADER], '--kind', 'boat')).code).toBe(2);
    });
  });

  describe('chedun gateway', () => {
    it('imports bindings, names refused rows and ends with 1, and lists what was taken', async () => {
      const rows = 'vin,platform\nLSVAA4182E2100017,east\n,west\n';
      const run = await world().run([
        'gateway',
        'import',
        await world().folder.file('bindings.csv', rows),
        '--lang',
        'en',
      ]);
      expect(run.code).toBe(1);
      expect(run.out).toMatch(/bindings\.csv:3 no vehicle/);
      expect(run.out).toContain('1 imported');
      const listed = await world().run(['gateway', 'list', '--find', 'LSVAA4182', '--kind', 'platform', '--json']);
      expect(listed.json()[0]).toMatchObject({ total: 1, items: [{ value: 'east', status: 'confirmed' }] });
      expect((await world().run(['gateway', 'list', '--kind', 'boat'])).code).toBe(2);
    });

    it('shows and changes the policy of a listener, and counts what came of it', async () => {
      const set = ['gateway', 'policy', 'set', 'jtt808', '--mode', 'reject', '--unbound', 'learn', '--json'];
      expect((await world().run(set)).json()[0]).toMatchObject({
        items: expect.arrayContaining([{ listener: 'jtt808', mode: 'reject', unbound: 'learn' }]),
      });
      const listed = await world().run(['gateway', 'policy', 'list', '--lang', 'zh']);
      expect(listed.out).toMatch(/JT\/T 808 +拒绝 +学习，待确认/);
      expect(listed.out).toMatch(/GB\/T 32960 +仅告警 +放行/);
      const back = ['gateway', 'policy', 'set', 'jtt808', '--mode', 'observe', '--unbound', 'ignore'];
      expect((await world().run(back)).code).toBe(0);
      expect((await world().run(['gateway', 'policy', 'set', 'boats', '--mode', 'reject'])).code).toBe(2);
      expect((await world().run(['gateway', 'policy', 'set', 'jtt808'])).code).toBe(2);
      const counts = await world().run(['gateway', 'counts', '--lang', 'en']);
      expect(counts.out).toMatch(/limit of a source +no limit/);
      expect(counts.code).toBe(0);
    });
  });

  describe('chedun posture show', () => {
    it('counts the lights of all obligations', async () => {
      const run = await world().run(['posture', 'show', '--all', '--json']);
      const [answer] = run.json();
      const counts = answer?.['counts'] as Record<string, number>;
      const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
      expect(answer?.['obligations']).toHaveLength(total);
      expect(total).toBeGreaterThan(100);
      expect(run.code).toBe((counts['red'] ?? 0) > 0 ? 1 : 0);
      const text = await world().run(['posture', 'show', '--lang', 'zh']);
      expect(text.out).toMatch(/绿 \d+，黄 \d+，红 \d+，尚无检查 \d+/);
    });
  });

  describe('chedun audit', () => {
    it('lists lines and verifies the chain', async () => {
      const [page] = (
        await world().audit(['audit', 'list', '--action', 'identity.signed-in', '--limit', '1', '--json'])
      ).json();
      expect(page?.['items']).toEqual([expect.objectContaining({ action: 'identity.signed-in', outcome: 'done' })]);
      const run = await world().audit(['audit', 'verify', '--json']);
      expect(run.code).toBe(0);
      expect(run.json()).toEqual([
        expect.objectContaining({ kind: 'intact', head: expect.stringMatching(/^[0-9a-f]{64}$/) }),
      ]);
    });

    it('passes on that the operator may not', async () => {
      const run = await world().run(['audit', 'list', '--lang', 'zh']);
      expect(run.code).toBe(2);
      expect(run.err).toContain('没有执行此操作的权限');
    });
  });

  describe('chedun users', () => {
    it('lists users for an administrator who signs in', async () => {
      const run = await world().plain(['users', 'list', '--as', 'system-admin', '--json'], `${PASSWORD}\n`);
      expect(run).toMatchObject({ code: 0, err: '' });
      const [answer] = run.json();
      expect(answer?.['items']).toContainEqual(expect.objectContaining({ name: 'lilei', status: 'active' }));
    });

    it('resets a password, which then has to be changed at sign-in', async () => {
      const file = await world().folder.file('password', `${PASSWORD}\n`);
      const args = ['--as', 'system-admin', '--password-file', file];
      const run = await world().plain(['users', 'reset', 'lilei', ...args, '--json']);
      expect(run).toMatchObject({ code: 0, err: '' });
      const [answer] = run.json();
      const once = String(answer?.['oneTimePassword']);
      const entering = await world().plain(['users', 'list', '--as', 'lilei', '--json'], once);
      expect(entering.code).toBe(2);
      expect(JSON.parse(entering.err)).toMatchObject({
        error: { code: 'cli.sign-in-incomplete', reason: 'new-password-needed' },
      });
      const nobody = await world().plain(['users', 'reset', 'nobody', ...args, '--json']);
      expect(nobody.code).toBe(2);
      expect(JSON.parse(nobody.err)).toMatchObject({ error: { code: 'cli.user-unknown', reason: 'nobody' } });
    });

    it('refuses a wrong or missing password', async () => {
      const wrong = await world().plain(['users', 'list', '--as', 'system-admin', '--json'], 'wrong');
      expect(wrong.code).toBe(2);
      expect(JSON.parse(wrong.err)).toMatchObject({ error: { code: 'identity.wrong-credentials' } });
      const none = await world().plain(['users', 'list', '--as', 'system-admin', '--json']);
      expect(JSON.parse(none.err)).toMatchObject({ error: { code: 'cli.password-missing' } });
    });
  });
};
