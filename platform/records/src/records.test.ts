import { SYSTEM_ACTOR } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvent } from './outbox.ts';
import { testDatabase } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';
import type { DeliveredEvent } from './types.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

interface Tables {
  readonly 'platform.outbox': { id: string; type: string };
}

describe('transactions', () => {
  test('a told event is delivered inside the transaction and readable after it', async () => {
    const { records, clock } = database;
    const delivered: DeliveredEvent[] = [];
    records.deliverWith(async (event) => void delivered.push(event));
    await records.transaction((tx) =>
      tx.tell({ type: 'assets.asset-added@1', aggregate: 'a1', payload: { vin: 'LSV\0' } }, SYSTEM_ACTOR),
    );
    const [event] = delivered;
    expect(event).toMatchObject({
      type: 'assets.asset-added@1',
      aggregate: 'a1',
      at: clock.now(),
      actor: SYSTEM_ACTOR,
    });
    expect(await readEvent(records, event?.id ?? '')).toEqual({ ...event, payload: { vin: 'LSV\uFFFD' } });
  });

  test('a transaction that throws leaves neither event nor audit line', async () => {
    const { records } = database;
    const count = () => records.read<Tables>().selectFrom('platform.outbox').select('id').execute();
    const before = (await count()).length;
    const failing = records.transaction(async (tx) => {
      await tx.tell({ type: 'assets.asset-added@1', aggregate: 'a2', payload: null }, SYSTEM_ACTOR);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await count()).toHaveLength(before);
  });

  test('an event type without version is refused', async () => {
    const told = database.records.transaction((tx) =>
      tx.tell({ type: 'assets.added', aggregate: 'a', payload: null }, SYSTEM_ACTOR),
    );
    await expect(told).rejects.toMatchObject({ code: 'records.bad-event' });
  });

  test('health says so when the store answers', async () => {
    expect(await database.records.health()).toEqual({ ok: true });
  });
});
