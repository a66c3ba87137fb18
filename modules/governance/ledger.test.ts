import { randomUUID } from 'node:crypto';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { DeliveredEvent } from '@chedun/records';
import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FindingFilter, findingsReported, type FindingReport } from './contract.ts';
import { governanceChecks } from './checks.ts';
import { findingReadModel } from './read-model.ts';
import { pointWidth, statsReadModel } from './read-stats.ts';
import { aReport } from './testing/index.ts';
import { ocsfLines } from './domain/ocsf.ts';
import { qualityReadModel } from './read-quality.ts';
import { changeFindings } from './use-cases/change-findings.ts';
import { clearFinding } from './use-cases/clear-finding.ts';
import { recordFindings } from './use-cases/record-findings.ts';

const analyst = { kind: 'user', id: 'u1', name: '李雷' } as const;
const anAlert: NonNullable<FindingReport['alert']> = {
  ruleId: 'r1',
  ruleTitle: 'Suspicious thing',
  author: 'CheDun',
  license: 'Apache-2.0',
  description: 'It is suspicious.',
  references: [],
  falsePositives: [],
  tags: ['attack.t1078'],
  matched: [],
};
const gathered = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
};
const filter = (given: Record<string, unknown> = {}) => FindingFilter.parse(given);

describe('the ledger', () => {
  let db: TestDatabase;
  let ledger: ReturnType<typeof findingReadModel>;
  let stats: ReturnType<typeof statsReadModel>;
  let quality: ReturnType<typeof qualityReadModel>;
  beforeAll(async () => {
    db = await testDatabase({
      migrations: [{ module: 'governance', folder: new URL('./migrations/', import.meta.url) }],
    });
    ledger = findingReadModel(db.records, db.clock.now);
    stats = statsReadModel(db.records, db.clock.now);
    quality = qualityReadModel(db.records);
  });
  afterAll(() => db.close());
  beforeEach(() =>
    db.records.transaction(async (tx) => {
      const tables = tx.as<Record<string, Record<string, unknown>>>();
      for (const table of ['finding_history', 'findings', 'occurrence_minutes'])
        await tables.deleteFrom(`governance.${table}`).execute();
    }),
  );

  const deliver = (payload: unknown): DeliveredEvent =>
    ({
      id: randomUUID(),
      type: findingsReported,
      aggregate: 'x',
      payload,
      actor: SYSTEM_ACTOR,
      at: db.clock.now(),
    }) as DeliveredEvent;
  const report = (...findings: FindingReport[]) =>
    db.records.transaction((tx) => recordFindings({ clock: db.clock, newId: randomUUID })(deliver({ findings }), tx));
  const only = async () => {
    const { items } = await ledger.page(filter());
    expect(items).toHaveLength(1);
    return ledger.must(items[0]?.id ?? '');
  };
  const change = changeFindings({
    records: { transaction: (work) => db.records.transaction(work) },
    clock: { now: () => db.clock.now(), monotonic: () => 0 },
  });

  it('opens, counts up and reopens in one batch, each finding by itself', async () => {
    const known = aReport({ fingerprint: 'known', title: 'known' });
    const solved = aReport({ fingerprint: 'solved', title: 'solved' });
    await report(known, solved);
    const { items } = await ledger.page(filter());
    const ids = items.filter(({ title }) => title === 'solved').map(({ id }) => id);
    await change(ids, { status: 'resolved', comment: 'done' }, analyst);
    await report(
      { ...known, count: 4, severity: 'critical' },
      aReport({ fingerprint: 'new', title: 'new', severity: 'low' }),
      { ...solved, count: 2 },
    );
    const after = (await ledger.page(filter())).items.map(({ title, count, status, severity }) => [
      title,
      count,
      status,
      severity,
    ]);
    expect(after.toSorted()).toEqual([
      ['known', 1 + 4, 'open', 'critical'],
      ['new', 1, 'open', 'low'],
      ['solved', 1 + 2, 'open', solved.severity],
    ]);
  });

  it('opens a finding once and counts every further report of the same fingerprint', async () => {
    await report(aReport(), aReport({ count: 2, lastSeen: '2026-11-23T01:02:00.000Z' }));
    await report(aReport({ count: 3, severity: 'critical', assets: [{ kind: 'vehicle', id: 'LSV1' }] }));
    const finding = await only();
    expect(finding).toMatchObject({
      count: 6,
      severity: 'critical',
      status: 'open',
      lastSeen: '2026-11-23T01:02:00.000Z',
      latencyMs: 500,
    });
    expect(finding.assets.map((asset) => asset.id)).toEqual(['srv-1', 'LSV1']);
    expect(finding.history.map((line) => line.kind)).toEqual(['opened']);
    expect(finding.dueAt).not.toBeNull();
  });

  it('keeps the newest 50 samples, each record once', async () => {
    const sample = (seq: number) => ({
      ref: { journal: 'network', seq, index: 0 },
      at: new Date(1_800_000_000_000 + seq * 1000).toISOString(),
      summary: `n${seq}`,
    });
    for (let at = 0; at < 4; at += 1)
      await report(aReport({ samples: Array.from({ length: 20 }, (_, n) => sample(at * 15 + n)) }));
    const { samples } = await only();
    expect(samples).toHaveLength(50);
    expect(samples[0]?.ref.seq).toBe(64);
    expect(new Set(samples.map((each) => each.ref.seq)).size).toBe(50);
  });

  it('asks for a conclusion before closing, opens again what comes back, and leaves judged ones judged', async () => {
    await report(aReport());
    const { id } = await only();
    await expect(change([id], { status: 'resolved' }, analyst)).rejects.toMatchObject({
      code: 'governance.comment-needed',
    });
    await change([id], { status: 'resolved', comment: '已隔离主机', owner: { id: 'u1', name: '李雷' } }, analyst);
    await report(aReport());
    expect(await only()).toMatchObject({ status: 'open', count: 2, owner: { name: '李雷' } });
    await change([id], { status: 'false-positive', comment: '扫描任务' }, analyst);
    await report(aReport());
    expect(await only()).toMatchObject({ status: 'false-positive', count: 3 });
    expect((await only()).history.map((line) => line.kind)).toEqual([
      'status',
      'reopened',
      'owner',
      'status',
      'opened',
    ]);
    expect(await stats.verdictsByRule()).toEqual([]);
  });

  it('counts verdicts by the signal that the rule asked for, once a finding', async () => {
    const asked = (value: string) => [
      { field: 'signal', value },
      { field: 'can.rule', value },
      { field: 'command', value: 'unlock' },
    ];
    const alert = {
      ruleId: 'r-1',
      ruleTitle: 'r',
      author: '',
      license: '',
      description: '',
      references: [],
      falsePositives: [],
      tags: [],
    };
    for (const [n, value] of ['flow.beacon', 'flow.beacon', 'dns.tunnel'].entries())
      await report(aReport({ fingerprint: `f-${n}`, alert: { ...alert, matched: asked(value) } }));
    await report(aReport({ fingerprint: 'none' }));
    const beacon = { signal: 'flow.beacon', truePositive: 0, falsePositive: 0, open: 2 };
    const rows = await stats.verdictsBySignal();
    expect(rows.toSorted((a, b) => (a.signal < b.signal ? -1 : 1))).toEqual([
      { ...beacon, signal: 'dns.tunnel', open: 1 },
      beacon,
    ]);
  });

  it('changes all of a selection or none of it', async () => {
    await report(aReport());
    const { id } = await only();
    await expect(change([id, randomUUID()], { comment: 'x' }, analyst)).rejects.toMatchObject({
      code: 'governance.finding-unknown',
    });
    await expect(change([id], {}, analyst)).rejects.toMatchObject({ code: 'governance.nothing-to-change' });
    expect((await only()).history).toHaveLength(1);
  });

  it('resolves a finding by itself when its re-check passes', async () => {
    await report(aReport({ fingerprint: 'check:x' }));
    await db.records.transaction((tx) =>
      clearFinding({ clock: db.clock })(deliver({ fingerprint: 'check:x', comment: '复核通过' }), tx),
    );
    expect(await only()).toMatchObject({ status: 'resolved' });
  });

  it('pages through everything exactly once in every order', async () => {
    const severities = ['low', 'high', 'medium', 'critical'] as const;
    await report(
      ...Array.from({ length: 23 }, (_, n) =>
        aReport({ fingerprint: `f${n}`, count: n + 1, severity: severities[n % 4] ?? 'low' }),
      ),
    );
    for (const sort of ['lastSeen', 'severity', 'count', 'firstSeen'] as const) {
      const seen: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await ledger.page(filter({ sort, limit: 5, ...(cursor === undefined ? {} : { cursor }) }));
        seen.push(...page.items.map((item) => item.id));
        expect(page.total).toBe(23);
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(new Set(seen).size).toBe(23);
    }
    await expect(ledger.page(filter({ cursor: 'bm9wZQ' }))).rejects.toMatchObject({
      code: 'governance.cursor-invalid',
    });
  });

  it('filters by severity, asset, status and text, and names a wrong filter', async () => {
    await report(
      aReport({ fingerprint: 'a', severity: 'high', title: '100% sure_thing' }),
      aReport({ fingerprint: 'b', assets: [{ kind: 'vehicle', id: 'LSV2' }] }),
    );
    const total = async (given: Record<string, unknown>) => (await ledger.page(filter(given))).total;
    expect(await total({ severity: 'high,critical' })).toBe(1);
    expect(await total({ asset: 'vehicle:LSV2' })).toBe(1);
    expect(await total({ status: 'resolved' })).toBe(0);
    expect(await total({ search: '100%' })).toBe(1);
    expect(await total({ search: '%_' })).toBe(0);
    await expect(ledger.page(filter({ severity: 'huge' }))).rejects.toMatchObject({
      code: 'governance.filter-invalid',
      detail: { field: 'severity' },
    });
  });

  it('adds up for the overview and judges itself', async () => {
    const alert = {
      ruleId: 'r1',
      ruleTitle: 'R',
      author: 'a',
      license: 'DRL',
      description: '',
      references: [],
      falsePositives: [],
      tags: [],
      matched: [],
    };
    await report(
      aReport({ fingerprint: 'a', titleZh: '可疑的事', count: 4, severity: 'critical', alert }),
      aReport({ fingerprint: 'b', count: 1 }),
    );
    const told = await stats.stats({ from: '2026-11-23T00:00:00.000Z', to: '2026-11-23T02:00:00.000Z' });
    expect(told.bySeverity.find((each) => each.severity === 'critical')).toMatchObject({ open: 1, total: 1 });
    expect(told.overTime.reduce((sum, point) => sum + point.count, 0)).toBe(5);
    expect(told.topRules).toEqual([
      { ruleId: 'r1', title: 'Suspicious thing', titleZh: '可疑的事', severity: 'critical', count: 4 },
    ]);
    expect(told.topAssets[0]).toMatchObject({ asset: { kind: 'host', id: 'srv-1' }, count: 5 });
    const [check] = governanceChecks(stats);
    expect(await check?.run()).toMatchObject({ outcome: 'pass', facts: { total: 2, open: 2, overdue: 0 } });
    db.clock.advance(2 * 86_400_000);
    expect(await check?.run()).toMatchObject({ outcome: 'fail', facts: { overdue: 1 } });
  });

  it('counts alerts by rule, each once however often it was seen, and only those seen since', async () => {
    const alert = (ruleId: string) => ({
      ruleId,
      ruleTitle: 'R',
      author: 'a',
      license: 'DRL',
      description: '',
      references: [],
      falsePositives: [],
      tags: [],
      matched: [],
    });
    await report(
      aReport({ fingerprint: 'a', count: 9, alert: alert('r1') }),
      aReport({ fingerprint: 'b', alert: alert('r1') }),
      aReport({ fingerprint: 'c', alert: alert('r2') }),
      aReport({ fingerprint: 'd' }),
    );
    const told = await stats.alertsByRule('2026-11-22T00:00:00.000Z');
    expect(told.toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1))).toEqual([
      { ruleId: 'r1', alerts: 2 },
      { ruleId: 'r2', alerts: 1 },
    ]);
    expect(await stats.alertsByRule('2026-12-22T00:00:00.000Z')).toEqual([]);
  });

  it('never draws more than 96 points', () => {
    expect(pointWidth(0, 60 * 60_000)).toBe(60_000);
    expect(pointWidth(0, 7 * 86_400_000)).toBe(105 * 60_000);
  });

  it('closes the alert of a drill at once, counts it nowhere and lets nobody change it', async () => {
    const alert = { ...anAlert, ruleId: 'r-drill' };
    await report(aReport({ assets: [{ kind: 'source', id: 'drill' }], alert }));
    const finding = await only();
    expect(finding).toMatchObject({ status: 'drill', overdue: false });
    await report(aReport({ assets: [{ kind: 'source', id: 'drill' }], alert }));
    expect((await only()).status).toBe('drill');
    const day = { from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' };
    const { bySeverity, overTime, topRules } = await stats.stats(day);
    expect([bySeverity.every(({ total }) => total === 0), overTime, topRules]).toEqual([true, [], []]);
    expect(await quality.qualityByRule(day.from)).toEqual([]);
    expect(await quality.recordsByRule(day.from)).toEqual(new Map());
    expect(await quality.drillAlerts(day.from)).toMatchObject([{ ruleId: 'r-drill', id: finding.id }]);
    await expect(change([finding.id], { status: 'open' }, analyst)).rejects.toMatchObject({
      code: 'governance.drill-fixed',
    });
  });

  it('knows how the alerts of a rule did: verdicts, time to the first decision, the loudest asset', async () => {
    const of = (fingerprint: string, host: string, count: number): FindingReport =>
      aReport({ fingerprint, count, assets: [{ kind: 'host', id: host }], alert: anAlert });
    await report(of('a', 'srv-1', 900), of('b', 'srv-1', 10), of('c', 'srv-2', 5));
    const items = (await ledger.page(filter())).items;
    const id = (count: number) => items.find((each) => each.count === count)?.id ?? '';
    db.clock.advance(30 * 60_000);
    await change([id(900)], { status: 'false-positive', comment: 'a backup' }, analyst);
    db.clock.advance(60 * 60_000);
    await change([id(5)], { status: 'resolved', comment: 'fixed' }, analyst);
    expect(await quality.qualityByRule('2026-11-23T00:00:00.000Z')).toEqual([
      {
        ruleId: 'r1',
        alerts: 3,
        occurrences: 915,
        truePositive: 1,
        falsePositive: 1,
        open: 1,
        triageMinutes: 60,
        topAsset: 'host:srv-1',
        topAssetOccurrences: 910,
        topAssetTruePositive: 0,
      },
    ]);
    expect((await quality.recordsByRule('2026-11-23T00:00:00.000Z')).get('r1')).toEqual(new Set(['network/1/0']));
  });

  it('exports everything that meets a filter, page after page, as OCSF detection findings', async () => {
    await report(...Array.from({ length: 205 }, (_, n) => aReport({ fingerprint: `f${n}`, alert: anAlert })));
    const lines = await gathered(ocsfLines(ledger.each({})));
    expect(lines).toHaveLength(205);
    const first = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(first).toMatchObject({
      class_uid: 2004,
      category_uid: 2,
      activity_id: 1,
      type_uid: 200_401,
      severity_id: 3,
      status_id: 1,
      finding_info: {
        analytic: { uid: 'r1', type_id: 1 },
        types: ['alert'],
        attacks: [{ technique: { uid: 'T1078' } }],
      },
      resources: [{ type: 'host', uid: 'srv-1' }],
      evidences: [{ data: { journal: 'network', seq: 1, index: 0 } }],
      unmapped: { drill: false, obligations: ['1.3-h'] },
    });
    expect(new Set(lines.map((line) => (JSON.parse(line) as { metadata: { uid: string } }).metadata.uid)).size).toBe(
      205,
    );
    expect(await gathered(ocsfLines(ledger.each({ severity: 'critical' })))).toEqual([]);
  });
});
