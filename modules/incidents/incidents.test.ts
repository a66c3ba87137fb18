import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvidenceVerdict, Incident, IncidentPage, SettingsDetail, type Narrative } from './contract.ts';
import type { IncidentTables } from './tables.ts';
import { incidentWorld, type IncidentWorld } from './testing/world.ts';

const MINUTE = 60_000;
let world: IncidentWorld;
beforeAll(async () => {
  world = await incidentWorld();
  await call('PUT /incidents/settings', {
    organisation: '示例汽车',
    province: '44',
    operator: 'other',
    reporter: '张三',
    reporterContact: '020-00000000',
    responders: [{ name: '李四', role: 'commander', phone: '13800000000', onCall: true }],
  });
}, 90_000);
afterAll(() => world.close());

const call = (request: string, body?: unknown) => world.call(request, body);
const now = () => world.platform.clock.now();
const iso = (at: number) => new Date(at).toISOString();
const incident = async (request: string, body?: unknown) => (await call(request, body)).as(Incident);
const code = async (request: string, body?: unknown) => (await call(request, body)).problem?.code;
const open = async (name: string, facts: object = {}, vins: readonly string[] = []) =>
  incident('POST /incidents', { findings: [await world.finding(name, vins)], facts });
const write = (found: Incident, texts: Partial<Narrative>) =>
  incident(`PUT /incidents/${found.id}/narrative`, { narrative: { ...found.narrative, ...texts } });
const ITEMS_1_2 = {
  system: '车联网平台',
  place: '广州',
  type: '数据泄露',
  impact: '影响',
  measures: '已隔离',
  scope: '范围',
};
const MIIT = ['部应急办', '广东省通信管理局'];

describe('an alert that becomes an incident', () => {
  it('is graded by both scales, with recipients of the province and clocks from the first record', async () => {
    const finding = await world.finding('leak', ['LFV00000000000001', 'LFV00000000000002']);
    const known = now();
    world.platform.clock.advance(20 * MINUTE);
    const found = await incident('POST /incidents', { findings: [finding], facts: { leakedPersons: 999_999 } });
    expect(found).toMatchObject({
      title: '告警 leak',
      knownAt: iso(known),
      miitLevel: '一般',
      cacLevel: null,
      counted: { vehicles: 2, registered: 0 },
      grading: { data214: { kind: 'not-gradable' } },
    });
    expect(found.clocks.map(({ rule }) => rule.id).toSorted()).toEqual(['DAT-3', 'NET-1']);
    const more = await incident(`PUT /incidents/${found.id}/facts`, {
      facts: { leakedPersons: 1_000_000 },
      reason: '复核',
    });
    expect([more.miitLevel, more.cacLevel]).toEqual(['较大', '较大']);
    const cac = more.clocks.find(({ rule }) => rule.id === 'CAC-3');
    expect(cac).toMatchObject({
      startedAt: iso(known),
      dueAt: iso(known + 240 * MINUTE),
      recipients: ['广东省网信部门'],
    });
    expect(more.clocks.find(({ rule }) => rule.id === 'NET-1')?.recipients).toEqual(MIIT);
    const less = await incident(`PUT /incidents/${found.id}/facts`, { facts: { leakedPersons: 10 }, reason: '误报' });
    expect(less.clocks.find(({ rule }) => rule.id === 'CAC-3')?.state).toBe('withdrawn');
    const back = await incident(`PUT /incidents/${found.id}/facts`, {
      facts: { leakedPersons: 1_000_000 },
      reason: '再次复核',
    });
    expect(back.clocks.find(({ rule }) => rule.id === 'CAC-3')).toMatchObject({
      state: 'running',
      startedAt: iso(known),
    });
    expect((await call(`GET /incidents?finding=${finding}`)).as(IncidentPage).items).toHaveLength(1);
  });

  it('counts the vehicles of its findings as people on the road, each once', async () => {
    const found = await open('ride', {}, ['LFV00000000000003', 'LFV00000000000004']);
    const line = found.grading.cac.trace.find(({ test }) => test === 'people-affected');
    expect(line).toMatchObject({ kind: 'below', value: 2 });
    const again = await world.finding('ride-2', ['LFV00000000000004', 'LFV00000000000005']);
    const linked = await incident(`POST /incidents/${found.id}/findings`, { findings: [again] });
    expect([linked.counted.vehicles, linked.linked.length]).toEqual([3, 2]);
    const more = await Promise.all(['ride-3', 'ride-4', 'ride-5'].map((name) => world.finding(name, [])));
    await Promise.all(more.map((each) => incident(`POST /incidents/${found.id}/findings`, { findings: [each] })));
    expect((await incident(`GET /incidents/${found.id}`)).linked).toHaveLength(5);
  });

  it('may be known by a mail, never from the future, and needs a source', async () => {
    const at = now() - 60 * MINUTE;
    const found = await incident('POST /incidents', { known: { how: '用户来信', at: iso(at) } });
    expect([found.knownAt, found.title]).toEqual([iso(at), '用户来信']);
    expect(await code('POST /incidents', { known: { how: 'x', at: iso(now() + MINUTE) } })).toBe('incidents.in-future');
    expect((await call('POST /incidents', {})).status).toBe(400);
    expect(await code('POST /incidents', { findings: ['018f7a00-0000-7000-8000-00000000ffff'] })).toBe(
      'incidents.unknown-finding',
    );
  });
});

