import { randomUUID } from 'node:crypto';
import type { Check } from '@chedun/module';
import { silentLog, testDatabase, type TestDatabase } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNotice, type NoticeContent } from './domain/content.ts';
import { readPosture } from './read-model.ts';
import { evidenceOf, latestEvidence } from './store.ts';
import { aCheck } from './testing/index.ts';
import { retireChecks } from './use-cases/retire-checks.ts';
import { runCheck } from './use-cases/run-check.ts';

const content = new URL('../../content/notice/', import.meta.url);
const passed = { outcome: 'pass', summary: { zh: '通过', en: 'passed' }, facts: {} } as const;
const failed = { outcome: 'fail', summary: { zh: '逾期 3 条', en: '3 overdue' }, facts: { overdue: 3 } } as const;

describe('posture', () => {
  let db: TestDatabase;
  let notice: NoticeContent;
  beforeAll(async () => {
    notice = await loadNotice(content);
    db = await testDatabase({ migrations: [{ module: 'posture', folder: new URL('./migrations/', import.meta.url) }] });
  });
  afterAll(() => db.close());

  const runner = (checks: readonly Check[]) =>
    runCheck({ records: db.records, clock: db.clock, newId: randomUUID, log: silentLog, checks: () => checks });
  const told = async () =>
    db.records
      .read<{ 'platform.outbox': { type: string; aggregate: string; at: Date } }>()
      .selectFrom('platform.outbox')
      .select(['type', 'aggregate'])
      .orderBy('at')
      .execute();

  it('knows all 113 obligations with a Chinese and an English duty', () => {
    const { obligations } = notice;
    expect(obligations).toHaveLength(113);
    expect(obligations.filter((each) => !/\p{Script=Han}/u.test(each.duty.zh)).map((each) => each.id)).toEqual([]);
    expect(obligations.find((each) => each.id === '1.3-h')?.quote).toContain('及时发现预警');
  });

  it('shows what no check serves as not served, and turns amber when evidence expires', async () => {
    const check = aCheck('a.one', ['1.3-a']);
    const light = async () => {
      const view = await readPosture(db.records, notice, [check], db.clock.now());
      return [view.obligations.find((each) => each.id === '1.3-a')?.light, view.counts.none];
    };
    expect(await light()).toEqual(['amber', 112]);
    await runner([check])('a.one');
    expect(await light()).toEqual(['green', 112]);
    db.clock.advance(61 * 60_000);
    expect(await light()).toEqual(['amber', 112]);
  });

  it('leaves the gap open, and amber, where its checks see a part of the duty only', async () => {
    const checks = [aCheck('a.part', ['4.3-b']), aCheck('a.whole', ['1.4-a'])];
    for (const { id } of checks) await runner(checks)(id);
    const { obligations } = await readPosture(db.records, notice, checks, db.clock.now());
    const of = (id: string) => obligations.find((each) => each.id === id);
    expect(of('4.3-b')).toMatchObject({ light: 'amber', gap: { part: 7 }, checks: [{ light: 'green' }] });
    expect(of('1.4-a')).toMatchObject({ light: 'green', gap: null });
  });

  it('opens a finding when a check starts to fail and clears it when it passes again', async () => {
    const check = aCheck('b.two', ['1.1-e']);
    const run = runner([check]);
    for (const result of [failed, failed, passed, passed]) {
      check.result = result;
      db.clock.advance(1000);
      await run('b.two');
    }
    expect((await told()).filter((event) => event.aggregate === 'check:b.two').map((event) => event.type)).toEqual([
      'governance.findings-reported@1',
      'governance.finding-cleared@1',
    ]);
    expect((await evidenceOf(db.records, 'b.two', 10)).map((each) => each.outcome)).toEqual([
      'pass',
      'pass',
      'fail',
      'fail',
    ]);
  });

  it('clears the finding too when the check was unknown in between', async () => {
    const check = aCheck('b.three', ['1.1-e']);
    const run = runner([check]);
    const unknown = { ...passed, outcome: 'unknown' } as const;
    for (const result of [failed, unknown, passed, passed]) {
      check.result = result;
      db.clock.advance(1000);
      await run('b.three');
    }
    const types = (await told()).filter((event) => event.aggregate === 'check:b.three').map((event) => event.type);
    expect(types).toEqual(['governance.findings-reported@1', 'governance.finding-cleared@1']);
  });

  it('clears the finding of a check that no module brings any more, once', async () => {
    const gone = aCheck('b.gone', ['1.1-e']);
    gone.result = failed;
    await runner([gone])('b.gone');
    const retire = retireChecks({ ...db, newId: randomUUID, checks: () => [aCheck('b.two', ['1.1-e'])] });
    for (let times = 0; times < 2; times += 1) {
      db.clock.advance(1000);
      await retire(await latestEvidence(db.records));
    }
    const types = (await told()).filter((event) => event.aggregate === 'check:b.gone').map((event) => event.type);
    expect(types).toEqual(['governance.findings-reported@1', 'governance.finding-cleared@1']);
    expect((await evidenceOf(db.records, 'b.gone', 10)).map(({ outcome }) => outcome)).toEqual(['unknown', 'fail']);
  });

  it('a check that throws proves nothing', async () => {
    const check = aCheck('c.three', ['1.3-d']);
    check.result = new Error('store is down');
    expect(await runner([check])('c.three')).toMatchObject({
      outcome: 'unknown',
      facts: [{ name: 'reason', value: 'store is down' }],
    });
    await expect(runner([check])('nope')).rejects.toMatchObject({ code: 'posture.check-unknown' });
  });

  it('evidence can be neither changed nor deleted', async () => {
    const change = db.records.transaction((tx) =>
      tx
        .as<{ 'posture.evidence': { outcome: string } }>()
        .updateTable('posture.evidence')
        .set({ outcome: 'pass' })
        .execute(),
    );
    await expect(change).rejects.toThrow('append-only');
  });
});
