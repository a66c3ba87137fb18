import { governance } from '@chedun/governance';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline } from '@chedun/pipeline';
import { silentLog } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { documentsRead, DocumentsRead, type DetectionAsks } from './contract.ts';
import { detection } from './module.ts';
import { ruleBook } from './rule-book.ts';
import { syncRuleset } from './use-cases/sync-ruleset.ts';

const rule = (name: string, id: string): string => `title: ${name}
id: ${id}
name: ${name}
logsource:
  category: remote_control
detection:
  selection:
    command: unlock
  condition: selection
level: low
`;
const correlation = `title: Many
correlation:
  type: event_count
  rules: [first]
  timespan: 5m
  condition:
    gte: 3
`;
const FIRST = '0f6b7f3a-0000-4000-8000-00000000000a';
const SECOND = '0f6b7f3a-0000-4000-8000-00000000000b';

describe('what detection hands on to correlations', () => {
  let world: TestPlatform;
  let app: Composition;
  let asks: DetectionAsks;
  const read: DocumentsRead[] = [];
  const listener = defineModule({
    name: 'listener',
    needs: ['detection'],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {},
      reactions: [
        {
          name: 'listen',
          on: documentsRead,
          react: async (event) => void read.push(DocumentsRead.parse(event.payload)),
        },
      ],
    }),
  });
  const sync = (files: readonly { path: string; text: string }[]) =>
    syncRuleset(world.platform)({ id: 'set', title: 's', origin: 'o', license: 'MIT', enableNew: 'enabled', files });
  const ofSet = () => read.filter(({ ruleset }) => ruleset === 'set');

  beforeAll(async () => {
    const pipeline = createPipeline({ workers: 1, log: silentLog });
    world = await testPlatform({ pipeline });
    app = await compose([governance, detection, listener], { ...world.platform, pipeline });
    await app.start();
    asks = app.asksOf(detection);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await world.close();
  });

  it('tells files with correlations once, and again when they change or go', async () => {
    const mixed = { path: 'a/mixed.yml', text: `${rule('first', FIRST)}---\n${correlation}` };
    const plain = { path: 'b.yml', text: rule('second', SECOND) };
    expect(await sync([mixed, plain])).toMatchObject({ loaded: 2, failures: [] });
    await vi.waitFor(() => expect(ofSet()).toHaveLength(1), 10_000);
    expect(ofSet()[0]).toEqual({
      ruleset: 'set',
      license: 'MIT',
      enableNew: 'enabled',
      files: [mixed],
      paths: ['a/mixed.yml'],
    });
    expect(await sync([mixed, plain])).toMatchObject({ loaded: 0, unchanged: 2 });
    expect(await sync([plain])).toMatchObject({ loaded: 0, unchanged: 1, removed: 1 });
    await vi.waitFor(() => expect(ofSet()).toHaveLength(2), 10_000);
    expect(ofSet()[1]).toMatchObject({ files: [], paths: [] });
    await sync([mixed, plain]);
    await vi.waitFor(() => expect(ofSet()).toHaveLength(3), 10_000);
  });

  it('gives rules by id and by name with their exceptions', async () => {
    const found = await asks.ruleSources(['first', SECOND, 'nothing']);
    expect(found.map(({ id, path }) => [id, path])).toEqual([
      [FIRST, 'a/mixed.yml'],
      [SECOND, 'b.yml'],
    ]);
    expect(await asks.ruleSources([])).toEqual([]);
  });

  it('takes silenced rules out of what workers evaluate and puts them back', async () => {
    const book = ruleBook(world.platform.records, () => 0);
    await book.load();
    const ids = () => book.pack().rules.map(({ id }) => id);
    expect(ids()).toContain(FIRST);
    expect(await book.silence([FIRST])).toMatchObject({ put: [], gone: [FIRST] });
    expect(ids()).not.toContain(FIRST);
    expect((await book.refresh([FIRST])).gone).toEqual([FIRST]);
    await book.load();
    expect(ids()).not.toContain(FIRST);
    expect((await book.silence([])).put.map(({ id }) => id)).toEqual([FIRST]);
    expect(ids()).toContain(FIRST);
  });

  it('keeps the rules of a text of correlations, and only those', async () => {
    const third = '0f6b7f3a-0000-4000-8000-00000000000c';
    const heard: (readonly string[] | undefined)[] = [];
    asks.onRulesChanged((ids) => heard.push(ids));
    await asks.keepCompanions('one.yml', `${rule('third', third)}---\n${correlation}`);
    expect((await asks.ruleSources(['third']))[0]).toMatchObject({ id: third, ruleset: 'correlated', path: 'one.yml' });
    await expect(asks.keepCompanions('two.yml', rule('third', third))).rejects.toMatchObject({
      code: 'detection.rule-exists',
    });
    await expect(asks.keepCompanions('one.yml', 'title: x\nlogsource: 3')).rejects.toMatchObject({
      code: 'detection.rule-invalid',
    });
    await asks.keepCompanions('one.yml', correlation);
    expect(await asks.ruleSources(['third'])).toEqual([]);
    expect(heard).toEqual([[third], [third]]);
  });
});
