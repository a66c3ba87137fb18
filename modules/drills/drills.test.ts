import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClockPage } from '@chedun/deadline-ledger/contract';
import { DocumentDetail } from '@chedun/documents/contract';
import { FindingPage } from '@chedun/governance/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PlanDetail, ReportAnswer, Review, Run, RunPage, ScenarioList } from './contract.ts';
import { drillWorld, type DrillWorld } from './testing/world.ts';

const MINUTE = 60_000;
let world: DrillWorld;
beforeAll(async () => {
  world = await drillWorld();
}, 60_000);
afterAll(() => world?.close());

const lead = (request: string, body?: unknown) => world.as('lead')(request, body);
const team = (request: string, body?: unknown) => world.as('team')(request, body);
const outcome = async (id: string) =>
  (
    await world.app.registry
      .checks()
      .find((check) => check.id === `drills.${id}`)
      ?.run()
  )?.outcome;
const findings = async () => (await lead('GET /findings?limit=200')).as(FindingPage);
const begin = async (scenario: string) => {
  const prepared = (await lead('POST /drills/runs', { scenario, observer: '周敏' })).as(Run);
  return (await lead(`POST /drills/runs/${prepared.id}/start`, {})).as(Run);
};
const read = async (id: string) => (await lead(`GET /drills/runs/${id}`)).as(Run);
const respond = async (run: string, expectation: string, role: string, verdict: 'met' | 'missed' = 'met') => {
  await team(`POST /drills/runs/${run}/answers`, { expectation, role, text: '已按预案办理' });
  return lead(`POST /drills/runs/${run}/verdicts`, { expectation, role, verdict, comment: '记录完整' });
};

describe('the scenarios of the product', () => {
  it('name only rules that are at work, injects and expectations that fit', async () => {
    const { items } = (await lead('GET /drills/scenarios')).as(ScenarioList);
    expect(items.map(({ id }) => id)).toEqual([
      'malicious-ota-campaign',
      'personal-data-leak',
      'remote-control-takeover',
      'tsp-api-enumeration',
      'v2x-sybil-and-clones',
    ]);
    expect(items.filter(({ missing }) => missing.length > 0)).toEqual([]);
  });

  it.each(['malicious-ota-campaign', 'personal-data-leak', 'tsp-api-enumeration', 'v2x-sybil-and-clones'])(
    'are all detected: %s',
    async (scenario) => {
      const { id, injects } = await begin(scenario);
      for (const inject of injects.filter(({ playedAt }) => playedAt === null))
        await lead(`POST /drills/runs/${id}/injects/${inject.id}/release`, {});
      const run = await read(id);
      const detected = run.expectations.filter(({ kind }) => kind === 'detect');
      expect(
        detected.flatMap(({ verdict, mode, targets }) =>
          targets
            .filter(({ state }) => state !== 'met' && (mode === 'all' || verdict !== 'met'))
            .map(({ label }) => label.en),
        ),
      ).toEqual([]);
      expect(run.injects.filter(({ refused }) => refused > 0)).toEqual([]);
      const technical = run.injects.filter(({ kind }) => kind === 'technical');
      expect(technical.map(({ records }) => records > 0)).toEqual(technical.map(() => true));
      // No more can be detected than was injected.
      expect(technical.filter(({ records, detected }) => detected > records)).toEqual([]);
      const stopped = (await lead(`POST /drills/runs/${id}/stop`, { reason: '仅检验检出' })).as(Run);
      expect(stopped.state).toBe('evaluated');
    },
    60_000,
  );
});

describe('an incident', () => {
  it('is reviewed with the moments that were written down', async () => {
    const known = { how: '电话', at: new Date(world.platform.clock.now() - 20 * MINUTE).toISOString() };
    const { id } = (await lead('POST /incidents', { title: '平台数据泄露', known })).json as { id: string };
    await lead(`POST /incidents/${id}/plan`, {});
    world.platform.clock.advance(10 * MINUTE);
    await lead(`POST /incidents/${id}/state`, { to: 'contained', comment: '已隔离' });
    const review = (await lead('POST /drills/reviews', { subject: { kind: 'incident', id } })).as(Review);
    expect(review.milestones.map(({ key, minutes }) => [key, minutes])).toEqual([
      ['known', 0],
      ['plan', 20],
      ['contained', 30],
      ['reported', null],
      ['recovered', null],
      ['ended', null],
      ['closed', null],
    ]);
    expect(await outcome('reviewed')).toBe('unknown');
    const nobody = { kind: 'incident', id: '018f7a00-0000-7000-8000-000000000009' };
    expect((await lead('POST /drills/reviews', { subject: nobody })).problem?.code).toBe('drills.subject-unknown');
  });
});

