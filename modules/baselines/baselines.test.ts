import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  BaselineBand,
  BaselineDetail,
  BaselineEngine,
  BaselineSummary,
  BaselineTestResult,
  BaselineVerdict,
} from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const login = (at: number, account: string, country: string) => ({
  ts: new Date(at).toISOString(),
  type: 'login',
  account,
  src_ip: '198.51.100.7',
  result: 'success',
  geo_country: country,
});

const rule = (baseline: string, id = 'b0000000-0000-4000-8000-000000000001') => `title: A rule of the test
x-title-zh: 测试规则
id: ${id}
logsource:
  product: tsp
  category: tsp_login
detection:
  selection:
    result: success
  condition: selection
level: high
baseline:
${baseline}`;
const TERMS = `  type: new_terms
  group-by: [account]
  field: geo_country
  learn: 2d
`;

describe('behaviour rules', () => {
  let world: TestWorld;
  let now: number;
  beforeAll(async () => {
    world = await testWorld();
    now = world.platform.clock.now();
  }, 240_000);
  afterAll(() => world.close());

  /** The clock goes on and records of now are sent. */
  const later = async (ms: number, records: (at: number) => readonly object[]): Promise<void> => {
    world.platform.clock.advance(ms);
    now += ms;
    await world.send(records(now));
  };
  const detail = (id: string) => world.call<BaselineDetail>('getBaseline', { params: { id } });
  const verdicts = async (id: string) =>
    (await world.call<{ items: BaselineVerdict[] }>('listBaselineVerdicts', { params: { id }, query: { limit: 200 } }))
      .items;
  /** The rule has looked at the kept logs and takes part. */
  const joined = (id: string) =>
    vi.waitFor(
      async () => {
        const { lookBack, lookedBack } = await detail(id);
        expect([lookBack, lookedBack !== null]).toEqual([null, true]);
      },
      { timeout: 60_000, interval: 200 },
    );
  const ID = 'b0000000-0000-4000-8000-000000000001';

  test('ours are there, on, and wait for what they select', async () => {
    const { items } = await world.call<{ items: BaselineSummary[] }>('listBaselines');
    expect(items.length).toBeGreaterThanOrEqual(10);
    expect(items.every(({ enabled, state, ruleset }) => enabled && state === 'waiting' && ruleset === 'chedun')).toBe(
      true,
    );
  });

  test('a wrong text is refused with its line in both languages, and nothing is kept', async () => {
    const yaml = rule('  type: new_terms\n  field: x\n  learn: soon\n');
    await expect(world.call('createBaseline', { body: { yaml, enabled: true } })).rejects.toMatchObject({
      code: 'baselines.invalid',
      detail: { line: 15, reason: expect.stringContaining('duration'), reasonZh: expect.stringContaining('时长') },
    });
    const { lint, loads } = await world.call<BaselineTestResult>('testBaseline', { body: { yaml } });
    expect(loads).toBe(false);
    expect(lint.filter(({ severity }) => severity === 'error')).toMatchObject([{ line: 15 }]);
    await expect(detail(ID)).rejects.toMatchObject({ code: 'baselines.unknown' });
  });

  test('one of the operator learns, then tells: record, journal, rule, alert', async () => {
    await world.call('createBaseline', { body: { yaml: rule(TERMS), enabled: true } });
    await world.send([login(now, 'li', 'CN'), login(now, 'wang', 'CN')]);
    await later(DAY, (at) => [login(at, 'li', 'JP')]);
    expect(await detail(ID)).toMatchObject({ state: 'learning', entities: 2, learning: 2, selected: 3 });
    expect(Date.parse((await detail(ID)).learningUntil ?? '')).toBe(now + DAY);
    await later(2 * DAY, (at) => [login(at, 'li', 'RU'), login(at, 'li', 'CN')]);
    await vi.waitFor(
      async () => expect(await verdicts(ID)).toMatchObject([{ value: 'RU', recordedAt: expect.any(String) }]),
      20_000,
    );
    expect(world.told.filter((each) => each['baseline.rule'] === ID)).toMatchObject([
      {
        product: 'vehicle',
        category: 'behaviour',
        signal: 'baseline.new_terms',
        'baseline.level': 'high',
        'baseline.value': 'RU',
        'baseline.known': 2,
        account: 'li',
        user: 'li',
      },
    ]);
    expect((await detail(ID)).state).toBe('watching');
    await vi.waitFor(async () => {
      const alerts = await world.alerts();
      expect(alerts.map(({ titleZh }) => titleZh)).toContain('行为基线：出现从未有过的取值（高）');
      expect(alerts.find(({ titleZh }) => titleZh?.includes('（高）'))?.assets[0]).toEqual(
        expect.objectContaining({ kind: 'account', id: 'li' }),
      );
    }, 30_000);
  });

  test('a restart goes on where it was: nothing is told twice, nothing is learnt anew', async () => {
    const before = world.told.length;
    await world.restart();
    expect(await detail(ID)).toMatchObject({ entities: 2, toldTotal: 1 });
    await later(HOUR, (at) => [login(at, 'li', 'RU'), login(at, 'wang', 'FR')]);
    await vi.waitFor(async () => expect((await verdicts(ID)).map(({ value }) => value)).toEqual(['FR', 'RU']), 20_000);
    await vi.waitFor(() => expect(world.told.length).toBeGreaterThan(before), 20_000);
    const mine = world.told.filter((each) => each['baseline.rule'] === ID).map((each) => each['baseline.value']);
    expect(mine).toEqual(['RU', 'FR']);
  });

  test.each(['before', 'after'] as const)(
    'a record whose send fails %s it is in the journal stands there once',
    async (when) => {
      world.failRecord(1, when);
      const value = when === 'before' ? 'DE' : 'IT';
      await later(HOUR, (at) => [login(at, 'li', value)]);
      await vi.waitFor(
        async () => expect((await verdicts(ID))[0]).toMatchObject({ value, recordedAt: expect.any(String) }),
        20_000,
      );
      expect(world.told.filter((each) => each['baseline.value'] === value)).toHaveLength(1);
      expect((await world.call<BaselineEngine>('getBaselineEngine')).waiting).toBe(0);
    },
  );

  test('tuning keeps what was learnt, switching off and on too, another field begins anew', async () => {
    const change = (body: object) => world.call<BaselineDetail>('changeBaseline', { params: { id: ID }, body });
    expect(await change({ yaml: rule(TERMS.replace('2d', '3d')) })).toMatchObject({ entities: 2 });
    expect(await change({ enabled: false })).toMatchObject({ state: 'off', entities: 0 });
    expect(await change({ enabled: true })).toMatchObject({ entities: 2, state: 'watching' });
    expect((await change({ yaml: rule(TERMS.replace('geo_country', 'src_ip')) })).lookedBack).toBeNull();
    await joined(ID);
    expect(await detail(ID)).toMatchObject({ entities: 2, selected: 9, lookedBack: { selected: 9 } });
    const { lines } = await readAudit(world.platform.platform.records, { limit: 20 });
    expect(lines.filter(({ action }) => action === 'baselines.changed').length).toBe(4);
  });

  test('what we ship is switched and not rewritten', async () => {
    const { items } = await world.call<{ items: BaselineSummary[] }>('listBaselines');
    const shipped = items.find(({ ruleset }) => ruleset === 'chedun')?.id ?? '';
    const refused = { code: 'baselines.shipped' };
    await expect(
      world.call('changeBaseline', { params: { id: shipped }, body: { yaml: rule(TERMS, shipped) } }),
    ).rejects.toMatchObject(refused);
    await expect(world.call('removeBaseline', { params: { id: shipped } })).rejects.toMatchObject(refused);
    await expect(world.call('changeBaseline', { params: { id: shipped }, body: {} })).rejects.toMatchObject({
      code: 'baselines.change-empty',
    });
    await expect(
      world.call('createBaseline', { body: { yaml: rule(TERMS, shipped), enabled: true } }),
    ).rejects.toMatchObject({ code: 'baselines.exists' });
    await world.call('changeBaseline', { params: { id: shipped }, body: { enabled: false } });
    await world.restart();
    expect((await detail(shipped)).enabled).toBe(false);
  });

  test('a cap is told as a record of its own, once a day', async () => {
    const id = 'b0000000-0000-4000-8000-000000000002';
    await world.call('createBaseline', { body: { yaml: rule(`${TERMS}  entities: 3\n`, id), enabled: true } });
    await joined(id);
    for (let n = 0; n < 3; n += 1)
      await later(MINUTE, (at) => ['a', 'b', 'c', 'd', 'e'].map((name) => login(at, `${name}${n}`, 'CN')));
    await vi.waitFor(
      () =>
        expect(world.told.filter((each) => each['signal'] === 'baseline.capacity')).toMatchObject([
          { 'baseline.limit': 'entities' },
        ]),
      20_000,
    );
    // Two are known from the kept logs.
    expect(await detail(id)).toMatchObject({ entities: 3, refused: 14 });
    await vi.waitFor(
      async () =>
        expect((await world.alerts()).map(({ titleZh }) => titleZh)).toContain('行为基线达到容量上限，新对象未学习'),
      30_000,
    );
    await world.call('removeBaseline', { params: { id } });
    await expect(detail(id)).rejects.toMatchObject({ code: 'baselines.unknown' });
  });

  test('a rate has a band that can be drawn, in hours of China', async () => {
    const id = 'b0000000-0000-4000-8000-000000000003';
    const text = rule('  type: rate_anomaly\n  group-by: account\n  learn: 1d\n  minimum: 5\n', id);
    await world.call('createBaseline', { body: { yaml: text, enabled: true } });
    await joined(id);
    for (let hour = 0; hour < 50; hour += 1)
      await later(HOUR, (at) => [login(at, 'driver', 'CN'), login(at, 'driver', 'CN')]);
    const band = await world.call<BaselineBand>('getBaselineBand', { params: { id }, query: { entity: 'driver' } });
    expect(band.slots.filter((slot) => slot !== null).length).toBeGreaterThanOrEqual(20);
    expect(band.slots.find((slot) => slot !== null)).toMatchObject({ median: 2 });
    expect(band.actual.length).toBeGreaterThan(45);
    await expect(world.call('getBaselineBand', { params: { id }, query: { entity: 'nobody' } })).rejects.toMatchObject({
      code: 'baselines.entity-unknown',
    });
    const { items } = await world.call<{ items: { entity: string }[] }>('listBaselineEntities', {
      params: { id },
      query: { search: 'DRI', limit: 10 },
    });
    expect(items).toMatchObject([
      { entity: 'driver', fields: [{ field: 'account', value: 'driver' }], learning: false },
    ]);
  }, 60_000);

  test('a rule that is switched on late knows what is kept, and tells only what is new', async () => {
    const id = 'b0000000-0000-4000-8000-000000000004';
    await world.call('createBaseline', { body: { yaml: rule(TERMS, id), enabled: true } });
    await joined(id);
    const learnt = await detail(id);
    expect(learnt.lookedBack?.deviations).toBeGreaterThanOrEqual(2);
    expect(learnt).toMatchObject({ state: 'watching', toldTotal: 0 });
    const before = world.told.length;
    await later(HOUR, (at) => [login(at, 'li', 'RU'), login(at, 'li', 'KP')]);
    await vi.waitFor(async () => expect(await verdicts(id)).toMatchObject([{ value: 'KP' }]), 20_000);
    await world.restart();
    expect(await detail(id)).toMatchObject({ toldTotal: 1, lookBack: null, entities: learnt.entities });
    const mine = world.told.slice(before).filter((each) => each['baseline.rule'] === id);
    expect(mine.map((each) => each['baseline.value'])).toEqual(['KP']);
  });

  test('a trial shows what a rule would have told', async () => {
    const events = [0, 1, 3]
      .map((day) => JSON.stringify(login(now + day * DAY, 'li', day === 3 ? 'RU' : 'CN')))
      .join('\n');
    const result = await world.call<BaselineTestResult>('testBaseline', { body: { yaml: rule(TERMS), events } });
    expect(result).toMatchObject({ loads: true, tested: 3, selected: 3, entities: 1, verdictsTotal: 1 });
    expect(result.verdicts).toMatchObject([{ value: 'RU', fields: [{ field: 'account', value: 'li' }] }]);
    const without = await world.call<BaselineTestResult>('testBaseline', {
      body: { yaml: rule(TERMS.replace('geo_country', 'no_field')), events },
    });
    expect(without).toMatchObject({ selected: 0, incomplete: 3 });
  });

  test('the checks say what judges and what learns', async () => {
    const checks = world
      .app()
      .registry.checks()
      .filter(({ id }) => id.startsWith('baselines.'));
    const [running, efficacy] = await Promise.all(checks.map((check) => check.run()));
    expect(running).toMatchObject({ outcome: 'pass', facts: { broken: '', refused: 0 } });
    expect(efficacy).toMatchObject({ outcome: 'pass', facts: { failed: [] } });
  }, 60_000);
});
