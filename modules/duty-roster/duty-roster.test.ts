import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import type { WarningsAsks } from '@chedun/warnings/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CallTree, CallTreePage, DutyBoard, dutyPermissions } from './contract.ts';
import { dutyRoster } from './module.ts';

const MINUTE = 60_000;
const ALL = [...Object.values(dutyPermissions), ...Object.values(governancePermissions)].join(',');
const WEEK = [1, 2, 3, 4, 5, 6, 7];

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
let severe: { number: string; level: 'red' | 'orange' | 'yellow' | 'blue' }[] = [];
const jobs = new Map<string, () => Promise<void>>();

beforeAll(async () => {
  platform = await testPlatform();
  const warnings = defineModule<Pick<WarningsAsks, 'inForce'>>({
    name: 'warnings',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { inForce: () => Promise.resolve(severe) } }),
  });
  const spied: typeof dutyRoster = {
    ...dutyRoster,
    build: (context) => {
      const parts = dutyRoster.build(context);
      for (const { name, run } of parts.jobs ?? []) jobs.set(name, () => run(null));
      return parts;
    },
  };
  app = await compose([governance, warnings, spied], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
});
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const call = (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
const board = async () => (await call('GET /duty-roster')).as(DutyBoard);
const outcome = async (id: string) => {
  const found = app.registry.checks().find((check) => check.id === `duty-roster.${id}`);
  return (await found?.run())?.outcome;
};
const idOf = async (name: string) => (await board()).responders.find((each) => each.name === name)?.id ?? '';
const openTitles = async () =>
  (await call('GET /findings?module=duty-roster&limit=50'))
    .as(FindingPage)
    .items.filter(({ status, module }) => status === 'open' && module === 'duty-roster')
    .map(({ titleZh }) => titleZh ?? '');
const add = (name: string, role: string, phone: string, deputy: string | null = null) =>
  call('POST /duty-roster/responders', { name, role, phone, deputy });

describe('the duty roster', () => {
  it('has no verdict before anybody registered', async () => {
    expect(await outcome('team')).toBe('unknown');
    expect(await outcome('cover')).toBe('unknown');
    expect(await outcome('call-tree')).toBe('unknown');
  });

  it('asks for all roles and deputies, and tells what is missing', async () => {
    await add('韩梅梅', 'commander', '13800000000');
    await add('李雷', 'analyst', '13800000001', await idOf('韩梅梅'));
    expect(await outcome('team')).toBe('fail');
    await add('王芳', 'operations', '13800000002', await idOf('李雷'));
    await add('赵强', 'liaison', '13800000003', await idOf('李雷'));
    const { responders, weaknesses } = await board();
    expect(weaknesses.map(({ key }) => key)).toContain('deputies');
    const first = responders.find(({ name }) => name === '韩梅梅');
    const own = { name: '韩梅梅', role: 'commander', phone: '13800000000', deputy: first?.id };
    expect((await call(`PUT /duty-roster/responders/${first?.id}`, own)).problem?.code).toBe('duty-roster.own-deputy');
    await call(`PUT /duty-roster/responders/${first?.id}`, { ...own, deputy: await idOf('李雷') });
    expect(await outcome('team')).toBe('pass');
  });

  it('finds the hours of the next 14 days without anybody, and clears the finding when they are covered', async () => {
    const day = { responder: await idOf('李雷'), weekdays: WEEK, from: '08:00', to: '20:00', validFrom: '2026-01-01' };
    await call('POST /duty-roster/shifts', day);
    expect((await board()).gapHours).toBe(14 * 12);
    expect((await board()).onDuty.map(({ name, deputy }) => [name, deputy?.name])).toEqual([['李雷', '韩梅梅']]);
    expect(await outcome('cover')).toBe('fail');
    await jobs.get('watch')?.();
    await vi.waitFor(
      async () => expect((await openTitles()).some((title) => title.includes('168 小时无人值班'))).toBe(true),
      15_000,
    );
    await call('POST /duty-roster/shifts', { ...day, responder: await idOf('王芳'), from: '20:00', to: '08:00' });
    expect((await board()).gapHours).toBe(0);
    expect(await outcome('cover')).toBe('pass');
    await jobs.get('watch')?.();
    await vi.waitFor(async () => expect(await openTitles()).toEqual([]), 15_000);
  });

  it('owes duty around the clock while a red warning is in force, whatever the settings say', async () => {
    await call('PUT /duty-roster/settings', { cover: 'working-time', answerMinutes: 15 });
    const away = { kind: 'away', responder: await idOf('王芳'), day: '2026-11-23', note: '请假' };
    await call('POST /duty-roster/exceptions', away);
    expect(await outcome('cover')).toBe('pass');
    severe = [{ number: 'YJ-2026-1', level: 'yellow' }];
    expect(await outcome('cover')).toBe('pass');
    severe = [{ number: 'YJ-2026-2', level: 'red' }];
    const { weaknesses, gaps } = await board();
    expect(weaknesses.map(({ key }) => key)).toEqual(['gaps', 'warning-duty']);
    expect(gaps[0]).toEqual({ from: '2026-11-23T12:00:00.000Z', to: '2026-11-23T16:00:00.000Z' });
    expect(await outcome('cover')).toBe('fail');
    severe = [];
  });

  it('refuses what cannot be, and keeps who is needed', async () => {
    const unknown = '018f7a00-0000-7000-8000-000000000099';
    const shift = { responder: unknown, weekdays: [1], from: '08:00', to: '20:00', validFrom: '2026-01-01' };
    expect((await call('POST /duty-roster/shifts', shift)).problem?.code).toBe('duty-roster.responder-unknown');
    const over = { ...shift, responder: await idOf('李雷'), validTo: '2025-12-31' };
    expect((await call('POST /duty-roster/shifts', over)).problem?.code).toBe('duty-roster.term');
    expect((await call('POST /duty-roster/shifts', { ...shift, from: '25:00' })).status).toBe(400);
    const gone = await call(`DELETE /duty-roster/responders/${await idOf('李雷')}`);
    expect(gone.problem?.code).toBe('duty-roster.still-deputy');
    expect((await call(`DELETE /duty-roster/responders/${await idOf('赵强')}`)).status).toBe(200);
    expect((await board()).responders.map(({ name }) => name)).not.toContain('赵强');
    await add('赵强', 'liaison', '13800000003', await idOf('李雷'));
  });
});

describe('a test of the call tree', () => {
  it('keeps who answered when, and calls the deputy of whoever does not', async () => {
    const begun = (await call('POST /duty-roster/calls', { answerMinutes: 10 })).as(CallTree);
    expect(begun).toMatchObject({ kind: 'test', wanted: 4, reached: 0, endedAt: null });
    const answer = (name: string, tree: CallTree) => {
      const found = tree.calls.find((each) => each.name === name && each.outcome === 'waiting');
      return call(`POST /duty-roster/calls/${begun.id}/${found?.id}/answered`, {});
    };
    platform.clock.advance(3 * MINUTE);
    for (const name of ['李雷', '韩梅梅', '赵强']) await answer(name, begun);
    platform.clock.advance(8 * MINUTE);
    await jobs.get('escalate')?.();
    const escalated = (await call(`GET /duty-roster/calls/${begun.id}`)).as(CallTree);
    expect(escalated).toMatchObject({ reached: 3, escalated: 1, endedAt: null, slowestMinutes: 3 });
    expect(escalated.calls.find(({ name }) => name === '王芳')?.outcome).toBe('missed');
    const deputy = escalated.calls.find(({ step }) => step === 1);
    expect(deputy).toMatchObject({ name: '李雷', insteadOf: '王芳', outcome: 'waiting' });
    expect(await outcome('call-tree')).toBe('unknown');
    platform.clock.advance(MINUTE);
    const ended = (await answer('李雷', escalated)).as(CallTree);
    expect(ended).toMatchObject({ reached: 4, wanted: 4, slowestMinutes: 12 });
    expect(ended.endedAt).not.toBeNull();
    const again = await call(`POST /duty-roster/calls/${begun.id}/${deputy?.id}/answered`, {});
    expect(again.problem?.code).toBe('duty-roster.call-over');
    expect(await outcome('call-tree')).toBe('pass');
  });

  it('fails where nobody answers, and ends by itself', async () => {
    const begun = (await call('POST /duty-roster/calls', { answerMinutes: 5 })).as(CallTree);
    for (let round = 0; round < 2; round += 1) {
      platform.clock.advance(6 * MINUTE);
      await jobs.get('escalate')?.();
    }
    const ended = (await call(`GET /duty-roster/calls/${begun.id}`)).as(CallTree);
    expect(ended).toMatchObject({ reached: 0, escalated: 4 });
    expect(ended.endedAt).not.toBeNull();
    expect(await outcome('call-tree')).toBe('fail');
  });

  it('names the incident that people are called for, and counts no test of it', async () => {
    const incident = { id: '018f7a00-0000-7000-8000-000000000042', title: '平台数据泄露' };
    const begun = (await call('POST /duty-roster/calls', { incident, scope: 'on-duty' })).as(CallTree);
    expect(begun).toMatchObject({ kind: 'incident', title: '平台数据泄露', wanted: 1 });
    const { items } = (await call(`GET /duty-roster/calls?incident=${incident.id}`)).as(CallTreePage);
    expect(items.map(({ id }) => id)).toEqual([begun.id]);
    const page = (await call('GET /duty-roster/calls?limit=2')).as(CallTreePage);
    const rest = (await call(`GET /duty-roster/calls?limit=2&cursor=${page.next}`)).as(CallTreePage);
    expect([...page.items, ...rest.items]).toHaveLength(3);
  });

  it('is grown stale after a quarter', async () => {
    const begun = (await call('POST /duty-roster/calls', {})).as(CallTree);
    for (const each of begun.calls) await call(`POST /duty-roster/calls/${begun.id}/${each.id}/answered`, {});
    expect(await outcome('call-tree')).toBe('pass');
    platform.clock.advance(93 * 86_400_000);
    expect(await outcome('call-tree')).toBe('fail');
  });
});
