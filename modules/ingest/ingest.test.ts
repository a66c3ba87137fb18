import { connect } from 'node:net';
import { findingCleared, findingsReported } from '@chedun/governance/contract';
import type { CheckResult } from '@chedun/module';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type {
  Flow,
  QuarantinePage,
  QuarantineQuery,
  ReplayResult,
  Source,
  VehicleSession,
  VehicleState,
} from './contract.ts';
import { ingest } from './module.ts';
import { watchSilence } from './use-cases/watch-silence.ts';
import { testWorld, type TestWorld } from './testing/world.ts';
import { damaged, frames, VINS } from './testing/vehicles.ts';

type Page = z.output<typeof QuarantinePage>;
const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 25 });
const MINUTE = 60_000;

describe('ingest on real records, journals and worker threads', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld(2);
  });
  afterAll(() => world.close());

  const source = async (id: string): Promise<Source | undefined> =>
    (await world.call<{ items: Source[] }>('listSources')).items.find((each) => each.id === id);
  const quarantine = (query: Partial<z.input<typeof QuarantineQuery>> = {}): Promise<Page> =>
    world.call('listQuarantine', { query: { limit: 50, ...query } });
  const check = async (id: string): Promise<CheckResult> => {
    const found = world
      .app()
      .registry.checks()
      .find((each) => each.id === id);
    if (!found) throw new Error(`no check ${id}`);
    return found.run();
  };
  const told = async (type: string) =>
    (
      await world.platform.platform.records
        .read<{ 'platform.outbox': { type: string; aggregate: string } }>()
        .selectFrom('platform.outbox')
        .select('aggregate')
        .where('type', '=', type)
        .execute()
    ).map((row) => row.aggregate);

  it('knows nothing before the first record', async () => {
    expect(await source('gbt32960')).toMatchObject({ kind: 'gbt32960', health: 'waiting', events: 0 });
    expect((await check('ingest.monitoring')).outcome).toBe('unknown');
    expect((await check('ingest.vehicle-states')).outcome).toBe('unknown');
  });

  it('counts what came, keeps what could not be read, and stores the rest', async () => {
    const body = ['{"a":1}', '{"b":', '{"c":3}', 'nonsense'].join('\n');
    expect(await world.upload('tsp-01', body)).toMatchObject({ accepted: 4, journal: 'network', fromSeq: 1 });
    await soon(async () =>
      expect(await source('tsp-01')).toMatchObject({ events: 2, quarantined: 2, health: 'failing' }),
    );
    await soon(() => expect(world.stored).toHaveLength(1));
    const { items, total } = await quarantine({ source: 'tsp-01' });
    expect(total).toBe(1);
    expect(items).toMatchObject([
      { code: 'logs.bad_json', count: 2, status: 'waiting', preview: '{"b":', previewKind: 'text' },
    ]);
    expect(items[0]?.reason.zh).toContain('不是有效的 JSON 对象');
    expect(items[0]?.reason.en).toContain('Not a valid JSON object');
    await soon(async () => expect((await world.call<Flow>('getFlow')).storeBacklog).toBe(0));
  });

  it('neither loses nor repeats anything over a restart', async () => {
    const before = await source('tsp-01');
    await world.restart();
    await world.upload('tsp-01', '{"d":4}');
    await soon(async () => expect(await source('tsp-01')).toMatchObject({ events: (before?.events ?? 0) + 1 }));
    await soon(() => expect(world.stored).toHaveLength(2));
    expect(world.stored.map((token) => token.split(':')[1])).toEqual(['1-1', '2-2']);
    expect((await quarantine()).total).toBe(1);
  });

  it('replays what can be read in another format, and says what still cannot', async () => {
    await world.call('createSource', {
      body: { id: 'fw-1', title: '防火墙', kind: 'http', format: 'cef', retention: 'network', silentAfterMinutes: 60 },
    });
    await world.upload('fw-1', 'src=10.0.0.1 act=deny\n{"really":"json"}\n');
    const [entry] = await soon(async () => {
      const { items } = await quarantine({ source: 'fw-1', status: 'waiting' });
      expect(items).toHaveLength(1);
      return items;
    });
    const ids = [entry?.id ?? ''];
    const none = await world.call<z.output<typeof ReplayResult>>('replayQuarantine', { body: { ids } });
    expect(none).toEqual({ replayed: 0, still: 2 });
    const some = await world.call<z.output<typeof ReplayResult>>('replayQuarantine', {
      body: { ids, format: 'ndjson' },
    });
    expect(some).toEqual({ replayed: 1, still: 1 });
    await soon(async () => expect(await source('fw-1')).toMatchObject({ events: 1 }));
    expect((await quarantine({ source: 'fw-1' })).items).toMatchObject([{ status: 'waiting', count: 1 }]);
    const rest = await world.call<z.output<typeof ReplayResult>>('replayQuarantine', {
      body: { ids, format: 'logfmt' },
    });
    expect(rest).toEqual({ replayed: 1, still: 0 });
    await soon(async () => expect(await source('fw-1')).toMatchObject({ events: 2 }));
    expect((await quarantine({ source: 'fw-1' })).items).toMatchObject([{ status: 'replayed' }]);
    expect(await world.call('replayQuarantine', { body: { ids } })).toEqual({ replayed: 0, still: 0 });
    const [line] = (await readAudit(world.platform.platform.records, { limit: 10 })).lines.filter(
      (each) => each.action === 'ingest.quarantine-replayed',
    );
    expect(line?.target).toEqual({ kind: 'quarantine', id: ids[0] });
  });

  it('shows bytes that are no text as hex, and never replays a record of which only the head was kept', async () => {
    await world.upload('raw-1', `{"ok":1}\n\u0001\u0002${'z'.repeat(1_100_000)}\n`);
    const [entry] = await soon(async () => {
      const { items } = await quarantine({ source: 'raw-1' });
      expect(items).toHaveLength(1);
      return items;
    });
    expect(entry).toMatchObject({ code: 'ingest.record-too-long', previewKind: 'hex', size: 1_100_002 });
    expect(entry?.preview).toMatch(/^01027a7a/);
    expect(entry?.preview.length).toBe(2000);
    const ids = [entry?.id ?? ''];
    expect(await world.call('replayQuarantine', { body: { ids, format: 'syslog' } })).toEqual({
      replayed: 0,
      still: 1,
    });
    expect(await world.call('discardQuarantine', { body: { ids } })).toEqual({ discarded: 1 });
    expect(await world.call('discardQuarantine', { body: { ids } })).toEqual({ discarded: 0 });
    expect((await quarantine({ source: 'raw-1' })).items).toMatchObject([{ status: 'discarded' }]);
  });

  it('pages the quarantine without gaps or repeats', async () => {
    for (let at = 0; at < 5; at += 1) {
      await world.upload(`paged-${at % 2}`, '{broken');
      if (at === 2) world.platform.clock.advance(1000);
    }
    const all = await soon(async () => {
      const { items, total } = await quarantine();
      expect(items.filter(({ source: id }) => id.startsWith('paged-'))).toHaveLength(5);
      expect(total).toBe(items.length);
      return items.map(({ id }) => id);
    });
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await quarantine({ limit: 2, ...(cursor === null ? {} : { cursor }) });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    await expect(quarantine({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'http.cursor-invalid' });
  });

  it('follows vehicles: state, sighting, session, checks', async () => {
    const now = world.platform.clock.now();
    const socket = connect(world.vehiclePort, '127.0.0.1');
    const answers: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => answers.push(chunk));
    const sent = VINS.slice(0, 2).flatMap((vin) => [frames.login(vin, now), frames.realtime(vin, now, 63.5)]);
    socket.write(Buffer.concat([...sent, damaged(frames.realtime(VINS[0], now, 1))]));
    const state = await soon(async () => {
      const found = await world.call<{ state: VehicleState | null }>('getVehicleState', { params: { vin: VINS[0] } });
      expect(found.state).not.toBeNull();
      return found.state;
    });
    expect(state).toMatchObject({ online: true, speedKmh: 63.5, socPct: 71, alarmLevel: 3, source: 'gbt32960' });
    await soon(async () => {
      const { items } = await world.call<{ items: VehicleState[] }>('listVehicleStates', { query: { limit: 10 } });
      expect(items).toHaveLength(2);
      expect(world.sightings.map(({ vin }) => vin).toSorted()).toEqual([VINS[0], VINS[1]]);
    });
    const sessions = await world.call<{ items: z.infer<typeof VehicleSession>[]; total: number }>(
      'listVehicleSessions',
      {
        query: { limit: 1 },
      },
    );
    expect(sessions).toMatchObject({ total: 1, items: [{ vehicles: 2, frames: 5, badFrames: 1 }] });
    expect(await check('ingest.vehicle-link')).toMatchObject({
      outcome: 'pass',
      summary: { zh: expect.not.stringContaining('JT/T 808') as string },
      facts: { open: true, selfTest: true, total: 5, bcc: 1, structure: 0, terminalsOpen: false, terminalFrames: 0 },
    });
    expect(await check('ingest.vehicle-states')).toMatchObject({
      outcome: 'pass',
      facts: { states: 2, fresh: 2, online: 2, byAlarmLevel: [0, 0, 0, 2, 0] },
    });
    expect(await check('ingest.coverage')).toMatchObject({
      outcome: 'pass',
      facts: { vehiclesSeen: 2, vehicleShare: 1 },
    });
    socket.destroy();
    await soon(async () => expect((await world.call<Flow>('getFlow')).openConnections).toBe(0));
  });

  it('keeps the state of vehicles over a restart', async () => {
    await world.restart();
    const { state } = await world.call<{ state: VehicleState | null }>('getVehicleState', { params: { vin: VINS[1] } });
    expect(state).toMatchObject({ vin: VINS[1], speedKmh: 63.5 });
  });

  it('reports a source that falls silent once, and clears it when it is heard again', async () => {
    const { records } = world.platform.platform;
    const sources = async () => (await world.call<{ items: Source[] }>('listSources')).items;
    const look = watchSilence({ records, clock: world.platform.clock, sources });
    await soon(async () => expect((await check('ingest.monitoring')).outcome).toBe('pass'));
    await look();
    expect(await told(findingsReported)).toEqual([]);
    await world
      .app()
      .asksOf(ingest)
      .record({ id: 'own-1', title: '自有检测' }, [{ time: '2026-11-23T01:00:00Z', product: 'vehicle' }]);
    await soon(async () => expect(await source('own-1')).toMatchObject({ kind: 'own', events: 1, health: 'healthy' }));
    world.platform.clock.advance(61 * MINUTE);
    await world.upload('fw-1', 'CEF:0|v|p|1|100|name|5|src=1.2.3.4');
    await soon(async () => expect(await source('fw-1')).toMatchObject({ health: 'healthy' }));
    expect(await check('ingest.monitoring')).toMatchObject({ outcome: 'fail' });
    await look();
    await look();
    const silent = (await sources()).filter(({ health }) => health === 'silent').map(({ id }) => `silent:${id}`);
    expect(silent).toContain('silent:tsp-01');
    expect(silent).not.toContain('silent:fw-1');
    expect(silent).not.toContain('silent:own-1');
    expect((await told(findingsReported)).toSorted()).toEqual(silent.toSorted());
    await world.upload('tsp-01', '{"back":1}');
    await world.call('changeSource', { params: { source: 'raw-1' }, body: { enabled: false } });
    await soon(async () => expect((await source('tsp-01'))?.health).toBe('healthy'));
    await look();
    await look();
    expect((await told(findingCleared)).toSorted()).toEqual(['silent:raw-1', 'silent:tsp-01']);
  });

  it('refuses records of a disabled source and takes them again', async () => {
    await expect(world.upload('raw-1', '{"a":1}')).rejects.toMatchObject({ code: 'ingest.source-disabled' });
    await world.call('changeSource', { params: { source: 'raw-1' }, body: { enabled: true } });
    expect(await world.upload('raw-1', '{"a":1}')).toMatchObject({ accepted: 1 });
  });
});
