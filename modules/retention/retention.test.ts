import { FindingFilter } from '@chedun/governance/contract';
import { readAudit } from '@chedun/records';
import { access, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ColdPage,
  Hold,
  Ledger,
  Proposal,
  RestoreTest,
  RetentionOverview,
  SegmentView,
  Tombstone,
} from './contract.ts';
import type { RetentionTables } from './tables.ts';
import { actorOf, testWorld, type TestWorld } from './testing/world.ts';
import type { z } from 'zod';

const system = actorOf('system-admin');
const security = actorOf('security-admin');
/** What the system administrator's own script signs in with. */
const ownToken = { kind: 'token', id: 'script', name: 'script', owner: system.id } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
}, 120_000);
afterAll(() => world.close());

const segments = async (): Promise<readonly SegmentView[]> =>
  (
    await world.call<{ items: SegmentView[] }>('listRetentionSegments', {
      query: { stream: 'network', after: 0, limit: 200 },
    })
  ).items;
const overview = (): Promise<RetentionOverview> => world.call('retentionOverview');
const rowsUpTo = async (seq: number): Promise<number> => {
  const sql = 'SELECT count() AS n FROM events WHERE seq <= {seq:UInt64}';
  const [row] = await world.events.query<{ n: number }>({ sql, params: { seq } });
  return Number(row?.n);
};
const audits = async (action: string, outcome: 'done' | 'refused') =>
  (await readAudit(world.platform.platform.records, { limit: 100, action, outcome })).lines;
const propose = (upToSeq?: number): Promise<{ items: Proposal[] }> =>
  world.call('proposeRemoval', {
    body: { stream: 'network', reason: '留存期满', ...(upToSeq === undefined ? {} : { upToSeq }) },
    actor: system,
  });
const decide = (id: string, actor = security, approve = true): Promise<{ items: Proposal[] }> =>
  world.call('decideRemoval', { params: { id }, body: { approve, note: '' }, actor });
const hold = (about: object = {}): Promise<Hold> =>
  world.call('placeHold', {
    body: {
      title: '案件',
      reason: '调查',
      caseRef: '',
      streams: [],
      sources: [],
      assets: [],
      from: null,
      to: null,
      ...about,
    },
    actor: system,
  });
const release = async (id: string): Promise<void> => {
  await world.call('askHoldRelease', { params: { id }, body: { reason: '结案' }, actor: system });
  await world.call('decideHold', { params: { id }, body: { approve: true, note: '' }, actor: security });
};

describe('the ledger', () => {
  it('counts per source and hour, finds gaps, and is the same when it is rebuilt from the journal', async () => {
    for (let hour = 0; hour < 6; hour += 1) {
      await world.send('tsp', 2);
      if (hour < 2 || hour > 3) await world.send('fw', 1);
      world.pass(1 / 24);
    }
    const ledger = await world.call<z.infer<typeof Ledger>>('retentionLedger');
    const [fw, tsp] = ledger.items;
    expect(tsp).toMatchObject({ source: 'tsp', frames: 12, events: 24, gapHours: 0, expected: true });
    expect(fw).toMatchObject({ source: 'fw', frames: 4, events: 8, gapHours: 2 });
    expect(fw?.gaps).toEqual([{ from: '2026-02-28T18:00:00.000Z', to: '2026-02-28T20:00:00.000Z', hours: 2 }]);
    expect(fw?.strip.slice(-7)).toEqual([2, 2, 0, 0, 2, 2, 0]);
    const { records } = world.platform.platform;
    await records.transaction(async (tx) => {
      await tx.as<RetentionTables>().deleteFrom('retention.hours').execute();
      await tx.as<RetentionTables>().deleteFrom('retention.positions').execute();
    });
    await world.restart();
    await expect.poll(() => world.call('retentionLedger'), { timeout: 20_000 }).toEqual(ledger);
  });

  it('reports a gap as a finding, once', async () => {
    await world.job('watch-gaps');
    await world.job('watch-gaps');
    const { records } = world.platform.platform;
    const told = await records.read<RetentionTables>().selectFrom('retention.gap_findings').selectAll().execute();
    expect(told).toMatchObject([{ source: 'fw', hours: 2 }]);
    const findings = () =>
      world.call<{ items: { titleZh?: string; count: number }[] }>('listFindings', {
        query: FindingFilter.parse({ limit: 10 }),
      });
    await expect.poll(async () => (await findings()).items.length, { timeout: 20_000 }).toBe(1);
    expect((await findings()).items[0]).toMatchObject({ count: 1 });
  });
});

