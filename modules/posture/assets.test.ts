import { assetsModule } from '@chedun/assets';
import { findingsReported } from '@chedun/governance/contract';
import { aReport } from '@chedun/governance/testing';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  AssetPosture,
  AssetRun,
  AssetVerdicts,
  ChainReport,
  JudgedAssets,
  ObligationDetail,
  Posture,
} from './contract.ts';
import { aCheck, postureWorld, type PostureWorld } from './testing/index.ts';

const VIN = (n: number) => `LSVAA4182E2${String(100_000 + n)}`;
const DAY = 86_400_000;
const met = aCheck('measured.met', ['1.3-b', '1.1-e', '2.1-c']);
const failed = aCheck('measured.failed', ['1.3-i']);
failed.result = { outcome: 'fail', summary: { zh: '留存不足', en: 'too short' }, facts: { days: 12 } };

let world: PostureWorld;
beforeAll(async () => {
  world = await postureWorld([met, failed]);
  for (const id of ['measured.met', 'measured.failed', 'governance.ledger'])
    await world.call(`POST /posture/checks/${id}/run`);
  for (const n of [1, 2, 3]) await world.call(`PUT /assets/vehicles/${VIN(n)}`, { model: 'E7' });
  await world.call('PUT /assets/hosts/srv-1', {});
  const { records, clock } = world.platform.platform;
  await records.transaction((tx) =>
    tx.tell(
      {
        type: findingsReported,
        aggregate: 'x',
        payload: {
          findings: [aReport({ fingerprint: 'f', assets: [{ kind: 'vehicle', id: VIN(2) }], obligations: ['1.3-b'] })],
        } as never,
      },
      SYSTEM_ACTOR,
    ),
  );
  const assets = world.app.asksOf(assetsModule);
  await assets.noteSeen([
    { vin: VIN(1), at: clock.now(), source: 's' },
    { vin: VIN(2), at: clock.now(), source: 's' },
    { vin: VIN(3), at: clock.now() - 8 * DAY, source: 's' },
  ]);
  await vi.waitFor(async () => expect((await world.call('GET /findings')).text).toContain('Suspicious'), 20_000);
});
afterAll(() => world.close());

const evaluate = async () => (await world.call('POST /posture/assets/run')).as(AssetRun);
const of = async (kind: string, id: string, obligation: string) =>
  (await world.call(`GET /posture/assets/${kind}/${id}`))
    .as(AssetVerdicts)
    .verdicts.find((each) => each.obligation === obligation);

describe('the posture of assets', () => {
  it('says of each asset what holds, and why', async () => {
    const run = await evaluate();
    expect(run.assets).toBe(4);
    expect(run.counts.find(({ obligation }) => obligation === '1.3-b')).toEqual({
      obligation: '1.3-b',
      pass: 2,
      fail: 1,
      unknown: 1,
    });
    expect(await of('vehicle', VIN(1), '1.3-b')).toMatchObject({ verdict: 'pass', reason: 'in-order' });
    expect(await of('vehicle', VIN(2), '1.3-b')).toMatchObject({ verdict: 'fail', reason: 'open-finding' });
    expect(await of('vehicle', VIN(3), '1.3-b')).toMatchObject({ verdict: 'unknown', reason: 'silent' });
    expect(await of('vehicle', VIN(1), '1.3-i')).toMatchObject({ verdict: 'unknown', reason: 'check-not-met' });
    expect(await of('vehicle', VIN(1), '2.2-c')).toMatchObject({ verdict: 'unknown', reason: 'no-check' });
    expect(await of('vehicle', VIN(1), '2.1-c')).toBeUndefined();
    expect(await of('host', 'srv-1', '2.1-c')).toMatchObject({ verdict: 'pass' });
  });

  it('lists who fails, and keeps what changed with what it was', async () => {
    const failing = async () =>
      (await world.call('GET /posture/obligations/1.3-b/assets?verdict=fail')).as(JudgedAssets);
    expect(await failing()).toEqual({ items: [{ kind: 'vehicle', id: VIN(2), reason: 'open-finding' }], total: 1 });
    world.platform.clock.advance(1000);
    expect((await evaluate()).changedPages).toBe(0);
    const { items } = (await world.call('GET /findings')).json as { items: { id: string }[] };
    await world.call('PATCH /findings', {
      ids: items.map(({ id }) => id),
      change: { status: 'resolved', comment: 'ok' },
    });
    world.platform.clock.advance(1000);
    expect((await evaluate()).changedPages).toBe(1);
    expect(await of('vehicle', VIN(2), '1.3-b')).toMatchObject({
      verdict: 'pass',
      before: [{ verdict: 'fail', reason: 'open-finding' }],
    });
    expect((await of('vehicle', VIN(1), '1.3-b'))?.before).toEqual([]);
    expect((await failing()).total).toBe(0);
    expect((await world.call('GET /posture/assets')).as(AssetPosture).run?.changedPages).toBe(1);
  });

  it('keeps the numbers of assets when others come and go', async () => {
    await world.call(`PUT /assets/vehicles/${VIN(0)}`, { model: 'E7' });
    await world.call(`DELETE /assets/vehicles/${VIN(3)}`);
    await evaluate();
    expect(await of('vehicle', VIN(1), '1.3-b')).toMatchObject({ verdict: 'pass' });
    expect(await of('vehicle', VIN(0), '1.3-b')).toMatchObject({ reason: 'silent' });
    expect((await world.call('GET /posture/assets/vehicle/nobody')).status).toBe(404);
  });
});

describe('the page of an obligation', () => {
  it('shows the sentence, the parties, the mappings, the findings and the history', async () => {
    const detail = (await world.call('GET /posture/obligations/1.3-i')).as(ObligationDetail);
    expect(detail.sentence).toMatch(/^建立网络安全监测预警机制.*不少于6个月。$/u);
    expect(detail.mappings.map(({ rule }) => rule)).toEqual(['134', 'GB44495', 'GBT22239']);
    expect(detail.parties).toContain('智能网联汽车生产企业');
    expect(detail.history[0]?.segments.at(-1)?.outcome).toBe('fail');
    expect((await world.call('GET /posture/obligations/9.9-z')).status).toBe(404);
  });

  it('is never green without evidence, and says which part brings a check', async () => {
    const { obligations } = (await world.call('GET /posture')).as(Posture);
    const green = obligations.filter(({ light }) => light === 'green');
    expect(green.length).toBeGreaterThan(0);
    for (const { checks } of green) for (const { latest } of checks) expect(latest?.outcome).toBe('pass');
    expect(obligations.find(({ id }) => id === '2.3-a')).toMatchObject({ light: 'none', checks: [], gap: { part: 9 } });
    expect(obligations.find(({ id }) => id === '1.1-e')?.gap).toBeNull();
  });
});

describe('exports', () => {
  it.each(['catalog', 'profile', 'assessment-results', 'plan'])('gives the %s as OSCAL', async (model) => {
    const answer = await world.call(`GET /posture/oscal/${model}`);
    const [root] = Object.keys(answer.json as object);
    expect([answer.status, root]).toEqual([200, model === 'plan' ? 'plan-of-action-and-milestones' : model]);
  });

  it('verifies the chain of all evidence', async () => {
    expect((await world.call('GET /posture/chain')).as(ChainReport)).toMatchObject({ unlinked: 0, brokenAt: null });
  });
});
