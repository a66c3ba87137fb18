import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type {
  CorrelationDetail,
  CorrelationEngine,
  CorrelationPage,
  CorrelationTestResult,
  FiringPage,
} from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

type Page = z.infer<typeof CorrelationPage>;
type Tested = z.infer<typeof CorrelationTestResult>;

const base = (name: string, id: string, command: string) => `title: Base ${name}
id: ${id}
name: ${name}
logsource:
  category: remote_control
detection:
  selection:
    command: ${command}
  condition: selection
level: low
`;
const UNLOCK = '0f6b7f3a-1111-4000-8000-000000000001';
const MANY = '0f6b7f3a-1111-4000-8000-00000000000a';
const many = (least = 3, extra = '') => `title: Many Test Unlocks
x-title-zh: 大量解锁
id: ${MANY}
status: test
description: d
author: a
date: 2026-11-23
correlation:
  type: event_count
  rules: [test_unlock]
  group-by: [account]
  timespan: 5m
  condition:
    gte: ${least}
${extra}level: high
`;
const text = (least = 3) => `${base('test_unlock', UNLOCK, 'test_unlock')}---\n${many(least)}`;

describe('correlations in the product', () => {
  let world: TestWorld;
  const command = (s: number, account = 'u-1', about: object = {}) => ({
    ts: new Date(world.platform.clock.now() + s * 1000).toISOString(),
    type: 'remote_control',
    vin: 'LCDCDA1E0RW000017',
    account,
    command: 'test_unlock',
    result: 'queued',
    ...about,
  });
  const engine = () => world.call<z.infer<typeof CorrelationEngine>>('getCorrelationEngine');
  const list = (query: object = {}) =>
    world.call<Page>('listCorrelations', { query: { sort: 'title', limit: 200, ...query } });
  const detail = (id: string) => world.call<CorrelationDetail>('getCorrelation', { params: { id } });
  const mine = async () => (await world.alerts({ ruleId: MANY })).map(({ count }) => count);

  beforeAll(async () => {
    world = await testWorld();
  }, 120_000);
  afterAll(() => world.close());

  it('takes our own correlations out of the rule folder, all able to run', async () => {
    await vi.waitFor(async () => expect((await list()).total).toBeGreaterThanOrEqual(34), 30_000);
    await vi.waitFor(async () => expect((await engine()).running).toBeGreaterThanOrEqual(34), 30_000);
    expect((await engine()).broken).toEqual([]);
    const { items } = await list({ search: '撞库' });
    expect(items[0]).toMatchObject({
      titleZh: '同一地址撞库',
      state: 'running',
      ruleset: 'chedun',
      type: 'value_count',
    });
    const shown = await detail(items[0]?.id ?? '');
    expect(shown.outline).toMatchObject({
      groupBy: ['src_ip'],
      timespanMs: 600_000,
      condition: '≥ 10',
      threshold: 10,
      fields: ['account'],
      rules: [{ kind: 'rule', titleZh: '登录失败' }],
    });
  });

  it('makes a correlation with its rule, and one alert of three unlocks of one account', async () => {
    const created = await world.call<CorrelationDetail>('createCorrelation', { body: { yaml: text(), enabled: true } });
    expect(created).toMatchObject({ id: MANY, state: 'running', ruleset: 'own', groupMinutes: 60 });
    await world.send([command(0), command(1, 'u-2'), command(2), command(3)]);
    await vi.waitFor(async () => expect(await mine()).toEqual([1]), 20_000);
    const [alert] = await world.alerts({ ruleId: MANY });
    expect(alert).toMatchObject({
      title: 'Many Test Unlocks',
      titleZh: '大量解锁',
      severity: 'high',
      assets: [{ kind: 'account', id: 'u-1' }],
    });
    expect(await world.alerts({ ruleId: UNLOCK, module: 'detection' })).toEqual([]);
    const fired = await world.call<z.infer<typeof FiringPage>>('listFirings', {
      params: { id: MANY },
      query: { limit: 20 },
    });
    expect(fired.items).toHaveLength(1);
    expect(fired.items[0]).toMatchObject({ value: 3, alone: true, group: [{ field: 'account', value: 'u-1' }] });
    expect(fired.items[0]?.refs).toHaveLength(3);
    expect(await detail(MANY)).toMatchObject({ fired24h: 1, firedTotal: 1 });
  });

  it('goes on with its windows after a restart', async () => {
    await world.send([command(0, 'u-9'), command(1, 'u-9')]);
    await world.restart();
    await world.send([command(2, 'u-9')]);
    await vi.waitFor(
      async () => expect((await world.alerts({ asset: 'account:u-9' })).map(({ count }) => count)).toEqual([1]),
      20_000,
    );
  });

  it('follows exceptions of the rules that it stands on', async () => {
    await world.call('addException', {
      params: { id: UNLOCK },
      body: { title: 'test bench', yaml: 'account: u-bench' },
    });
    const hits = async () => (await engine()).streams.find(({ stream }) => stream === 'network')?.hits ?? 0;
    await vi.waitFor(async () => {
      const before = await hits();
      await world.send([command(0, 'u-bench')]);
      expect(await hits()).toBe(before);
    }, 20_000);
    const before = await hits();
    await world.send([command(0, 'u-other')]);
    expect(await hits()).toBe(before + 1);
  });

  it('is rewritten, switched, and deleted with its rule; each is in the audit trail', async () => {
    await world.call('changeCorrelation', { params: { id: MANY }, body: { yaml: text(50), groupMinutes: 5 } });
    expect(await detail(MANY)).toMatchObject({ groupMinutes: 5, outline: { threshold: 50 } });
    await world.call('switchCorrelations', { body: { ids: [MANY], enabled: false } });
    expect((await detail(MANY)).state).toBe('off');
    const [own] = (await list({ search: '撞库' })).items;
    await expect(world.call('removeCorrelation', { params: { id: own?.id ?? '' } })).rejects.toMatchObject({
      code: 'correlation.imported',
    });
    await world.call('removeCorrelation', { params: { id: MANY } });
    await expect(detail(MANY)).rejects.toMatchObject({ code: 'correlation.unknown' });
    await expect(world.call('getRule', { params: { id: UNLOCK } })).rejects.toMatchObject({
      code: 'detection.rule-unknown',
    });
    const { lines } = await readAudit(world.platform.platform.records, { limit: 100 });
    const actions = lines.map(({ action }) => action);
    for (const action of ['created', 'changed', 'switched', 'removed'])
      expect(actions).toContain(`correlation.${action}`);
  });

  it('refuses what cannot run with the place and the reason in both languages', async () => {
    const create = (yaml: string) => world.call('createCorrelation', { body: { yaml, enabled: true } });
    await expect(create(many())).rejects.toMatchObject({ code: 'correlation.invalid' });
    await expect(create(text().replace('5m', '0m'))).rejects.toMatchObject({
      code: 'correlation.invalid',
      detail: { reasonZh: expect.stringMatching(/\p{Script=Han}/u) },
    });
    const circle = many().replace('rules: [test_unlock]', `rules: [${MANY}]`);
    await expect(create(circle)).rejects.toMatchObject({ code: 'correlation.invalid' });
    await expect(create(base('alone', UNLOCK, 'x'))).rejects.toMatchObject({ code: 'correlation.invalid' });
    expect((await list({ search: MANY })).total).toBe(0);
  });

  it('tries a correlation on pasted events without keeping anything', async () => {
    const t0 = Date.UTC(2026, 10, 1);
    const events = [0, 30, 60, 900]
      .map((s) => JSON.stringify({ ...command(0), ts: new Date(t0 + s * 1000).toISOString() }))
      .join('\n');
    const tested = await world.call<Tested>('testCorrelation', { body: { yaml: text(), events } });
    expect(tested).toMatchObject({ loads: true, tested: 4, hitsTotal: 4, firingsTotal: 1 });
    expect(tested.firings[0]).toMatchObject({
      at: new Date(t0 + 60_000).toISOString(),
      value: 3,
      group: [{ field: 'account', value: 'u-1' }],
      events: [0, 1, 2],
    });
    const broken = await world.call<Tested>('testCorrelation', { body: { yaml: many() } });
    expect(broken).toMatchObject({ loads: false, outline: { rules: [{ kind: 'missing' }] } });
    expect(broken.lint[0]).toMatchObject({ severity: 'error' });
  });

  it('lays a filter on the rules that it names, for alerts of their own and for correlations', async () => {
    const rule = `0f6b7f3a-1111-4000-8000-000000000002`;
    await world.call('createRule', { body: { yaml: base('filtered', rule, 'filtered'), enabled: true } });
    const filter = `title: Not the bench
id: 0f6b7f3a-1111-4000-8000-0000000000ff
logsource:
  category: remote_control
filter:
  rules: [filtered]
  bench:
    account: u-bench
  condition: not bench
`;
    await world.call('createCorrelation', { body: { yaml: filter, enabled: true } });
    expect((await engine()).filters).toBe(1);
    const at = (account: string) => command(0, account, { command: 'filtered' });
    await world.send([at('u-bench'), at('u-real')]);
    await vi.waitFor(
      async () => expect(await world.alerts({ module: 'detection', ruleId: rule })).toHaveLength(1),
      20_000,
    );
    expect((await world.alerts({ module: 'detection', ruleId: rule }))[0]?.assets[0]?.id).toBe('u-real');
    await world.call('removeCorrelation', { params: { id: '0f6b7f3a-1111-4000-8000-0000000000ff' } });
    expect((await engine()).filters).toBe(0);
  });

  it('says that events came too late, as a finding and in its figures', async () => {
    const { late } = (await engine()).streams.find(({ stream }) => stream === 'network') ?? { late: 0 };
    await world.call('createCorrelation', { body: { yaml: text(), enabled: true } });
    await world.send([command(0, 'u-late')]);
    await world.send([command(-7200, 'u-late'), command(-7200, 'u-late')]);
    await vi.waitFor(async () => {
      const now = (await engine()).streams.find(({ stream }) => stream === 'network');
      expect((now?.late ?? 0) - late).toBe(2);
      const [finding] = await world.alerts({ kind: 'weakness' });
      expect(finding).toMatchObject({ title: 'Events came too late for correlations', count: expect.any(Number) });
    }, 20_000);
  });
});