describe('sealed segments', () => {
  it('are noted with digest, counts and the three clocks, and stay', async () => {
    for (let day = 0; day < 4; day += 1) {
      world.pass(1.01);
      await world.send('tsp', 5);
      await world.job('tick');
    }
    const found = await segments();
    expect(found).toHaveLength(4);
    expect(found[0]).toMatchObject({ firstSeq: 1, frames: 16, events: 32, cold: null });
    expect(found[0]?.sm3).toMatch(/^[0-9a-f]{64}$/);
    expect(found[0]?.checkpointAt).not.toBeNull();
    expect(found[0]?.obstacles.map(({ kind }) => kind)).toEqual(['receive-clock', 'checkpoint-clock', 'uptime-ledger']);
    await expect(propose()).rejects.toMatchObject({ code: 'retention.nothing-to-remove' });
    expect(await audits('retention.removal-proposed', 'refused')).toHaveLength(1);
  });

  it('stay when the clock jumps by 400 days, with and without checkpoints that follow', async () => {
    world.setBack(-400);
    world.checkpoints.follow = false;
    world.checkpoints.time = world.now() - 400 * 86_400_000;
    await world.job('tick');
    const kinds = async () => (await segments()).flatMap(({ obstacles }) => obstacles.map(({ kind }) => kind));
    expect(await kinds()).toContain('clock-ahead');
    await expect(propose()).rejects.toMatchObject({ code: 'retention.nothing-to-remove' });
    world.checkpoints.follow = true;
    expect(new Set(await kinds())).toEqual(new Set(['uptime-ledger']));
    await expect(propose()).rejects.toMatchObject({ code: 'retention.nothing-to-remove' });
    const { clocks } = await overview();
    expect(clocks.jumps[0]?.jumpMs).toBe(400 * 86_400_000);
    const found = () =>
      world.call<{ items: { titleZh?: string }[] }>('listFindings', { query: FindingFilter.parse({ limit: 10 }) });
    await expect
      .poll(async () => (await found()).items.map(({ titleZh }) => titleZh), { timeout: 20_000 })
      .toContain('本机时钟跳变 9600 小时');
    world.setBack(400);
    await world.job('tick');
    expect(await rowsUpTo(1000)).toBe(72);
  });

  it.each(['system-admin', 'security-admin', 'audit-admin', 'analyst', 'compliance', 'viewer', 'reviewer'])(
    'cannot be deleted by hand: %s is refused and audited',
    async (role) => {
      const params = { stream: 'network', firstSeq: 1 };
      const before = (await audits('retention.segment-delete-tried', 'refused')).length;
      await expect(world.call('deleteSegment', { params, actor: actorOf(role) })).rejects.toMatchObject({
        code: 'retention.segment-kept',
      });
      const lines = await audits('retention.segment-delete-tried', 'refused');
      expect(lines).toHaveLength(before + 1);
      expect(lines[0]).toMatchObject({ actor: { id: role }, target: { id: 'network/1' } });
    },
  );

  it('refuses fewer days than the floor, and audits it', async () => {
    const change = (id: string, days: number) =>
      world.call('changeRetentionClass', { params: { id }, body: { days }, actor: system });
    await expect(change('network', 183)).rejects.toMatchObject({ code: 'retention.too-short' });
    expect(await audits('retention.class-changed', 'refused')).toHaveLength(1);
    await change('network', 200);
    await change('telemetry', 7);
    expect((await overview()).streams.map(({ days }) => days)).toEqual([200, 7]);
    await change('network', 184);
  });
});

