import { SYSTEM_ACTOR } from '@chedun/kernel';
import { markReacted, readAudit, verifyAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { COUNTED, countersModule, countUp } from './example/counters/module.ts';
import { mirrorModule } from './example/mirror/module.ts';
import { compose } from './index.ts';
import type { Composition } from './index.ts';
import { testPlatform } from './testing/index.ts';
import type { TestPlatform } from './testing/index.ts';

interface Tables {
  readonly 'platform.outbox': { id: string; type: string; aggregate: string };
  readonly 'platform.reactions': { event_id: string; reaction: string };
}

describe('two real modules on real PostgreSQL', () => {
  let world: TestPlatform;
  let app: Composition;
  let crashes = 0;
  const mirror = mirrorModule({
    beforeCommit: async () => {
      if (crashes === 0) return;
      crashes -= 1;
      throw new Error('crashed half-way');
    },
  });

  beforeAll(async () => {
    world = await testPlatform();
    app = await compose([mirror, countersModule], world.platform);
    await app.start();
  });
  afterAll(async () => {
    await app.stop();
    await world.close();
  });

  const count = (name: string) => countUp(world.platform)(name, SYSTEM_ACTOR);
  const seen = (name: string) => app.asksOf(mirror).seen(name);

  test('modules are built after those they need and offer their parts', () => {
    expect(app.order).toEqual(['counters', 'mirror']);
    expect(app.routes.map(({ module, route }) => [module, route.operationId])).toEqual([['counters', 'countUp']]);
    expect(app.registry.permissions().map(({ name }) => name)).toEqual(['counters.count']);
    expect(Object.keys(app.errors)).toEqual(['counters.full']);
    expect(app.authenticator).toBeUndefined();
  });

  test('telling runs the reaction of the other module, which asks back', async () => {
    await count('told');
    await vi.waitFor(async () => expect(await seen('told')).toEqual({ value: 1, times: 1 }), 10_000);
    expect(await app.asksOf(countersModule).valueOf('told')).toBe(1);
  });

  test('a reaction that crashes half-way leaves nothing and runs again until it is done, once', async () => {
    crashes = 2;
    await count('crashy');
    await vi.waitFor(async () => expect(await seen('crashy')).toEqual({ value: 1, times: 1 }), 20_000);
    expect(crashes).toBe(0);
  });

  test('a second delivery of the same event does nothing', async () => {
    await count('twice');
    await vi.waitFor(async () => expect(await seen('twice')).toEqual({ value: 1, times: 1 }), 10_000);
    const db = world.platform.records.read<Tables>();
    const event = await db
      .selectFrom('platform.outbox')
      .select('id')
      .where('aggregate', '=', 'twice')
      .executeTakeFirstOrThrow();
    await world.platform.jobs.send('reaction/mirror/copy-value', { event: event.id });
    await count('after');
    await vi.waitFor(async () => expect(await seen('after')).toBeDefined(), 10_000);
    expect(await seen('twice')).toEqual({ value: 1, times: 1 });
    const again = await world.platform.records.transaction((tx) =>
      markReacted(tx, event.id, 'mirror/copy-value', world.clock),
    );
    expect(again).toBe(false);
  });

  test('a refused command rolls back: no event, no reaction, no audit line', async () => {
    for (let times = 0; times < 3; times += 1) await count('full');
    await expect(count('full')).rejects.toMatchObject({ code: 'counters.full' });
    const db = world.platform.records.read<Tables>();
    const told = await db.selectFrom('platform.outbox').select('id').where('aggregate', '=', 'full').execute();
    expect(told).toHaveLength(3);
    const { lines } = await readAudit(world.platform.records, { limit: 100, targetId: 'full' });
    expect(lines.map(({ after }) => after)).toEqual([3, 2, 1]);
    expect(await verifyAudit(world.platform.records)).toMatchObject({ kind: 'intact' });
  });

  test('an event that no module declares cannot be told', async () => {
    const told = world.platform.records.transaction((tx) =>
      tx.tell({ type: 'counters.reset@1', aggregate: 'a', payload: null }, SYSTEM_ACTOR),
    );
    await expect(told).rejects.toMatchObject({ code: 'module.unknown-event' });
  });

  test('dead reactions are counted in the metrics', async () => {
    expect(await world.platform.metrics.render()).toContain('chedun_jobs_dead 0');
  });

  test('the name of the event is the one declared', () => {
    expect(countersModule.tells).toEqual([COUNTED]);
  });
});