describe('the emergency plan', () => {
  const text = { scope: '全部业务', levels: '四级', monitoring: '全天监测', response: '按处置预案执行' };
  const order = { text: { ...text, reporting: '立即报告', recovery: '逐项核实', drills: '每年一次' } };
  const leak = { id: 'playbook--1', name: '个人信息泄露', version: '2026-11-01', sm3: 'a7'.repeat(32) };

  it('is bound to approved playbooks that run dry, and approved by another person', async () => {
    world.approve([{ ...leak, dry: 'failed' }]);
    const unknown = await lead('POST /drills/plan', { ...order, playbooks: ['playbook--2'] });
    expect(unknown.problem?.code).toBe('drills.playbook-unknown');
    await lead('POST /drills/plan', { ...order, playbooks: [leak.id] });
    expect(await outcome('plan')).toBe('fail');
    expect((await lead('POST /drills/plan/1/approve', {})).problem?.code).toBe('drills.second-person');
    expect((await team('POST /drills/plan/1/approve', {})).problem?.code).toBe('drills.dry-run-failed');
    world.approve([{ ...leak, dry: 'succeeded' }]);
    const { current } = (await team('POST /drills/plan/1/approve', {})).as(PlanDetail);
    expect(current).toMatchObject({ version: 1, approvedBy: 'team', playbooks: [{ dry: 'succeeded' }], changed: [] });
    expect(current?.sm3).toMatch(/^[0-9a-f]{64}$/);
    expect(await outcome('plan')).toBe('pass');
    expect((await team('POST /drills/plan/1/approve', {})).problem?.code).toBe('drills.plan-unknown');
  }, 60_000);

  it('is out of date as soon as a bound playbook has another version', async () => {
    world.approve([{ ...leak, version: '2026-11-20', dry: 'succeeded' }]);
    expect((await lead('GET /drills/plan')).as(PlanDetail).current?.changed).toEqual(['个人信息泄露']);
    expect(await outcome('plan')).toBe('fail');
    await lead('POST /drills/plan', { ...order, playbooks: [leak.id] });
    const { versions } = (await team('POST /drills/plan/2/approve', {})).as(PlanDetail);
    expect(versions.map(({ version, changed }) => [version, changed.length])).toEqual([
      [2, 0],
      [1, 1],
    ]);
    expect(await outcome('plan')).toBe('pass');
  }, 60_000);
});

