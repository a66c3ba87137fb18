import type { FindingPage, FindingStats } from '@chedun/governance/contract';
import type { RuleDetail } from '@chedun/detection/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type {
  Drill,
  DrillList,
  DuplicateList,
  ExceptionReviewList,
  ProofList,
  ProposalList,
  ScoreList,
} from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const DAY = 86_400_000;
const RULE_ID = '0f6b7f3a-0000-4000-8000-0000000000aa';
const rule = (id: string, selection: string) => `title: Noisy rule ${selection}
id: ${id}
status: experimental
description: d
author: a
date: 2026-11-23
logsource:
  category: noise_test
detection:
  ${selection}:
    account: monitor
  condition: ${selection}
level: low
`;

describe('alert quality', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld({
      fields: [
        { path: 'account', value: 'monitor' },
        { path: 'src_ip', value: '10.0.0.9' },
      ],
    });
  }, 240_000);
  afterAll(() => world.close());

  const findings = async (query: object) =>
    (
      await world.call<z.infer<typeof FindingPage>>('listFindings', {
        query: { sort: 'lastSeen', limit: 200, ...query },
      })
    ).items;
  const check = async (id: string) => {
    const found = world.app.registry.checks().find((each) => each.id === id);
    if (!found) throw new Error(`no check ${id}`);
    return found.run();
  };
  const drill = (withinSeconds: number, scope: object = { scope: 'families', ruleIds: [] }) =>
    world.call<Drill>('runDrill', { body: { withinSeconds, ...scope } });
  const proofs = () => world.call<ProofList>('listProofs');

  it('proves every family of enabled rules by an alert that is closed as a drill and counts nowhere', async () => {
    expect((await check('quality.efficacy')).outcome).toBe('unknown');
    const run = await drill(60);
    expect(run.results.length).toBeGreaterThanOrEqual(15);
    expect(run.results.filter(({ outcome }) => outcome !== 'alerted')).toEqual([]);
    expect(run.results.map(({ family }) => family)).toEqual(
      expect.arrayContaining(['tsp/remote_control', 'vehicle/gbt32960', 'vehicle/can', 'windows/process_creation']),
    );
    const correlations = run.results.filter(({ family }) => family.startsWith('correlation/'));
    expect(correlations.length).toBeGreaterThanOrEqual(15);
    expect(run.untested.filter((family) => family.startsWith('correlation/')).length).toBeLessThan(15);
    const closed = await findings({ status: 'drill' });
    expect(closed.every(({ assets }) => assets.length === 1 && assets[0]?.id === 'drill')).toBe(true);
    expect(run.results.every(({ findingId }) => closed.some(({ id }) => id === findingId))).toBe(true);
    expect(await findings({ status: 'open' })).toEqual([]);
    const range = {
      from: new Date(world.platform.clock.now() - DAY).toISOString(),
      to: new Date(world.platform.clock.now() + DAY).toISOString(),
    };
    const stats = await world.call<z.infer<typeof FindingStats>>('findingStats', { query: range });
    expect([stats.topRules, stats.overTime]).toEqual([[], []]);
    expect(
      (await world.call<z.infer<typeof ScoreList>>('qualityScores', { query: { sort: 'hits30d', limit: 9 } })).total,
    ).toBe(0);
    expect(await check('quality.efficacy')).toMatchObject({ outcome: 'unknown', facts: { missed: '' } });
  }, 180_000);

  it('comes to every rule that can be played in rounds of bounded size, and then rests', async () => {
    const { summary, perRound } = await proofs();
    expect(summary.testable).toBeGreaterThan(300);
    expect(perRound).toBe(100);
    const rounds = Math.ceil(summary.waiting / perRound);
    for (let round = 1; round <= rounds; round += 1) {
      await world.job('quality/round');
      await vi.waitFor(
        async () => expect((await proofs()).summary.waiting).toBe(Math.max(0, summary.waiting - round * perRound)),
        { timeout: 90_000, interval: 250 },
      );
      world.platform.clock.advance(60_000);
    }
    const done = await proofs();
    expect(done.items.filter(({ state }) => state !== 'proven' && state !== 'untestable')).toEqual([]);
    expect(done.summary).toMatchObject({ missed: 0, waiting: 0, stale: 0, proven: done.summary.testable });
    expect(done.items.every(({ state, seconds }) => state !== 'proven' || (seconds !== null && seconds < 60))).toBe(
      true,
    );
    expect(await check('quality.efficacy')).toMatchObject({ outcome: 'pass', facts: { missed: '', rulesToPlay: 0 } });
    const before = (await world.call<z.infer<typeof DrillList>>('listDrills')).items.length;
    await world.job('quality/round');
    await new Promise((wait) => setTimeout(wait, 3_000));
    expect((await world.call<z.infer<typeof DrillList>>('listDrills')).items).toHaveLength(before);
  }, 600_000);

  it('plays named rules', async () => {
    const ruleId = (await proofs()).items.find(({ state }) => state === 'proven')?.ruleId;
    const run = await drill(60, { scope: 'rules', ruleIds: [ruleId] });
    expect(run).toMatchObject({ scope: 'rules', results: [{ ruleId, outcome: 'alerted' }] });
  }, 120_000);

  it('makes a missed rule a finding that fails the check, and clears it when its next drill passes', async () => {
    world.platform.clock.advance(2 * 3_600_000);
    world.loseRecords('lose');
    const run = await drill(5);
    expect(run.results.every(({ outcome, findingId }) => outcome === 'missed' && findingId === null)).toBe(true);
    expect(await check('quality.efficacy')).toMatchObject({ outcome: 'fail' });
    const wanted = () => findings({ module: 'quality', status: 'open' });
    await vi.waitFor(async () => expect(await wanted()).toHaveLength(run.results.length), 20_000);
    const first = run.results[0];
    expect((await wanted()).map(({ titleZh }) => titleZh)).toContain(
      `检测演练未告警：${first?.ruleTitleZh ?? first?.ruleTitle ?? ''}`,
    );
    const missed = (await proofs()).items.filter(({ state }) => state === 'missed');
    expect(missed.every(({ misses, provenAt }) => misses === 1 && provenAt !== null)).toBe(true);
    world.loseRecords('keep');
    world.platform.clock.advance(60_000);
    const ruleIds = run.results.flatMap(({ ruleId, family }) => (family.startsWith('correlation/') ? [] : [ruleId]));
    expect((await drill(60, { scope: 'rules', ruleIds })).results.every(({ outcome }) => outcome === 'alerted')).toBe(
      true,
    );
    await drill(60);
    await vi.waitFor(async () => expect(await wanted()).toEqual([]), 20_000);
    world.platform.clock.advance(27 * 3_600_000);
    expect(await check('quality.efficacy')).toMatchObject({ outcome: 'fail' });
  }, 240_000);

  it('refuses a second drill while one runs', async () => {
    const [first, second] = await Promise.allSettled([drill(60), drill(60)]);
    const refused = [first, second].filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'quality.drill-running' } }]);
  }, 240_000);

  it('scores a noisy rule, proposes the exception for the asset, and hides what a person dismissed', async () => {
    await world.call('createRule', { body: { yaml: rule(RULE_ID, 'first'), enabled: true } });
    const at = new Date(world.platform.clock.now()).toISOString();
    const noise = Array.from({ length: 900 }, () => ({
      time: at,
      product: 'p',
      category: 'noise_test',
      account: 'monitor',
      host: 'srv-1',
    }));
    await vi.waitFor(
      async () => {
        await world.send({ id: 'tsp-log', title: 't' }, noise);
        const { items } = await world.call<z.infer<typeof ProposalList>>('qualityProposals');
        expect(items.some(({ kind, ruleId }) => kind === 'exception' && ruleId === RULE_ID)).toBe(true);
      },
      { timeout: 25_000, interval: 500 },
    );
    const { items } = await world.call<z.infer<typeof ProposalList>>('qualityProposals');
    const proposal = items.find(({ ruleId }) => ruleId === RULE_ID);
    expect(proposal?.savesPerDay).toBeGreaterThanOrEqual(100);
    const scores = await world.call<z.infer<typeof ScoreList>>('qualityScores', {
      query: { sort: 'hits30d', limit: 9 },
    });
    expect(scores.items[0]).toMatchObject({ ruleId: RULE_ID, family: 'noise_test', precision: null, topAssetShare: 1 });
    await world.call('dismissProposal', { body: { key: proposal?.key, days: 30, reason: '计划停用' } });
    const after = await world.call<z.infer<typeof ProposalList>>('qualityProposals');
    expect(after).toMatchObject({ dismissed: 1 });
    expect(after.items.some(({ key }) => key === proposal?.key)).toBe(false);
  }, 60_000);

  it('finds a rule that says the same under other names', async () => {
    const copy = '0f6b7f3a-0000-4000-8000-0000000000bb';
    await world.call('createRule', { body: { yaml: rule(copy, 'second'), enabled: true } });
    const { items } = await world.call<z.infer<typeof DuplicateList>>('qualityDuplicates');
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: 'same-condition',
        rules: [expect.objectContaining({ id: RULE_ID }), expect.objectContaining({ id: copy })],
      }),
    );
  });

  it('reminds of an exception that is past its date, and a review puts it off', async () => {
    const params = { id: RULE_ID };
    const body = { title: '监控账号', yaml: 'account: monitor' };
    await world.call<RuleDetail>('addException', { params, body });
    const list = async () => (await world.call<z.infer<typeof ExceptionReviewList>>('qualityExceptions')).items;
    expect(await list()).toMatchObject([{ title: '监控账号', overdue: false, reviewedAt: null }]);
    expect((await check('quality.exceptions-reviewed')).outcome).toBe('pass');
    world.platform.clock.advance(91 * DAY);
    expect((await check('quality.exceptions-reviewed')).outcome).toBe('fail');
    await world.job('quality/watch-reviews');
    const reminders = () => findings({ module: 'quality', status: 'open', search: '监控账号' });
    await vi.waitFor(async () => expect(await reminders()).toHaveLength(1), 20_000);
    const id = (await list())[0]?.id;
    await world.call('reviewException', { params: { id }, body: { days: 30, note: '仍需要' } });
    await vi.waitFor(async () => expect(await reminders()).toEqual([]), 20_000);
    expect(await list()).toMatchObject([{ overdue: false, reviewedBy: '李雷', note: '仍需要' }]);
    world.platform.clock.advance(30 * DAY);
    expect(await list()).toMatchObject([{ overdue: true }]);
    const unknown = { params: { id: '0193a000-0000-7000-8000-000000000999' }, body: { days: 1, note: 'x' } };
    await expect(world.call('reviewException', unknown)).rejects.toMatchObject({ code: 'quality.exception-unknown' });
  });
});
