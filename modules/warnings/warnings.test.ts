import type { FindingReport, FindingPage } from '@chedun/governance/contract';
import type { Source } from '@chedun/ingest/contract';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Packet, PolicyInForce, RiskDetail, RiskList, Warning, WarningBoard, WarningPage } from './contract.ts';
import { analyst, testWorld, type TestWorld } from './testing/world.ts';

const T0 = Date.UTC(2026, 10, 23, 1);
const HOUR = 3_600_000;
const vin = (n: number): string => `LCDCDA1E0RW${String(n).padStart(6, '0')}`;
const times = <Value>(count: number, make: (n: number) => Value): Value[] =>
  Array.from({ length: count }, (_, n) => make(n));
const report = (rule: string, vehicle: string, given: Partial<FindingReport> = {}): FindingReport => ({
  fingerprint: `${rule}|${vehicle}`,
  kind: 'alert',
  module: 'detection',
  title: 'Suspicious',
  titleZh: '可疑行为',
  severity: 'high',
  assets: [{ kind: 'vehicle', id: vehicle }],
  obligations: ['1.3-h'],
  count: 1,
  firstSeen: new Date(T0).toISOString(),
  lastSeen: new Date(T0).toISOString(),
  receivedAt: new Date(T0).toISOString(),
  samples: [],
  alert: {
    ruleId: rule,
    ruleTitle: 'Suspicious',
    author: 'CheDun',
    license: 'Apache-2.0',
    description: '',
    references: [],
    falsePositives: [],
    tags: [],
    matched: [],
  },
  ...given,
});
/** High alerts of three rules: 31.5 points each. */
const endangered = (n: number): FindingReport[] => ['r1', 'r2', 'r3'].map((rule) => report(rule, vin(n)));
const silent = (id: string, lastSeen: number): Source =>
  ({ id, health: 'silent', lastSeen: new Date(lastSeen).toISOString(), silentAfterMinutes: 60 }) as Source;