describe('a drill', () => {
  let id = '';

  it('has no verdict before one was reviewed', async () => {
    expect(await outcome('lessons')).toBe('unknown');
    expect((await lead('POST /drills/runs', { scenario: 'nothing-like-it' })).problem?.code).toBe(
      'drills.scenario-unknown',
    );
  });

  it('detects by the real path, and nothing of it reaches the ledger, the clocks or the journal', async () => {
    const before = await findings();
    const clocks = (await lead('GET /deadlines?state=all')).as(ClockPage).total;
    // A live attack at the same moment, by an account that no scenario knows.
    const live = { type: 'remote_control', vin: 'LSVAA4182E2100021', account: 'live_dealer', command: 'power_off' };
    const journalled = await world.live([{ ...live, result: 'success', vehicle_speed_kmh: 62, session_id: '' }]);
    const started = await begin('remote-control-takeover');
    id = started.id;
    expect(started.state).toBe('running');
    const powerOff = 'Remote Power-Off While Vehicle Is Moving';
    await vi.waitFor(
      async () => expect((await findings()).items.map(({ title }) => title)).toContain(powerOff),
      20_000,
    );
    const ledger = (await findings()).items;
    expect(ledger.length).toBeGreaterThan(before.items.length);
    const named = ledger.flatMap(({ assets }) => assets.map((asset) => asset.id));
    expect(named).toContain('LSVAA4182E2100021');
    for (const name of ['owner_17', 'LCDCDA1E0RW000017']) expect(named).not.toContain(name);
    expect(ledger.filter(({ module }) => module === 'correlation')).toEqual([]);
    const run = await read(id);
    const chain = run.expectations.find((each) => each.id === 'chain-seen');
    expect(chain).toMatchObject({ verdict: 'met', targets: [{ state: 'met' }] });
    expect(run.injects[0]).toMatchObject({ id: 'guess', records: 7, detected: 7, refused: 0 });
    // The live event came at the same time; the rule that it raised alone is not of the drill.
    expect(run.detections.map(({ title }) => title)).not.toContain(powerOff);
    expect(run.detections.filter(({ expected }) => expected)).toHaveLength(1);
    expect((await lead('GET /deadlines?state=all')).as(ClockPage).total).toBe(clocks);
    expect(await world.live([{ quiet: true }])).toBe(journalled + 1);
    expect(
      await readdir(join(world.folder, '.chedun', 'drills')).catch(() => readdir(join(world.folder, 'drills'))),
    ).toContain(id);
  }, 60_000);

  it('shows the team what people send, when it is time and not before', async () => {
    expect((await read(id)).injects.find((each) => each.id === 'hotline')?.message).toBeNull();
    world.platform.clock.advance(3 * MINUTE);
    await world.advance();
    const { injects } = await read(id);
    expect(injects.find((each) => each.id === 'hotline')?.message?.text.zh).toContain('12 位车主');
    expect(injects.find((each) => each.id === 'spread')?.playedAt).toBeNull();
  });

  it('asks another person than who answered to judge', async () => {
    const order = { expectation: 'start-plan', role: 'commander' };
    expect(
      (await lead(`POST /drills/runs/${id}/verdicts`, { ...order, verdict: 'met', comment: '好' })).problem?.code,
    ).toBe('drills.not-open');
    await lead(`POST /drills/runs/${id}/answers`, { ...order, text: '18:05 启动预案' });
    const own = await lead(`POST /drills/runs/${id}/verdicts`, { ...order, verdict: 'met', comment: '好' });
    expect(own.problem?.code).toBe('drills.own-answer');
    const other = await team(`POST /drills/runs/${id}/verdicts`, { ...order, verdict: 'met', comment: '及时' });
    expect(other.as(Run).expectations.find((each) => each.id === 'start-plan')?.verdict).toBe('met');
    const unknown = await team(`POST /drills/runs/${id}/answers`, {
      expectation: 'start-plan',
      role: 'legal',
      text: 'x',
    });
    expect(unknown.problem?.code).toBe('drills.expectation-unknown');
  });

  it('misses what nobody answered in time, and takes no late answer', async () => {
    world.platform.clock.advance(15 * MINUTE);
    const late = await team(`POST /drills/runs/${id}/answers`, {
      expectation: 'hotline-answer',
      role: 'liaison',
      text: '口径',
    });
    expect(late.problem?.code).toBe('drills.not-open');
    await world.advance();
    const run = await read(id);
    expect(run.expectations.find((each) => each.id === 'hotline-answer')).toMatchObject({
      verdict: 'missed',
      targets: [{ comment: '规定时间内未作答' }],
    });
    // Played late by a minute of the job, detected all the same: what counts is the time from the inject.
    expect(run.expectations.find((each) => each.id === 'spread-seen')?.verdict).toBe('met');
    expect(run.injects.every(({ playedAt }) => playedAt !== null)).toBe(true);
  }, 30_000);

  it('ends by itself when all is resolved, with a weighted score', async () => {
    await respond(id, 'contain', 'operations');
    await respond(id, 'media-line', 'commander');
    expect((await read(id)).state).toBe('running');
    await respond(id, 'report', 'analyst', 'missed');
    world.platform.clock.advance(2 * MINUTE);
    const ended = (await respond(id, 'report', 'liaison')).as(Run);
    expect(ended).toMatchObject({ state: 'evaluated', score: 95, met: 6, expectations: expect.any(Array) });
    expect(ended.minutesToReport).toBeGreaterThanOrEqual(0);
    expect(ended.secondsToDetect).not.toBeNull();
    expect(ended.families).toContainEqual({ family: 'prevention', score: 100, met: 1, of: 1 });
    expect(ended.log.map(({ kind }) => kind)).toContain('detected');
    expect((await team(`POST /drills/runs/${id}/log`, { text: '补记' })).problem?.code).toBe('drills.wrong-state');
    const page = (await lead('GET /drills/runs?scenario=remote-control-takeover')).as(RunPage);
    expect(page.items.map(({ score }) => score)).toEqual([95]);
    const { items } = (await lead('GET /drills/runs?limit=2')).as(RunPage);
    expect(items).toHaveLength(2);
  });

  it('is reviewed: moments by the machine, items become findings, two persons sign, the year begins', async () => {
    const opened = (await lead('POST /drills/reviews', { subject: { kind: 'drill', id } })).as(Review);
    expect(opened.milestones.map(({ key, at }) => [key, at !== null])).toEqual([
      ['injected', true],
      ['detected', true],
      ['plan', true],
      ['contained', true],
      ['reported', true],
      ['ended', true],
    ]);
    expect((await lead('POST /drills/reviews', { subject: { kind: 'drill', id } })).as(Review).id).toBe(opened.id);
    const at = `/drills/reviews/${opened.id}`;
    expect((await lead(`POST ${at}/sign`, {})).problem?.code).toBe('drills.review-empty');
    await lead(`PUT ${at}`, { well: '检出及时', badly: '客服口径超时', causes: '联络手册缺少口径模板' });
    const past = { title: '编制口径模板', owner: '赵强', due: '2026-01-01' };
    expect((await lead(`POST ${at}/items`, past)).problem?.code).toBe('drills.due-past');
    await lead(`POST ${at}/items`, { ...past, due: '2026-12-20' });
    const filed = await vi.waitFor(async () => {
      const review = (await lead(`GET ${at}`)).as(Review);
      if (review.items[0]?.finding === null || review.items[0] === undefined) throw new Error('not in the ledger yet');
      return review;
    }, 20_000);
    const [item] = filed.items;
    const found = (await findings()).items.find((each) => each.id === item?.finding);
    expect(found).toMatchObject({ titleZh: '编制口径模板', status: 'open', kind: 'weakness' });
    await lead(`POST ${at}/sign`, {});
    expect((await lead(`POST ${at}/sign`, {})).problem?.code).toBe('drills.second-person');
    const signed = (await team(`POST ${at}/sign`, {})).as(Review);
    expect(signed).toMatchObject({ state: 'signed', signatures: [{ by: 'lead' }, { by: 'team' }] });
    expect((await lead(`PUT ${at}`, { well: 'x', badly: 'x', causes: 'x' })).problem?.code).toBe(
      'drills.review-signed',
    );
    expect((await read(id)).state).toBe('reviewed');
    const { items: clocks } = (await lead(`GET /deadlines?state=all&subjectKind=drill&subjectId=${id}`)).as(ClockPage);
    expect(clocks.map(({ rule, state }) => [rule.id, rule.basis, state])).toEqual([['NET-5', 'unverified', 'running']]);
    expect(await outcome('yearly')).toBe('pass');
    expect(await outcome('lessons')).toBe('pass');
  }, 60_000);

  it('is overdue where an item is not mended, and the finding closes when it is', async () => {
    const subject = (await lead(`GET /drills/reviews?subject=${id}`)).json as { items: { id: string }[] };
    const at = `/drills/reviews/${subject.items[0]?.id}`;
    world.platform.clock.advance(40 * 86_400_000);
    expect(await outcome('lessons')).toBe('fail');
    const [item] = (await lead(`GET ${at}`)).as(Review).items;
    expect(item?.state).toBe('overdue');
    await lead(`POST ${at}/items/${item?.id}/mended`, { comment: '模板已发布' });
    await vi.waitFor(
      async () => expect((await findings()).items.find((each) => each.id === item?.finding)?.status).toBe('resolved'),
      20_000,
    );
    expect((await lead(`GET ${at}`)).as(Review).items[0]?.state).toBe('mended');
    expect(await outcome('lessons')).toBe('pass');
    // Four drills were never reviewed, and 30 days are over.
    expect(await outcome('reviewed')).toBe('fail');
    world.platform.clock.advance(366 * 86_400_000);
    expect(await outcome('yearly')).toBe('unknown');
  }, 30_000);

  it('becomes a signed report in one click', async () => {
    const { document } = (await lead(`POST /drills/runs/${id}/report`, {})).as(ReportAnswer);
    const detail = (await lead(`GET /documents/${document}`)).as(DocumentDetail);
    const text = JSON.stringify(detail);
    expect(text).toContain('网络安全应急演练报告');
    expect(detail.document.subject).toEqual({ kind: 'drill', id });
  }, 60_000);

  it('leaves no files behind', async () => {
    const left = await readdir(join(world.folder, 'drills')).catch(() => []);
    expect(left).toEqual([]);
  });
});
