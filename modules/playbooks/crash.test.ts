import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Action } from './actions/action.ts';
import { PlaybookDetail, RunDetail, RunList } from './contract.ts';
import { advanceDue } from './use-cases/advance.ts';
import { playbookWorld, type DyingGateway, type PlaybookWorld } from './testing/world.ts';

const value = readFileSync(new URL('../../content/playbooks/block-address.json', import.meta.url), 'utf8');

describe('a process that dies while it acts', () => {
  const dying: DyingGateway = { die: 'no', committed: 0 };
  let world: PlaybookWorld;
  let id = '';
  beforeAll(async () => {
    world = await playbookWorld(dying);
    const read = (await world.call('hanmei', 'POST /playbooks/validate', value)).json as { id: string };
    id = read.id;
    const { version } = (await world.call('hanmei', `GET /playbooks/${id}`)).as(PlaybookDetail);
    await world.call('hanmei', `POST /playbooks/${id}/approve`, { version, note: '同意' });
  }, 240_000);
  afterAll(() => world.close(), 60_000);

  const begin = (address: string) =>
    world.call('hanmei', `POST /playbooks/${id}/runs`, { subject: { kind: 'none' }, values: { __address__: address } });
  const newest = async (): Promise<RunDetail> => {
    const [run] = (await world.call('hanmei', 'GET /playbook-runs')).as(RunList).items;
    return (await world.call('hanmei', `GET /playbook-runs/${run?.id}`)).as(RunDetail);
  };
  /** The next process finds the job. */
  const goOn = async (run: string): Promise<RunDetail> => {
    dying.die = 'no';
    const { jobs } = world.platform.platform;
    await Promise.all([jobs.send('playbooks/advance', { run }), jobs.send('playbooks/advance', { run })]);
    return vi.waitFor(
      async () => {
        const alive = await newest();
        if (alive.steps[0]?.status !== 'done') throw new Error('not yet');
        return alive;
      },
      { timeout: 60_000, interval: 200 },
    );
  };

  it('after the effect: the effect is not repeated, and proven by who comes next', { timeout: 90_000 }, async () => {
    dying.die = 'after';
    dying.committed = 0;
    expect((await begin('198.51.100.20')).status).toBe(500);
    const dead = await newest();
    expect(dead.steps[0]).toMatchObject({ status: 'running', effect: { verifiedAt: null } });
    const alive = await goOn(dead.id);
    expect(dying.committed).toBe(1);
    expect(alive.steps[0]).toMatchObject({ status: 'done', effect: { verifiedAt: expect.any(String) } });
    expect(alive.trace.filter(({ kind }) => kind === 'verified')).toHaveLength(1);
  });

  it('before the effect: it happens once, by who comes next', { timeout: 90_000 }, async () => {
    dying.die = 'before';
    dying.committed = 0;
    expect((await begin('198.51.100.21')).status).toBe(500);
    const dead = await newest();
    expect(dead.steps[0]).toMatchObject({ status: 'running', effect: null });
    const alive = await goOn(dead.id);
    expect([dying.committed, alive.effects]).toEqual([1, 1]);
    expect(alive.trace.filter(({ kind }) => kind === 'verified')).toHaveLength(1);
  });

  it('again and again holds up no other run', { timeout: 90_000 }, async () => {
    dying.die = 'before';
    const [first, second] = ['198.51.100.30', '198.51.100.31'];
    expect((await begin(first)).status).toBe(500);
    const broken = await newest();
    expect((await begin(second)).status).toBe(500);
    const { records, clock, log } = world.platform.platform;
    const dies: Action = {
      id: 'gateway.refuse-address',
      title: { zh: '阻断', en: 'contain' },
      params: ['address'],
      permission: 'gateway.contain',
      care: 'one-person',
      run: async ({ address }, _, __, alongside) => {
        if (address === first) throw new Error('killed again');
        await records.transaction(alongside);
      },
      probe: async () => ({ isInForce: true, proof: 'refused' }),
    };
    await advanceDue({ records, clock, log, actions: { of: () => dies, ofStep: () => dies, list: () => [] } })();
    expect((await newest()).steps[0]).toMatchObject({ visit: expect.any(Number), status: 'done' });
    const still = (await world.call('hanmei', `GET /playbook-runs/${broken.id}`)).as(RunDetail);
    expect(still.steps[0]).toMatchObject({ status: 'running', effect: null });
  });
});
