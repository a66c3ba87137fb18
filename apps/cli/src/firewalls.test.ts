import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';

describe('chedun firewalls check', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it('names what is wrong with an export and ends with 1', async () => {
    const text =
      '*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\n-A INPUT -s 10.0.0.1 -j DROP\n-A INPUT -s x -j DROP\n';
    const run = await chedun(['firewalls', 'check', await folder.file('rules.txt', text), '--lang', 'zh']);
    expect([run.code, run.out]).toEqual([1, expect.stringMatching(/全通规则[^]*被遮蔽[^]*未识别 1 行/)]);
    const told = await chedun(['firewalls', 'check', await folder.file('rules.txt', text), '--json']);
    expect(told.json()[0]).toMatchObject({
      rules: 2,
      weaknesses: [
        { kind: 'any-any', line: 3 },
        { kind: 'shadowed', line: 4, by: [3] },
      ],
    });
  });

  it('ends with 0 where nothing is wrong, and with 2 for what is no export', async () => {
    const good = await folder.file('good.txt', '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 10.0.0.1 -j ACCEPT\n');
    expect((await chedun(['firewalls', 'check', good])).code).toBe(0);
    expect((await chedun(['firewalls', 'check', await folder.file('x.txt', 'hello')])).code).toBe(2);
    expect((await chedun(['firewalls', 'check', 'missing.txt'])).code).toBe(2);
  });
});