describe('warnings', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
  }, 60_000);
  afterAll(() => world.close());

  const page = (query: object = {}) =>
    world.call<z.infer<typeof WarningPage>>('listWarnings', { query: { limit: 50, ...query } });
  const standing = async () => (await page({ status: 'proposed,issued' })).items;
  const one = (id: string) => world.call<Warning>('getWarning', { params: { id } });
  const decide = (id: string, body: object) => world.call<Warning>('decideWarning', { params: { id }, body });
  const board = () => world.call<z.infer<typeof WarningBoard>>('warningBoard');
  const events = async (id: string) => (await one(id)).history.map(({ kind, to }) => (to ? `${kind}:${to}` : kind));
  const fleet = async () => (await standing()).find(({ scope }) => scope.kind === 'fleet');

  it('scores assets, explains each point and lists the worst', async () => {
    await world.tell([...endangered(1), report('r1', vin(2))]);
    await world.evaluate();
    const { items, total } = await world.call<z.infer<typeof RiskList>>('listRisk', { query: { limit: 10 } });
    expect(total).toBe(2);
    expect(items.map(({ asset, score }) => [asset.id, score])).toEqual([
      [vin(1), 94.5],
      [vin(2), 31.5],
    ]);
    const why = await world.call<RiskDetail>('explainRisk', { params: { kind: 'vehicle', id: vin(1) } });
    expect(why.contributions.map(({ rule, counted }) => [rule, counted])).toEqual([
      ['r1', 31.5],
      ['r2', 31.5],
      ['r3', 31.5],
    ]);
    expect(
      (await world.app.asksOf((await import('./module.ts')).warnings).riskOf({ kind: 'vehicle', id: 'none' })).score,
    ).toBe(0);
  });

  it('issues blue for one asset by itself, with number, causes, measures and time limit', async () => {
    const [first, ...others] = await standing();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      number: 'YJ-2026-0001',
      level: 'blue',
      status: 'issued',
      scope: { kind: 'vehicle', id: vin(1) },
      timeLimit: new Date(T0 + 24 * HOUR).toISOString(),
    });
    const detail = await one(first?.id ?? '');
    expect(detail).toMatchObject({ possibleLevel: '一般', rules: ['asset-endangered'], issuedBy: 'system' });
    expect(detail.causes).toHaveLength(3);
    expect(detail.measures.length).toBeGreaterThan(0);
    await world.evaluate();
    expect(await events(detail.id)).toEqual(['issued:blue']);
  });

  it('warns of the fleet in yellow, asks a person for orange, and a person confirms with a reason', async () => {
    await world.tell(times(10, (n) => endangered(n)).flat());
    await world.evaluate();
    expect(await fleet()).toMatchObject({ level: 'yellow', status: 'issued', pending: null });
    for (let from = 10; from < 100; from += 30) await world.tell(times(30, (n) => endangered(from + n)).flat());
    await world.evaluate();
    const asked = await fleet();
    expect(asked).toMatchObject({ level: 'yellow', pending: 'orange' });
    expect((await board()).waiting).toBe(1);
    const confirmed = await decide(asked?.id ?? '', { kind: 'confirm', comment: '已核实 100 辆车' });
    expect(confirmed).toMatchObject({ level: 'orange', pending: null, acknowledgedBy: '李雷' });
    expect(await events(confirmed.id)).toEqual(['changed:orange', 'proposed:orange', 'issued:yellow']);
    const { lines } = await readAudit(world.platform.platform.records, { limit: 5, targetId: confirmed.id });
    expect(lines[0]).toMatchObject({ action: 'warnings.decided', outcome: 'done' });
    expect(await board()).toMatchObject({ overflow: 51, waiting: 0 });
  });

  it('lifts blue by itself after the calm hours, and asks before orange is lifted', async () => {
    const change = { status: 'false-positive', comment: '演练误报' };
    for (;;) {
      const query = { status: 'open', sort: 'lastSeen', limit: 200 };
      const { items } = await world.call<z.infer<typeof FindingPage>>('listFindings', { query });
      if (items.length === 0) break;
      await world.call('changeFindings', { body: { ids: items.map(({ id }) => id), change } });
    }
    world.platform.clock.advance(6 * 60_000);
    await world.evaluate();
    expect((await standing()).length).toBeGreaterThan(1);
    world.platform.clock.advance(6 * HOUR);
    await world.evaluate();
    const left = await standing();
    expect(left.map(({ scope }) => scope.kind)).toEqual(['fleet']);
    world.platform.clock.advance(19 * HOUR);
    await world.evaluate();
    expect(await fleet()).toMatchObject({ level: 'orange', status: 'issued', pending: 'lift' });
    const lifted = await decide(left[0]?.id ?? '', { kind: 'confirm', comment: '风险解除' });
    expect(lifted).toMatchObject({ status: 'lifted', liftedBy: '李雷' });
    await expect(decide(lifted.id, { kind: 'lift', comment: 'again' })).rejects.toMatchObject({
      code: 'warnings.not-now',
    });
    expect((await board()).levels.every(({ issued }) => issued === 0)).toBe(true);
  });

  it('makes silence of a source a warning and lifts it when the source is heard again', async () => {
    world.sources.push(silent('gw-1', world.platform.clock.now() - 2 * HOUR));
    await world.evaluate();
    const [warning] = await standing();
    expect(warning).toMatchObject({ level: 'blue', scope: { kind: 'source', id: 'gw-1' } });
    expect((await one(warning?.id ?? '')).impact.zh).toBe('接入源 gw-1 已 120 分钟没有数据，期间的攻击无法被发现');
    const silence = world.app.registry.checks().find(({ id }) => id === 'warnings.silence');
    expect((await silence?.run())?.outcome).toBe('pass');
    world.sources.push(silent('gw-2', world.platform.clock.now() - 3 * HOUR));
    expect(await silence?.run()).toMatchObject({ outcome: 'fail', facts: { missed: 'gw-2' } });
    world.sources.length = 0;
    await world.evaluate();
    world.platform.clock.advance(6 * HOUR);
    await world.evaluate();
    expect(await standing()).toEqual([]);
  });

  it('proposes red once, is quiet after a refusal, and leaves a proposal without reason', async () => {
    const { policy } = await world.call<z.infer<typeof PolicyInForce>>('getWarningPolicy');
    const rules = [{ ...policy.rules[0], id: 'silent-red', level: 'red', trigger: { kind: 'silence', minutes: 0 } }];
    const saved = await world.call<z.infer<typeof PolicyInForce>>('changeWarningPolicy', {
      body: { policy: { ...policy, rules }, note: '演示' },
    });
    expect(saved).toMatchObject({ version: 1, versions: [{ version: 1, by: '李雷', note: '演示' }] });
    world.sources.push(silent('gw-3', world.platform.clock.now() - 2 * HOUR));
    await world.evaluate();
    await world.evaluate();
    const [proposed, ...others] = await standing();
    expect(others).toEqual([]);
    expect(proposed).toMatchObject({ level: 'red', status: 'proposed', issuedAt: null, timeLimit: null });
    await decide(proposed?.id ?? '', { kind: 'refuse', comment: '计划内停机' });
    await world.evaluate();
    expect(await standing()).toEqual([]);
    world.platform.clock.advance(24 * HOUR);
    await world.evaluate();
    expect((await standing()).map(({ status }) => status)).toEqual(['proposed']);
    world.sources.length = 0;
    await world.evaluate();
    expect(await standing()).toEqual([]);
    expect((await page({ status: 'refused' })).items).toHaveLength(2);
  });

  it('lets a person issue, edit, change, acknowledge and lift, one a scope', async () => {
    const body = {
      level: 'red',
      scope: { kind: 'fleet', id: 'all' },
      title: '供应链漏洞',
      impact: '全部车型',
      measures: ['停止推送'],
      causes: [],
    };
    const issued = await world.call<Warning>('issueWarning', { body });
    expect(issued).toMatchObject({ level: 'red', status: 'issued', issuedBy: '李雷', rules: [] });
    const inForce = await world.app.asksOf((await import('./module.ts')).warnings).inForce();
    expect(inForce[0]).toEqual({ number: issued.number, level: 'red' });
    await expect(world.call('issueWarning', { body })).rejects.toMatchObject({ code: 'warnings.scope-taken' });
    await decide(issued.id, { kind: 'acknowledge' });
    await expect(decide(issued.id, { kind: 'acknowledge' })).rejects.toMatchObject({ code: 'warnings.not-now' });
    await decide(issued.id, {
      kind: 'edit',
      impact: '两款车型',
      measures: ['停止推送', '通知车主'],
      comment: '范围缩小',
    });
    const changed = await decide(issued.id, { kind: 'change', level: 'yellow', comment: '降级' });
    expect(changed).toMatchObject({ level: 'yellow', impact: { zh: '两款车型' } });
    await world.evaluate();
    expect((await one(issued.id)).status).toBe('issued');
    await decide(issued.id, { kind: 'lift', comment: '已修复' });
    expect(await events(issued.id)).toEqual(['lifted', 'changed:yellow', 'edited', 'acknowledged', 'issued:red']);
    await expect(one('0193a000-0000-7000-8000-000000000999')).rejects.toMatchObject({ code: 'warnings.unknown' });
  });

  it('finds and pages, in force first', async () => {
    const all = await page();
    const two = await page({ limit: 2 });
    expect(two.next).toBe('2');
    expect((await page({ limit: 2, cursor: '2' })).items[0]?.id).toBe(all.items[2]?.id);
    expect((await page({ search: '供应链' })).items).toHaveLength(1);
    expect((await page({ level: 'orange', scope: 'fleet:all' })).total).toBe(1);
    await expect(page({ cursor: 'x' })).rejects.toMatchObject({ code: 'warnings.cursor-invalid' });
  });

  it('makes reporting packets, names what is missing, keeps the receipt and sends nothing', async () => {
    const [warning] = (await page({ search: '供应链' })).items;
    const make = (type: string, subject: string) => world.call<Packet>('makePacket', { body: { type, subject } });
    const packet = await make('warning', warning?.id ?? '');
    expect(packet).toMatchObject({ number: 'BS-2026-0001', verifiedSchema: false, receipt: null });
    expect(packet.missing).toContain('companyName');
    const file = await world.call<{ body: AsyncIterable<string>; fileName: string }>('downloadPacket', {
      params: { id: packet.id },
    });
    let text = '';
    for await (const part of file.body) text += part;
    expect(JSON.parse(text)).toMatchObject({
      number: 'BS-2026-0001',
      data: { warningNo: warning?.number, status: '2' },
    });
    const day = new Date(T0 + 8 * HOUR).toISOString().slice(0, 10);
    expect((await make('statistics', day)).missing).toEqual(['companyName', 'companyCode']);
    await expect(make('statistics', '2099-01-01')).rejects.toMatchObject({ code: 'warnings.packet-subject' });
    await expect(make('finding', 'nothing')).rejects.toMatchObject({ code: 'warnings.packet-subject' });
    const receipt = { number: '回执-1', at: new Date(T0).toISOString(), via: 'HTTPS' };
    const params = { id: packet.id };
    expect(await world.call<Packet>('recordPacketReceipt', { params, body: receipt })).toMatchObject({
      receipt: { number: '回执-1', by: analyst.name },
    });
    await expect(world.call('recordPacketReceipt', { params, body: receipt })).rejects.toMatchObject({
      code: 'warnings.receipt-there',
    });
  });
});
