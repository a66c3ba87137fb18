import { governance } from '@chedun/governance';
import { openJournal, type Journal } from '@chedun/journal';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createPipeline, journalReader, type Pipeline } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { silentLog } from '@chedun/records/testing';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RuleFilter, RuleTest } from './contract.ts';
import { fingerprintOf } from './domain/report.ts';
import { detection } from './module.ts';
import { pageOfRules } from './read-model.ts';
import { openRulesStage } from './stages/rules.ts';
import { countHits, readPosition, savePosition } from './store.ts';
import type { DetectionTables } from './tables.ts';
import { ruleUseCases } from './use-cases/change-rules.ts';
import { filesOfArchive } from './use-cases/import-archive.ts';
import { syncRuleset } from './use-cases/sync-ruleset.ts';
import { testRule } from './use-cases/test-rule.ts';

const analyst = { kind: 'user', id: 'u1', name: '李雷' } as const;
const unlock = (account: string, speed: number) =>
  JSON.stringify({
    ts: '2026-11-23T01:00:00Z',
    type: 'remote_control',
    vin: 'LCDCDA1E0RW000017',
    account,
    command: 'unlock',
    result: 'success',
    session_id: 's',
    vehicle_speed_kmh: speed,
  });
const ownRule = (id: string, extra = '') => `title: Own rule
id: ${id}
status: experimental
description: d
author: a
date: 2026-11-23
logsource:
  category: remote_control
detection:
  selection:
    account: mallory
  condition: selection
level: high
${extra}`;
const RULE_ID = '0f6b7f3a-0000-4000-8000-000000000001';