describe('the plan', () => {
  it('starts now and once; nothing dates it back, not even the database', async () => {
    const found = await open('plan');
    world.platform.clock.advance(5 * MINUTE);
    const started = await incident(`POST /incidents/${found.id}/plan`);
    expect(started.planStartedAt).toBe(iso(now()));
    expect(await code(`POST /incidents/${found.id}/plan`)).toBe('incidents.plan-started');
    const table = world.platform.platform.records.read<IncidentTables>();
    const back = table
      .updateTable('incidents.incidents')
      .set({ plan_started_at: new Date(0) })
      .where('id', '=', found.id);
    await expect(back.execute()).rejects.toThrow(/start of the plan is fixed/);
    await expect(table.deleteFrom('incidents.timeline').execute()).rejects.toThrow(/only grows/);
  });
});

describe('the report by telephone', () => {
  const said = { callee: '值班员', caller: '张三', said: '平台数据泄露，正在处置' };

  it('ends the clock once every recipient was reached, with the last call', async () => {
    const found = await open('call');
    world.platform.clock.advance(10 * MINUTE);
    const path = `POST /incidents/${found.id}/calls`;
    const one = await incident(path, { ...said, reached: ['部应急办'], calledAt: iso(now() - MINUTE) });
    expect(one.clocks.find(({ rule }) => rule.id === 'NET-1')?.state).toBe('running');
    const both = await incident(path, { ...said, reached: ['广东省通信管理局'], calledAt: iso(now()) });
    expect(both.clocks.find(({ rule }) => rule.id === 'NET-1')).toMatchObject({
      state: 'stopped',
      endedAt: iso(now()),
      lateMinutes: 0,
    });
    expect(both.timeline.filter(({ kind }) => kind === 'phone-report')).toHaveLength(2);
  });

  it('ends the clock as well when the last calls are recorded at once', async () => {
    const found = await open('calls-at-once');
    world.platform.clock.advance(10 * MINUTE);
    const path = `POST /incidents/${found.id}/calls`;
    await Promise.all(MIIT.map((name) => incident(path, { ...said, reached: [name], calledAt: iso(now()) })));
    const { clocks, timeline } = await incident(`GET /incidents/${found.id}`);
    expect(clocks.find(({ rule }) => rule.id === 'NET-1')?.state).toBe('stopped');
    expect(timeline.filter(({ kind }) => kind === 'phone-report')).toHaveLength(2);
  });

  it('that comes late has to be explained, and lies between the finding and now', async () => {
    const found = await open('late-call');
    world.platform.clock.advance(45 * MINUTE);
    const body = { ...said, reached: MIIT, calledAt: iso(now()) };
    const path = `POST /incidents/${found.id}/calls`;
    expect(await code(path, body)).toBe('deadlines.late-unexplained');
    expect(await code(path, { ...body, calledAt: iso(now() + MINUTE) })).toBe('incidents.in-future');
    expect(await code(path, { ...body, calledAt: iso(now() - 60 * MINUTE) })).toBe('incidents.before-known');
    const done = await incident(path, { ...body, explanation: '电话占线' });
    expect(done.clocks.find(({ rule }) => rule.id === 'NET-1')?.lateMinutes).toBe(45);
  });
});