describe('the cold tier', () => {
  it('exports old segments, which stay searchable after their rows have left the event store', async () => {
    world.pass(40);
    await world.job('tick');
    await world.job('cold-tier');
    const [first] = await segments();
    expect(first?.cold).toMatchObject({ rows: 32 });
    const change = { coldAfterDays: 30, hotDays: 35 };
    await expect(
      world.call('changeRetentionClass', { params: { id: 'network' }, body: { hotDays: 30 }, actor: system }),
    ).rejects.toMatchObject({ code: 'retention.hot-without-cold' });
    await world.call('changeRetentionClass', { params: { id: 'network' }, body: change, actor: system });
    await world.job('cold-tier');
    expect((await segments())[0]?.hotRemovedAt).not.toBeNull();
    expect(await rowsUpTo(first?.lastSeq ?? 0)).toBe(0);
    const range = { from: Date.parse('2026-02-28T00:00:00Z'), to: Date.parse('2026-03-01T00:00:00Z') };
    const files = await world.asks().coldFiles(range);
    expect(files).toHaveLength(1);
    const sql = "SELECT count() AS n FROM events WHERE body = 'event 3/1'";
    const [hit] = await world.events.query<{ n: number }>({ sql, params: {} }, { coldFiles: files });
    expect(Number(hit?.n)).toBe(1);
    expect(await world.asks().coldFiles({ from: 0, to: 1 })).toEqual([]);
    const [segment, ...others] = await world.asks().coldSegments(range);
    expect(others).toEqual([]);
    const opened = await segment?.open();
    expect(opened?.files).toEqual(files);
    opened?.close();
    expect(await world.asks().coldSegments({ from: 0, to: 1 })).toEqual([]);
    const asked = { from: '2026-02-28T00:00:00Z', to: '2026-03-01T00:00:00Z', limit: 20, order: 'newest' };
    const search = (query: string, more: object = {}) =>
      world.call<ColdPage>('searchColdEvents', { query: { ...asked, query, ...more } });
    const page = await search('host:gw AND source:fw');
    expect(page).toMatchObject({ files: 1, next: null });
    expect(page.items).toHaveLength(8);
    const first20 = await search('');
    expect(first20.items).toHaveLength(20);
    const rest = await search('', { cursor: first20.next });
    expect(rest.items).toHaveLength(12);
    await expect(search('host:"')).rejects.toMatchObject({ code: 'search.query-invalid' });
    expect(await search('', { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })).toMatchObject({ files: 0 });
  });

  it('is read back by the restore test, which names what is wrong', async () => {
    const run = (): Promise<RestoreTest> => world.call('runRestoreTest', { actor: system });
    const good = await run();
    expect(good).toMatchObject({ ok: true, segments: 4, coldRows: 62, detail: '' });
    const { blobs } = world.platform.platform;
    const [name] = (await blobs.list({ folder: 'retention/cold', limit: 10 })).filter((each) =>
      each.includes('events'),
    );
    if (name === undefined) throw new Error('no cold file');
    const bytes: Buffer[] = [];
    for await (const piece of await blobs.get(name)) bytes.push(piece as Buffer);
    await blobs.remove(name);
    const whole = Buffer.concat(bytes);
    const changed = Buffer.from(whole);
    changed[40] = (changed[40] ?? 0) ^ 1;
    await blobs.put(name, [changed], { maxBytes: 1 << 20 });
    expect(await run()).toMatchObject({ ok: false, detail: `${name}: changed` });
    // Who hunts is told, instead of finding nothing. The copy that lay ready was a good one.
    await rm(world.events.cold, { recursive: true, force: true });
    const damaged = (await world.asks().coldSegments({ from: 0, to: world.now() })).at(-1);
    await expect(damaged?.open()).rejects.toMatchObject({ code: 'retention.cold-damaged' });
    await blobs.remove(name);
    await blobs.put(name, [whole], { maxBytes: 1 << 20 });
    expect(await run()).toMatchObject({ ok: true });
    expect((await overview()).restoreTest).toMatchObject({ ok: true });
  });
});