describe('detection', () => {
  let world: TestPlatform;
  let app: Composition;
  let journal: Journal;
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = createPipeline({ workers: 1, log: silentLog });
    pipeline.decodeWith(lineDecoder, async () => undefined);
    world = await testPlatform({ pipeline });
    journal = await openJournal({ dir: join(world.folder, 'journal'), stream: 'network', clock: world.clock });
    app = await compose([governance, detection], { ...world.platform, pipeline });
    await app.start();
    await pipeline.start([journalReader('network', journal, () => undefined)]);
  }, 60_000);
  afterAll(async () => {
    await pipeline.stop();
    await app.stop();
    await journal.close();
    await world.close();
  });

  const send = (...lines: string[]) =>
    journal.append({
      source: 'tsp',
      format: 'ndjson',
      count: lines.length,
      flags: 0,
      payload: Buffer.from(lines.join('\n')),
      receivedAt: world.clock.now(),
    });
  const alertsOf = (account: string) => app.asksOf(governance).alertsOfAsset({ kind: 'account', id: account }, 50);
  const position = () => readPosition(world.platform.records, 'network');
  const rules = () => {
    const { records, newId, clock } = world.platform;
    return ruleUseCases({ records, newId, now: clock.now, changed: async () => undefined });
  };

  it('turns hits of one rule on one account into one alert with fields, author and the vehicle', async () => {
    await send(unlock('alice', 62), unlock('alice', 70), unlock('bob', 0));
    await vi.waitFor(async () => expect((await alertsOf('alice')).length).toBeGreaterThan(0), 20_000);
    const alert = (await alertsOf('alice')).find((each) => each.title === 'Remote Command While Vehicle Is Moving');
    expect(alert).toMatchObject({ count: 2, severity: 'high', titleZh: '车辆行驶中收到远程控制指令' });
    const finding = await app.asksOf(governance).findingById(alert?.id ?? '');
    expect(finding?.alert).toMatchObject({ author: 'CheDun', license: 'Apache-2.0' });
    expect(finding?.alert?.matched).toContainEqual({ field: 'command', value: 'unlock' });
    expect(finding?.assets).toContainEqual({ kind: 'vehicle', id: 'LCDCDA1E0RW000017' });
    expect(await alertsOf('bob')).toEqual([]);
  });

  it('remembers how far it came, with the hits', async () => {
    const { seq } = await send(unlock('carol', 10));
    await vi.waitFor(async () => expect(await position()).toBe(seq), 20_000);
    const hours = await world.platform.records
      .read<DetectionTables>()
      .selectFrom('detection.rule_hours')
      .selectAll()
      .execute();
    expect(hours.reduce((sum, row) => sum + row.hits, 0)).toBe(3);
  });

  it('loses hits and position together when the transaction fails', async () => {
    const before = await position();
    const { records } = world.platform;
    const group = {
      ruleId: 'x',
      asset: { kind: 'host', id: 'h' },
      concerned: [],
      window: 0,
      count: 5,
      firstAt: 0,
      lastAt: 0,
      receivedAt: 0,
      samples: [],
      matched: [],
    } as const;
    const failing = records.transaction(async (tx) => {
      await countHits(tx, [group], world.clock.now());
      await savePosition(tx, 'network', 9999);
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect(await position()).toBe(before);
  });

  it('counts a commit once when its answer was lost and it is tried again', async () => {
    const { records } = world.platform;
    const book = {
      facts: () => undefined,
      pack: () => ({ version: 1, rules: [] }),
      version: () => 1,
      liveIn: () => undefined,
      versionOf: () => undefined,
      refresh: async () => ({ version: 1, since: 0, put: [], gone: [] }),
      silence: async () => ({ version: 1, since: 0, put: [], gone: [] }),
      overlay: () => undefined,
      document: () => undefined,
      load: async () => undefined,
      loadedAt: () => undefined,
    };
    const stage = openRulesStage({ records, book, log: silentLog, onEvaluated: () => undefined });
    const group = {
      ruleId: 'again',
      asset: { kind: 'host', id: 'h' },
      concerned: [],
      window: 0,
      count: 5,
      firstAt: 0,
      lastAt: 0,
      receivedAt: 0,
      samples: [],
      matched: [],
    } as const;
    const batch = {
      stream: 'telemetry',
      fromSeq: 1,
      toSeq: 3,
      events: 5,
      rejects: 0,
      newestReceivedAt: world.clock.now(),
      result: { version: 1, groups: [group], failures: 0 },
    };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      stage.take(batch);
      await stage.settle();
    }
    const hours = await records
      .read<DetectionTables>()
      .selectFrom('detection.rule_hours')
      .selectAll()
      .where('rule_id', '=', 'again')
      .execute();
    expect(hours.map((row) => row.hits)).toEqual([5]);
    expect(await stage.position('telemetry')).toBe(3);
  });

  it('gives two assets with long names two alerts, and survives a clock that says the year 12000', async () => {
    const of = (id: string) => fingerprintOf({ ruleId: RULE_ID, asset: { kind: 'host', id }, window: 1 });
    expect(of(`${'x'.repeat(199)}a`)).not.toBe(of(`${'x'.repeat(199)}b`));
    expect(of('x'.repeat(199)).length).toBeLessThanOrEqual(200);
    await send(
      JSON.stringify({
        ts: '+012000-01-01T00:00:00.000Z',
        type: 'remote_control',
        account: 'dave',
        command: 'unlock',
        result: 'success',
        session_id: 's',
        vehicle_speed_kmh: 50,
        vin: 'LCDCDA1E0RW000018',
      }),
    );
    await vi.waitFor(async () => expect((await alertsOf('dave')).length).toBeGreaterThan(0), 20_000);
  });

  it('creates, changes, excepts and switches rules, and refuses what is wrong with its line', async () => {
    const { records, clock } = world.platform;
    await expect(rules().create({ yaml: 'title: x\ndetection: [', enabled: true }, analyst)).rejects.toMatchObject({
      code: 'detection.rule-invalid',
      detail: { line: expect.any(Number) },
    });
    expect(await rules().create({ yaml: ownRule(RULE_ID), enabled: true }, analyst)).toBe(RULE_ID);
    await expect(rules().create({ yaml: ownRule(RULE_ID), enabled: true }, analyst)).rejects.toMatchObject({
      code: 'detection.rule-exists',
    });
    await expect(rules().addException(RULE_ID, { title: 'x', yaml: '- 1' }, analyst)).rejects.toMatchObject({
      code: 'detection.exception-invalid',
    });
    await rules().addException(RULE_ID, { title: '压力测试', yaml: 'src_ip: 10.0.0.1' }, analyst);
    await rules().change(RULE_ID, { groupMinutes: 5, enabled: false }, analyst);
    const page = await pageOfRules(records, RuleFilter.parse({ ruleset: 'own' }), clock.now());
    expect(page.items).toEqual([expect.objectContaining({ id: RULE_ID, enabled: false, exceptions: 1 })]);
    expect(await rules().bulk([RULE_ID], true, analyst)).toBe(1);
    await expect(rules().change('nope', { enabled: true }, analyst)).rejects.toMatchObject({
      code: 'detection.rule-unknown',
    });
  });

  it('makes a rule set what its tree holds; wrong files are told and cost nobody else', async () => {
    const sync = syncRuleset(world.platform);
    const tree = (files: { path: string; text: string }[]) =>
      sync({ id: 'team', title: 'team', origin: 'test', license: 'DRL', enableNew: 'enabled', files });
    const [a, b] = [
      { path: 'a.yml', text: ownRule('aaaaaaaa-0000-4000-8000-000000000001') },
      { path: 'b.yml', text: ownRule('bbbbbbbb-0000-4000-8000-000000000002') },
    ];
    const first = await tree([
      a,
      b,
      { path: 'bad.yml', text: 'title: x\nlogsource: {}\ndetection:\n  sel:\n    a|nope: 1\n  condition: sel\n' },
    ]);
    expect(first).toMatchObject({ loaded: 2, unchanged: 0, removed: 0 });
    expect(first.failures).toEqual([expect.objectContaining({ file: 'bad.yml' })]);
    expect(
      await tree([a, { ...b, text: ownRule('bbbbbbbb-0000-4000-8000-000000000002', 'x-note: changed\n') }]),
    ).toMatchObject({ loaded: 1, unchanged: 1, removed: 0 });
    expect(await tree([a])).toMatchObject({ loaded: 0, unchanged: 1, removed: 1 });
  });

  it('tries a rule on pasted events and explains every one', async () => {
    const test = testRule({ query: async () => [] });
    const told = await test(
      RuleTest.parse({ yaml: ownRule(RULE_ID), events: [unlock('mallory', 0), unlock('alice', 0)].join('\n') }),
    );
    expect(told).toMatchObject({ tested: 2, matched: 1 });
    expect(told.samples[0]).toMatchObject({ matched: true, fields: [{ field: 'account', value: 'mallory' }] });
    expect(told.samples[1]?.explain).toMatchObject({ kind: 'and', matched: false });
    await expect(test(RuleTest.parse({ yaml: ownRule(RULE_ID), events: '{"a":1}\n{broken' }))).rejects.toMatchObject({
      code: 'detection.events-unreadable',
      detail: { line: 2 },
    });
  });

  it('refuses archives that are none', async () => {
    await expect(filesOfArchive(Readable.from([Buffer.from('no zip')]))).rejects.toMatchObject({
      code: 'detection.archive-invalid',
    });
  });
});
