import { mkdir } from 'node:fs/promises';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';
import { listen } from '../testing/listener.ts';
import { processEvent, RULE } from '../testing/samples.ts';

let folder: Folder;
let rule: string;
let events: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(`${folder.path}/tree/windows`, { recursive: true });
  rule = await folder.file('tree/windows/whoami.yml', RULE);
  const lines = [processEvent('C:\\notepad.exe'), processEvent('C:\\Windows\\whoami.exe')];
  events = await folder.file('events.json', lines.join('\n'));
});
afterAll(() => folder.remove());

describe('chedun rules lint', () => {
  it('passes a good tree', async () => {
    const run = await chedun(['rules', 'lint', `${folder.path}/tree`, '--json']);
    expect(run.json()).toEqual([expect.objectContaining({ files: 1, rules: 1, errors: 0 })]);
    expect(run.code).toBe(0);
  });

  it('names file and line of a rule that does not load, once, and still checks the others', async () => {
    const bad = await folder.file('bad.yml', RULE.replace('condition: selection', 'condition: selection and'));
    const run = await chedun(['rules', 'lint', bad, rule, '--json']);
    expect(run.code).toBe(1);
    const [report] = run.json();
    expect(report).toMatchObject({ files: 2, errors: 1 });
    expect(report?.['problems']).toContainEqual(expect.objectContaining({ file: bad, severity: 'error' }));
  });

  it('ends with 2 where there are no rules', async () => {
    await mkdir(`${folder.path}/none`, { recursive: true });
    const run = await chedun(['rules', 'lint', `${folder.path}/none`, '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({ error: { code: 'cli.rules-missing' } });
  });
});

describe('chedun rules test and explain', () => {
  it('counts the events that match and shows the fields', async () => {
    const run = await chedun(['rules', 'test', rule, events, '--json']);
    expect(run.json()).toEqual([
      expect.objectContaining({
        tested: 2,
        matched: 1,
        hits: [expect.objectContaining({ index: 1, fields: [{ field: 'Image', value: 'C:\\Windows\\whoami.exe' }] })],
      }),
    ]);
    expect(run.code).toBe(0);
  });

  it('ends with 1 when nothing matches', async () => {
    const other = await folder.file('other.json', processEvent('C:\\notepad.exe'));
    const run = await chedun(['rules', 'test', rule, other]);
    expect(run).toMatchObject({ code: 1, out: 'Whoami: 0 of 1 events match, 0 refused\n' });
  });

  it('says field by field why an event does not match', async () => {
    const run = await chedun(['rules', 'explain', rule, events]);
    expect(run.code).toBe(1);
    expect(run.out).toContain('✓ log source');
    expect(run.out).toContain('✗ Image|endswith: wanted \\whoami.exe; has C:\\notepad.exe');
  });

  it('explains the event that is asked for', async () => {
    const run = await chedun(['rules', 'explain', rule, events, '--index', '1', '--json']);
    expect(run.json()).toEqual([
      expect.objectContaining({ matched: true, logsource: expect.objectContaining({ matched: true }) }),
    ]);
    expect(run.code).toBe(0);
  });

  it.each([
    [['--index', '2'], 'cli.event-unknown'],
    [[], 'cli.rule-invalid'],
  ])('ends with 2 when event or rule is not there %#', async (flags, code) => {
    const two = await folder.file('two.yml', `${RULE}---\n${RULE.replace('0001', '0002')}`);
    const asked = code === 'cli.rule-invalid' ? two : rule;
    const run = await chedun(['rules', 'explain', asked, events, ...flags, '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({ error: { code } });
  });
});

describe('chedun rules import', () => {
  it('sends the tree as a zip and ends with 1 when a rule did not load', async () => {
    const failures = [{ file: 'windows/x.yml', line: 7, reason: 'no condition' }];
    const server = await listen(() => ({ body: { ruleset: 'own', loaded: 1, unchanged: 0, removed: 0, failures } }));
    try {
      const args = ['rules', 'import', `${folder.path}/tree`, '--name', 'own', '--no-enable'];
      const run = await chedun([...args, '--url', server.url, '--token', 't']);
      expect(run.out).toContain('windows/x.yml:7 no condition');
      expect(run.code).toBe(1);
      const [request] = server.seen;
      expect(request).toMatchObject({
        path: '/api/detection/rulesets/import',
        query: { name: 'own', enable: 'false' },
        headers: { 'content-type': 'application/zip' },
      });
      const zip = await JSZip.loadAsync(request?.body ?? Buffer.alloc(0));
      expect(await zip.file('rules/windows/whoami.yml')?.async('string')).toBe(RULE);
    } finally {
      await server.close();
    }
  });
});