describe('removal by two persons', () => {
  it('is blocked by a hold, which two persons release', async () => {
    world.pass(184);
    await world.job('tick');
    await world.send('tsp', 1);
    const { id } = await hold({ sources: ['fw'] });
    expect((await segments())[0]?.obstacles).toMatchObject([{ kind: 'legal-hold', hold: id }]);
    await expect(propose()).rejects.toMatchObject({ code: 'retention.nothing-to-remove' });
    for (const actor of [system, ownToken])
      await expect(
        world.call('decideHold', { params: { id }, body: { approve: true, note: '' }, actor }),
      ).rejects.toMatchObject({ code: 'retention.same-person' });
    await release(id);
    expect((await segments())[0]?.obstacles).toEqual([]);
  });

  it('is not carried out when a hold comes after the approval', async () => {
    const { items } = await propose(21);
    const id = items[0]?.id ?? '';
    await expect(propose()).rejects.toMatchObject({ code: 'retention.proposal-open' });
    for (const same of [system, ownToken])
      await expect(decide(id, same)).rejects.toMatchObject({ code: 'retention.same-person' });
    await decide(id);
    const late = await hold();
    await world.job('remove');
    expect((await world.call<{ items: Proposal[] }>('listRemovalProposals')).items[0]).toMatchObject({
      status: 'blocked',
    });
    expect(await audits('retention.segments-removed', 'refused')).toHaveLength(1);
    expect(world.told).toEqual([]);
    expect(world.journal().first()).toBe(1);
    await release(late.id);
  });

  it('signs and logs the tombstone first, and resumes after a crash at each step', async () => {
    const [first, second] = world.journal().segments();
    const upTo = second?.lastSeq ?? 0;
    const { items } = await propose(upTo);
    expect(items[0]).toMatchObject({ segments: 2, firstSeq: 1, lastSeq: upTo, status: 'proposed' });
    await decide(items[0]?.id ?? '');
    const { events } = world;
    const real = events.removeFrames;
    const broken = events as { removeFrames: typeof real };
    broken.removeFrames = () => Promise.reject(new Error('the store is away'));
    await expect(world.job('remove')).rejects.toThrow('away');
    expect(world.told).toHaveLength(1);
    await expect(access(first?.path ?? '')).rejects.toThrow('ENOENT');
    broken.removeFrames = real;
    await world.restart();
    await world.job('remove');
    await world.job('remove');
    expect(world.told).toMatchObject([
      { category: 'retention', signal: 'retention.tombstone', first_seq: 1, last_seq: upTo },
    ]);
    expect(world.journal().first()).toBe(upTo + 1);
    expect(world.removed.at(-1)).toEqual({ stream: 'network', firstKept: upTo + 1 });
    expect(await world.journal().verify()).toMatchObject({ kind: 'intact' });
    expect(await rowsUpTo(upTo)).toBe(0);
    expect(await rowsUpTo(10_000)).toBeGreaterThan(0);
    expect(await audits('retention.segments-removed', 'done')).toHaveLength(1);
    const { blobs } = world.platform.platform;
    expect(
      await blobs.list({ folder: `retention/cold/${world.journal().id}/${'1'.padStart(20, '0')}`, limit: 5 }),
    ).toEqual([]);
  });

  it('leaves a tombstone whose signatures anybody can check, and which no changed text passes', async () => {
    const list = () => world.call<{ items: Tombstone[] }>('listTombstones');
    const [tombstone] = (await list()).items;
    expect(tombstone).toMatchObject({
      genuine: true,
      proposedBy: 'system-admin',
      approvedBy: 'security-admin',
      frames: 21,
    });
    expect(tombstone?.signatures.map(({ algorithm }) => algorithm)).toEqual(['ed25519', 'sm2']);
    expect(tombstone?.body).toContain('reason "留存期满"');
    const { records } = world.platform.platform;
    await records.transaction(async (tx) => {
      const body = (tombstone?.body ?? '').replace('frames 21', 'frames 20');
      await tx.as<RetentionTables>().updateTable('retention.tombstones').set({ body }).execute();
    });
    expect((await list()).items[0]?.genuine).toBe(false);
  });
});

describe('checks of obligations', () => {
  it('say how old the oldest log is, and fail while there are gaps', async () => {
    const [sixMonths, receipts] = world.checks();
    expect(sixMonths?.obligations).toEqual(['1.3-i']);
    const result = await sixMonths?.run();
    expect(result).toMatchObject({ outcome: 'fail' });
    expect(result?.facts).toMatchObject({ gapHours: expect.any(Number), restoreTestDays: expect.any(Number) });
    expect(await receipts?.run()).toMatchObject({ outcome: 'unknown', facts: { days: 184 } });
    await world.send('vulnerability-receipts', 1);
    expect(await receipts?.run()).toMatchObject({ outcome: 'pass' });
  });
});
