import { FindingPage } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ClockDetail, ClockPage, RuleList, type StartOrder } from './contract.ts';
import { clocksCsv } from './domain/clock-csv.ts';
import { exampleClock } from './examples.ts';
import { obligationsOf } from './domain/obligations-of.ts';
import { deadlineWorld, type DeadlineWorld } from './testing/world.ts';
import type { DeadlineTables } from './tables.ts';

const HOUR = 3_600_000;
let world: DeadlineWorld;
beforeAll(async () => {
  world = await deadlineWorld();
}, 60_000);
afterAll(() => world.close());

const now = (): number => world.platform.clock.now();
const iso = (at: number): string => new Date(at).toISOString();
const order = (rule: string, id: string, at: number, more: Partial<StartOrder> = {}): StartOrder => ({
  rule,
  subject: { kind: 'incident', id, title: `事件 ${id}` },
  records: [{ kind: 'finding', id: `f-${id}`, at }],
  actor: SYSTEM_ACTOR,
  ...more,
});
const detail = async (id: string) => (await world.call(`GET /deadlines/${id}`)).as(ClockDetail);
const findings = async () =>
  (await world.call('GET /findings?module=deadlines&limit=200&status=open')).as(FindingPage).items;
const soon = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 100 });

describe('the start of a clock', () => {
  it('is the earliest record, and runs once for a subject', async () => {
    const records = [
      { kind: 'button', id: 'b', at: now() },
      { kind: 'alert', id: 'a', at: now() - 2 * HOUR },
    ];
    const clock = await world.asks.start(order('CAC-3', 'one', 0, { records }));
    expect(clock).toMatchObject({
      startedAt: iso(now() - 2 * HOUR),
      dueAt: iso(now() + 2 * HOUR),
      anchor: { id: 'a' },
    });
    const again = await world.asks.start(order('CAC-3', 'one', now() - HOUR));
    expect([again.id, again.startedAt]).toEqual([clock.id, clock.startedAt]);
  });

  it('moves back to an earlier record, and the database refuses to move it forward', async () => {
    const first = await world.asks.start(order('VUL-1', 'back', now() - HOUR));
    const moved = await world.asks.start(order('VUL-1', 'back', now() - 5 * HOUR));
    expect([moved.id, moved.startedAt]).toEqual([first.id, iso(now() - 5 * HOUR)]);
    expect((await detail(first.id)).history.map(({ kind }) => kind)).toEqual(['started', 'anchored-earlier']);
    const table = world.platform.platform.records.read<DeadlineTables>();
    const forward = table
      .updateTable('deadlines.clocks')
      .set({ started_at: new Date(now()) })
      .where('id', '=', first.id);
    await expect(forward.execute()).rejects.toThrow(/never starts later/);
    await expect(table.deleteFrom('deadlines.clocks').execute()).rejects.toThrow(/never removed/);
    await expect(table.deleteFrom('deadlines.history').execute()).rejects.toThrow(/only grows/);
  });

  it('is not in the future, and of a rule that exists', async () => {
    await expect(world.asks.start(order('CAC-3', 'future', now() + 1))).rejects.toThrow(/deadlines\.in-future/);
    await expect(world.asks.start(order('XXX-1', 'none', now()))).rejects.toThrow(/deadlines\.unknown-clock/);
    await expect(world.asks.start(order('GRD-3', 'none', now()))).rejects.toThrow(/deadlines\.unknown-term/);
  });

  it('by two at a time is one clock', async () => {
    const both = await Promise.all([1, 2, 3].map(() => world.asks.start(order('DAT-4', 'race', now()))));
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a running clock', () => {
  it('warns at 50, 80 and 100 % by one finding, each step once', async () => {
    const clock = await world.asks.start(order('CAC-1', 'warned', now()));
    const own = async () => (await findings()).filter(({ title }) => title.includes('事件 warned'));
    await world.run('warn');
    expect((await detail(clock.id)).warned).toBe(0);
    world.platform.clock.advance(HOUR / 2);
    await world.run('warn');
    await world.run('warn');
    await soon(async () => expect(await own()).toMatchObject([{ severity: 'medium', count: 1 }]));
    world.platform.clock.advance(HOUR / 2);
    await world.run('warn');
    await soon(async () => expect(await own()).toMatchObject([{ severity: 'critical' }]));
    expect((await detail(clock.id)).history.map(({ kind }) => kind)).toEqual(['started', 'warned', 'warned']);
    await world.asks.stop(clock.id, { actor: SYSTEM_ACTOR });
    await soon(async () => expect(await own()).toEqual([]));
  });

  it('whose holidays are missing is provisional until they are loaded', async () => {
    const start = Date.parse('2026-11-20T09:00:00+08:00');
    const clock = await world.asks.start(
      order('NET-4', 'year', start, { rule: 'EXP-3', wanted: { kind: 'named', name: 'assessment' } }),
    );
    expect(clock).toMatchObject({ dueKind: 'provisional', missingYear: 2027, termCase: 'assessment' });
    const year = [
      'date,kind,name',
      '2027-01-01,holiday,元旦',
      '2027-02-05,holiday,春节',
      '2027-02-08,holiday,春节',
    ].join('\n');
    const source = encodeURIComponent('测试：国务院办公厅关于2027年部分节假日安排的通知');
    expect((await world.call(`PUT /workdays/2027?format=csv&source=${source}`, year)).status).toBe(200);
    world.platform.clock.advance(7 * HOUR);
    await world.run('warn');
    const known = await detail(clock.id);
    expect([known.dueKind, known.missingYear, known.due > '2027-01-01']).toEqual(['day', null, true]);
    expect(known.history.map(({ kind }) => kind)).toContain('date-known');
  });
});

describe('the end of a clock', () => {
  it('keeps the receipt, and what is late needs an explanation', async () => {
    const clock = await world.asks.start(order('CAC-3', 'late', now() - 5 * HOUR));
    const bare = await world.call(`POST /deadlines/${clock.id}/stop`, Buffer.from(''));
    expect(bare.problem?.code).toBe('deadlines.late-unexplained');
    const query = `fileName=${encodeURIComponent('回执.pdf')}&explanation=${encodeURIComponent('系统故障')}&receiver=x`;
    const ended = (await world.call(`POST /deadlines/${clock.id}/stop?${query}`, Buffer.from('abc'))).as(ClockDetail);
    expect(ended).toMatchObject({ state: 'stopped', lateMinutes: 60, explanation: '系统故障', overdue: false });
    expect(ended.receipt).toEqual({
      name: '回执.pdf',
      bytes: 3,
      sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    });
    const file = await world.call(`GET /deadlines/${clock.id}/receipt`);
    expect([file.status, file.text]).toEqual([200, 'abc']);
    const twice = await world.call(`POST /deadlines/${clock.id}/stop`, Buffer.from(''));
    expect(twice.problem?.code).toBe('deadlines.ended');
  });

  it('is neither before the start nor in the future', async () => {
    const clock = await world.asks.start(order('CAC-4', 'times', now()));
    const stop = async (at: number) => {
      const answer = await world.call(`POST /deadlines/${clock.id}/stop?submittedAt=${iso(at)}`, Buffer.from(''));
      return answer.problem?.code;
    };
    expect(await stop(now() - 1000)).toBe('deadlines.before-start');
    expect(await stop(now() + 1000)).toBe('deadlines.in-future');
    expect(await stop(now())).toBeUndefined();
  });

  it('of 立即 counts as in time for half an hour', async () => {
    const minutes = (n: number) => now() - n * 60_000;
    const soonEnough = await world.asks.start(order('NET-1', 'prompt', minutes(29)));
    expect(soonEnough).toMatchObject({ due: '立即', dueKind: 'immediate', overdue: false });
    expect((await world.asks.stop(soonEnough.id, { actor: SYSTEM_ACTOR })).lateMinutes).toBe(0);
    const late = await world.asks.start(order('NET-1', 'slow', minutes(31)));
    await expect(world.asks.stop(late.id, { actor: SYSTEM_ACTOR })).rejects.toThrow(/late-unexplained/);
    expect((await world.asks.stop(late.id, { actor: SYSTEM_ACTOR, explanation: 'x' })).lateMinutes).toBe(31);
  });

  it('may be that nobody owes it any more', async () => {
    const clock = await world.asks.start(order('CAC-3', 'withdrawn', now()));
    expect((await world.asks.withdraw(clock.id, '重新定级', SYSTEM_ACTOR)).state).toBe('withdrawn');
    await expect(world.asks.withdraw(clock.id, 'x', SYSTEM_ACTOR)).rejects.toThrow(/deadlines\.ended/);
    world.platform.clock.advance(HOUR);
    const again = await world.asks.start(order('CAC-3', 'withdrawn', now()));
    expect(again).toMatchObject({ id: clock.id, state: 'running', startedAt: clock.startedAt, endedAt: null });
    expect((await detail(clock.id)).history.map(({ kind }) => kind)).toEqual(['started', 'withdrawn', 'resumed']);
  });
});

describe('lists', () => {
  it('page by due time without losing or repeating a clock', async () => {
    for (let n = 0; n < 7; n += 1) await world.asks.start(order('CAC-4', `page-${n}`, now() - n * 1000));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: ClockPage = (await world.call(`GET /deadlines?state=all&rule=CAC-4&limit=3${more}`)).as(ClockPage);
      seen.push(...page.items.map(({ subject }) => subject.id));
      cursor = page.next;
    }
    expect(seen.filter((id) => id.startsWith('page-'))).toHaveLength(7);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('filter, search and export, and mark what is unverified', async () => {
    await world.asks.start(order('NET-3', 'export', now()));
    const found = (await world.call('GET /deadlines?search=EXPORT')).as(ClockPage);
    expect(found.items).toMatchObject([{ rule: { id: 'NET-3', basis: 'unverified' } }]);
    const csv = await world.call('GET /deadlines/export?rule=NET-3');
    expect(csv.text).toContain('未核实');
    expect((await world.call('GET /deadlines/rules')).as(RuleList).items).toHaveLength(39);
  });

  it('start a clock by hand, never from the future', async () => {
    const body = {
      rule: 'GRD-3',
      level: 3,
      subject: { id: 'tsp', title: '车联网服务平台' },
      record: { kind: '评测报告', id: 'r1', at: '2026-11-01T00:00:00+08:00' },
    };
    const made = (await world.call('POST /deadlines', body)).as(ClockDetail);
    expect(made).toMatchObject({ due: '2027-11-01T24:00:00+08:00', termCase: 'level>=3', subject: { kind: 'manual' } });
    const future = { ...body, record: { ...body.record, at: '2030-01-01T00:00:00Z' } };
    expect((await world.call('POST /deadlines', future)).problem?.code).toBe('deadlines.in-future');
  });

  it('hold the annual report by themselves', async () => {
    await world.run('calendar');
    const { items } = (await world.call('GET /deadlines?rule=ANN-1')).as(ClockPage);
    expect(items).toMatchObject([{ due: '2026-12-15T24:00:00+08:00', subject: { kind: 'year', id: '2026' } }]);
  });
});

describe('the check of the notice', () => {
  it('fails while a report is overdue', async () => {
    const check = () =>
      world.app.registry
        .checks()
        .find(({ id }) => id === 'deadlines.reports-in-time')
        ?.run();
    for (const { id } of (await world.call('GET /deadlines?state=overdue&limit=200')).as(ClockPage).items)
      await world.asks.stop(id, { actor: SYSTEM_ACTOR, explanation: '测试' });
    expect(await check()).toMatchObject({ outcome: 'pass', facts: { clocksOverdue: 0 } });
    await world.asks.start(order('CAC-1', 'overdue', now() - 2 * HOUR));
    expect(await check()).toMatchObject({ outcome: 'fail', facts: { clocksOverdue: 1 } });
  });

  it('serves obligations by rule', () => {
    expect(clocksCsv([]).charCodeAt(0)).toBe(0xfeff);
    const evil = { ...exampleClock, subject: { kind: 'manual', id: '1', title: '=cmd' } };
    expect(clocksCsv([evil])).toContain(",'=cmd,");
    expect(obligationsOf('NET-1')).toEqual(['1.4-g']);
    expect(obligationsOf('GRD-6b')).toEqual(['1.1-d']);
    expect(obligationsOf('ANN-1')).toEqual([]);
  });
});
