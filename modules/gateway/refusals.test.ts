import { SYSTEM_ACTOR } from '@chedun/kernel';
import { readAudit, type Records } from '@chedun/records';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RefusalList, type GatewayAsks } from './contract.ts';
import { gateway } from './module.ts';
import { refusalBook } from './refusal-book.ts';
import { gatewayWorld, type GatewayWorld } from './testing/world.ts';

const [VIN, OTHER] = ['LSVAA0000N0000017', 'LSVAA0000N0000018'];
const ADDRESS = '198.51.100.7';
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 20 });
const frame = (vin: string): Uint8Array => Buffer.from(vin);
const login = (vin: string) => ({ id: vin, iccid: undefined, platform: null });

describe('keeping out', () => {
  let world: GatewayWorld;
  let asks: GatewayAsks;
  beforeAll(async () => {
    world = await gatewayWorld();
    asks = world.app.asksOf(gateway);
  });
  afterAll(() => world.close());

  it('closes what comes from an address, refuses what comes again, and lets it in afterwards', async () => {
    const before = world.connection({ ip: `::ffff:${ADDRESS}` });
    const pass = world.gate().open(before);
    expect(await pass.admit(login(VIN))).toBe(true);
    expect(await asks.standing('address', ADDRESS)).toEqual({ isRefused: false, connections: 1 });
    await asks.refuse({ kind: 'address', value: ADDRESS, reason: 'attack' }, SYSTEM_ACTOR);
    expect(before.closed).toEqual(['unbound']);
    expect(await asks.standing('address', ADDRESS)).toEqual({ isRefused: true, connections: 0 });
    expect(await pass.admit(login(VIN))).toBe(false);
    const again = world.connection({ ip: ADDRESS });
    const second = world.gate().open(again);
    expect([await second.admit(login(OTHER)), second.frame(frame(OTHER), 0, 17, null)]).toEqual([false, false]);
    await soon(() => expect(again.closed).toEqual(['unbound']));
    await soon(() =>
      expect(world.records).toContainEqual(expect.objectContaining({ signal: 'gateway.barred', src_ip: ADDRESS })),
    );
    expect((await world.call('GET /gateway/refusals')).as(RefusalList).items).toMatchObject([
      { kind: 'address', value: ADDRESS, reason: 'attack' },
    ]);
    await asks.readmit({ kind: 'address', value: ADDRESS }, SYSTEM_ACTOR);
    expect(
      await world
        .gate()
        .open(world.connection({ ip: ADDRESS }))
        .admit(login(VIN)),
    ).toBe(true);
    const { lines } = await readAudit(world.platform.platform.records, { limit: 2 });
    expect(lines.map(({ action }) => action)).toEqual(['gateway.readmitted', 'gateway.refused']);
  });

  it('never goes back to what an older look at the table said', async () => {
    const answers = [Promise.withResolvers<object[]>(), Promise.withResolvers<object[]>()];
    let asked = 0;
    const query = {
      selectFrom: () => query,
      select: () => query,
      orderBy: () => query,
      execute: () => answers[asked++]?.promise,
    };
    const book = refusalBook({ read: () => query } as unknown as Pick<Records, 'read'>);
    // A look that began before the change is answered after the look that began behind it.
    const [early, late] = [book.load(), book.load()];
    answers[1]?.resolve([{ kind: 'address', value: ADDRESS }]);
    await new Promise((done) => setImmediate(done));
    answers[0]?.resolve([]);
    await Promise.all([early, late]);
    expect(book.standing('address', ADDRESS).isRefused).toBe(true);
  });

  it('refuses one vehicle, on its own connection and on that of a platform, and no other', async () => {
    const own = world.connection({ ip: '10.64.0.21' });
    const alone = world.gate().open(own);
    const platform = world.connection({ ip: '10.64.0.22' });
    const shared = world.gate().open(platform);
    expect([await alone.frame(frame(VIN), 0, 17, null), await shared.frame(frame(VIN), 0, 17, 'east')]).toEqual([
      true,
      true,
    ]);
    expect(await shared.frame(frame(OTHER), 0, 17, 'east')).toBe(true);
    await asks.refuse({ kind: 'subject', value: VIN.toLowerCase(), reason: 'remote control misused' }, SYSTEM_ACTOR);
    expect([own.closed, platform.closed]).toEqual([['unbound'], []]);
    expect(await shared.frame(frame(VIN), 0, 17, 'east')).toBe(false);
    expect(await shared.frame(frame(OTHER), 0, 17, 'east')).toBe(true);
    expect(await world.gate().open(world.connection()).admit(login(VIN))).toBe(false);
    await asks.readmit({ kind: 'subject', value: VIN }, SYSTEM_ACTOR);
    expect(await shared.frame(frame(VIN), 0, 17, 'east')).toBe(true);
  });

  it('never keeps out this machine, and does nothing when what runs alongside fails', async () => {
    const order = { kind: 'address', value: '127.0.0.1', reason: 'x' } as const;
    await expect(asks.refuse(order, SYSTEM_ACTOR)).rejects.toMatchObject({ code: 'gateway.bad-refusal' });
    const fails = asks.refuse({ ...order, value: ADDRESS }, SYSTEM_ACTOR, () => Promise.reject(new Error('stop')));
    await expect(fails).rejects.toThrow('stop');
    expect((await asks.standing('address', ADDRESS)).isRefused).toBe(false);
  });

  it('says how somebody stands as the table says, also where another worker has kept out', async () => {
    // Committed, and this process has not looked yet: a playbook that two workers advance proves by this.
    await world.platform.platform.records.transaction(async (tx) => {
      await sql`insert into gateway.refusals (kind, value, reason, by_name, since)
        values ('address', ${ADDRESS}, 'another worker', 'x', now())`.execute(tx.as<Record<never, never>>());
    });
    expect(await asks.standing('address', ADDRESS)).toMatchObject({ isRefused: true });
    await asks.readmit({ kind: 'address', value: ADDRESS }, SYSTEM_ACTOR);
    expect(await asks.standing('address', ADDRESS)).toMatchObject({ isRefused: false });
  });
});