describe('reports', () => {
  it('go from a first one with only items 1 and 2 to the summary, and end the clocks with their receipts', async () => {
    const found = await open('report', { leakedPersons: 2_000_000 });
    const path = `POST /incidents/${found.id}/reports`;
    expect(await code(path, { regime: 'cac', kind: 'first' })).toBe('incidents.not-ready');
    expect(found.lacking.cacFirst).toHaveLength(2);
    await write(found, ITEMS_1_2);
    expect(await code(path, { regime: 'cac', kind: 'followup' })).toBe('incidents.not-owed');
    expect(await code(path, { regime: 'cac', kind: 'final' })).toBe('incidents.not-owed');
    const first = await incident(path, { regime: 'cac', kind: 'first' });
    expect(first.reports).toMatchObject([{ regime: 'cac', kind: 'first', submittedAt: null }]);
    expect(first.reports[0]?.openItems).toHaveLength(5);
    const query = `receiver=x&submittedAt=${iso(now())}&fileName=r.txt`;
    const report = first.reports[0]?.id ?? '';
    const submitted = await incident(
      `POST /incidents/${found.id}/reports/${report}/submitted?${query}`,
      Buffer.from('abc'),
    );
    expect(submitted.clocks.find(({ rule }) => rule.id === 'CAC-3')?.state).toBe('stopped');
    await incident(`POST /incidents/${found.id}/plan`);
    const ended = await incident(`POST /incidents/${found.id}/state`, { to: 'ended', comment: '已恢复' });
    expect(ended.clocks.map(({ rule }) => rule.id)).toEqual(expect.arrayContaining(['NET-3', 'CAC-4']));
    expect(ended.clocks.find(({ rule }) => rule.id === 'NET-3')?.recipients).toEqual(['广东省通信管理局']);
    expect(ended.clocks.find(({ rule }) => rule.id === 'CAC-4')?.recipients).toEqual(['广东省网信部门']);
    await write(ended, {
      ...ended.narrative,
      cause: '弱口令',
      responsibility: '运维',
      lessons: '教训',
      improvement: '整改',
    });
    const final = await incident(path, { regime: 'cac', kind: 'final' });
    expect(final.reports.map(({ kind }) => kind)).toEqual(['first', 'final']);
  }, 120_000);

  it('are not owed to the CAC below 较大, and ransomware needs its data', async () => {
    const small = await open('small', { leakedPersons: 5 });
    await write(small, ITEMS_1_2);
    const path = `POST /incidents/${small.id}/reports`;
    expect(await code(path, { regime: 'cac', kind: 'first' })).toBe('incidents.not-owed');
    const ransom = await open('ransom', { leakedPersons: 1_000_000 });
    const lacking = (await write(ransom, { ...ITEMS_1_2, ransomware: 'yes', ransomAmount: '1' })).lacking.cacFirst;
    expect(lacking).toEqual(['支付方式', '日期']);
  });
});

describe('evidence', () => {
  it('keeps its hashes and who held it, and a changed byte is found', async () => {
    const found = await open('evidence');
    const path = `/incidents/${found.id}/evidence`;
    const held = await incident(`POST ${path}?name=memory.dmp`, Buffer.from('abc'));
    const [one] = held.evidence;
    expect(one?.sm3).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect((await call(`GET ${path}/${one?.id ?? ''}`)).text).toBe('abc');
    expect((await call(`POST ${path}/${one?.id ?? ''}/verify`)).as(EvidenceVerdict).intact).toBe(true);
    expect((await incident(`GET /incidents/${found.id}`)).evidence[0]?.custody.map(({ action }) => action)).toEqual([
      'collected',
      'taken',
      'verified',
    ]);
    const { blobs, records } = world.platform.platform;
    const { blob } = await records
      .read<IncidentTables>()
      .selectFrom('incidents.evidence')
      .select('blob')
      .where('id', '=', one?.id ?? '')
      .executeTakeFirstOrThrow();
    await blobs.remove(blob);
    await blobs.put(blob, [Buffer.from('abd')], { maxBytes: 10 });
    expect((await call(`POST ${path}/${one?.id ?? ''}/verify`)).as(EvidenceVerdict).intact).toBe(false);
    expect(await code(`POST ${path}?name=x`, Buffer.from(''))).toBe('incidents.empty-evidence');
  });
});

describe('a crash between a grading and its clocks', () => {
  it('is made good by the job, from the same start', async () => {
    const [small, heavy] = [await open('crash'), await open('heavy', { leakedPersons: 1_000_000 })];
    const table = world.platform.platform.records.read<IncidentTables>();
    const grading = JSON.stringify(heavy.grading) as never;
    const ended = new Date(now());
    await table
      .updateTable('incidents.incidents')
      .set({ grading, response_ended_at: ended, state: 'ended' })
      .where('id', '=', small.id)
      .execute();
    expect((await world.clocks(small.id)).map(({ rule }) => rule.id)).toEqual(['NET-1']);
    await world.bringClocks();
    await world.bringClocks();
    const clocks = await world.clocks(small.id);
    expect(clocks.map(({ rule }) => rule.id).toSorted()).toEqual(['CAC-3', 'CAC-4', 'DAT-3', 'NET-1', 'NET-3']);
    expect(clocks.find(({ rule }) => rule.id === 'CAC-3')?.startedAt).toBe(small.knownAt);
  });
});

describe('the end', () => {
  it('comes in order, and only when clocks have ended and recovery is verified', async () => {
    const found = await open('end');
    const to = (state: string) => code(`POST /incidents/${found.id}/state`, { to: state, comment: 'x' });
    expect(await to('ended')).toBe('incidents.wrong-state');
    await incident(`POST /incidents/${found.id}/plan`);
    expect(await to('contained')).toBeUndefined();
    expect(await to('ended')).toBeUndefined();
    expect(await to('closed')).toBe('incidents.wrong-state');
    const recovery = `PUT /incidents/${found.id}/recovery`;
    expect(await code(recovery, { items: [{ text: '恢复', done: true }] })).toBe('incidents.unverified-recovery');
    await incident(recovery, { items: [{ text: '恢复', done: true, verified: '复测' }] });
    for (const { id, state } of await world.clocks(found.id))
      if (state === 'running') await call(`POST /deadlines/${id}/stop?explanation=x`, Buffer.from(''));
    expect(await to('closed')).toBeUndefined();
    expect(await to('open')).toBe('incidents.wrong-state');
  });
});

describe('the settings', () => {
  it('take from the profile of the organisation what is empty, and its being critical infrastructure', async () => {
    const before = (await call('GET /incidents/settings')).as(SettingsDetail);
    await call('PUT /incidents/settings', { ...before.settings, organisation: '', province: '' });
    const profile = { name: '示例车企', creditCode: '91350100M000100Y43', province: '31', isCii: true };
    expect((await call('PUT /organisation', profile)).status).toBe(200);
    const { inForce } = (await call('GET /incidents/settings')).as(SettingsDetail);
    expect(inForce).toMatchObject({ organisation: '示例车企', province: '31', operator: 'cii', reporter: '张三' });
    const found = await open('cii', { leakedPersons: 1_000_000 });
    expect(found.clocks.find(({ rule }) => rule.id === 'CAC-1')?.recipients).toEqual(['保护工作部门', '公安机关']);
    expect(found.clocks.find(({ rule }) => rule.id === 'NET-1')?.recipients).toEqual(['部应急办', '上海市通信管理局']);
    await call('PUT /organisation', { ...profile, isCii: false });
    await call('PUT /incidents/settings', before.settings);
  });
});

describe('the checks of the notice', () => {
  it('measure the organisation, the start of the plan, recovery and reports', async () => {
    const run = async (id: string) =>
      world.app.registry
        .checks()
        .find((each) => each.id === `incidents.${id}`)
        ?.run();
    expect((await run('organised'))?.outcome).toBe('pass');
    const late = async () => Number((await run('plan-started'))?.facts['planLate']);
    const before = await late();
    expect((await run('recovered'))?.outcome).toBe('fail');
    expect((await run('reported'))?.outcome).toBe('fail');
    await open('slow');
    const quick = await open('quick');
    await incident(`POST /incidents/${quick.id}/plan`);
    world.platform.clock.advance(61 * MINUTE);
    const after = await run('plan-started');
    expect(after?.outcome).toBe('fail');
    // Those that had no plan yet became late as well; the one that started at once did not.
    const started = (await call('GET /incidents?state=all'))
      .as(IncidentPage)
      .items.filter((each) => each.planStartedAt !== null);
    expect(started.map(({ id }) => id)).toContain(quick.id);
    const all = Number(after?.facts['incidents']);
    expect(await late()).toBe(all - started.length);
    expect(await late()).toBeGreaterThan(before);
    const { settings } = (await call('GET /incidents/settings')).as(SettingsDetail);
    await call('PUT /incidents/settings', { ...settings, responders: [] });
    expect((await run('organised'))?.outcome).toBe('fail');
  });

  it('measure the time to contain, and fail where an incident is open for a day', async () => {
    const run = async (id: string) =>
      world.app.registry
        .checks()
        .find((each) => each.id === `incidents.${id}`)
        ?.run();
    const before = Number((await run('contained'))?.facts['contained']);
    const held = await open('held');
    world.platform.clock.advance(30 * MINUTE);
    await incident(`POST /incidents/${held.id}/state`, { to: 'contained', comment: '已遏制' });
    const after = await run('contained');
    expect(after?.facts['contained']).toBe(before + 1);
    expect(Number(after?.facts['medianContainMinutes'])).toBeGreaterThan(0);
    await open('waits');
    world.platform.clock.advance(25 * 60 * MINUTE);
    const late = await run('contained');
    expect(late?.outcome).toBe('fail');
    expect(Number(late?.facts['notContained'])).toBeGreaterThan(Number(after?.facts['notContained']));
    expect(Number((await run('reported'))?.facts['reportsOverdue'])).toBeGreaterThan(0);
  });
});
