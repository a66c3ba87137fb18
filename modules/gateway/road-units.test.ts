import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RoadUnitList, RoadUnitsImported } from './contract.ts';
import { gatewayWorld, type GatewayWorld } from './testing/world.ts';

let world: GatewayWorld;
const list = async () => (await world.call('GET /gateway/road-units')).as(RoadUnitList);
const UNIT = { title: '东路口', sender: '10.30.0.1', lat: 31.23, lon: 121.47 };

describe('the register of roadside units', () => {
  beforeAll(async () => {
    world = await gatewayWorld();
  }, 120_000);
  afterAll(() => world.close());

  it('takes a unit, changes it, and tells the listeners at once', async () => {
    expect((await world.call('PUT /gateway/road-units/rsu-1', UNIT)).status).toBe(200);
    expect(world.units).toEqual([{ id: 'rsu-1', from: '10.30.0.1', lat: 31.23, lon: 121.47 }]);
    await world.call('PUT /gateway/road-units/rsu-1', { ...UNIT, sender: 'roads/1/up' });
    expect(world.units).toMatchObject([{ id: 'rsu-1', from: 'roads/1/up' }]);
    const { lines } = await readAudit(world.platform.platform.records, { limit: 1 });
    expect(lines[0]).toMatchObject({ action: 'gateway.road-unit-saved', after: { sender: 'roads/1/up' } });
  });

  it('imports a table, and tells rows that it does not take', async () => {
    const answer = await world.call(
      'POST /gateway/road-units/import',
      'id,from,lat,lon\nrsu-2,10.30.0.2,31.2,121.4\nrsu-3,10.30.0.3,x,1\n',
    );
    expect(answer.as(RoadUnitsImported)).toMatchObject({ imported: 1, refused: [{ row: 3, reason: 'bad_position' }] });
    expect(world.units.map(({ id }) => id)).toEqual(['rsu-1', 'rsu-2']);
  });

  it('says when each was heard, and who else was', async () => {
    world.heard.set('10.30.0.2', Date.UTC(2026, 10, 23));
    world.heard.set('10.30.0.9', Date.UTC(2026, 10, 24));
    const { items, strangers } = await list();
    expect(items.map(({ id, lastHeard }) => [id, lastHeard])).toEqual([
      ['rsu-1', null],
      ['rsu-2', '2026-11-23T00:00:00.000Z'],
    ]);
    expect(strangers).toEqual([{ sender: '10.30.0.9', lastHeard: '2026-11-24T00:00:00.000Z' }]);
  });

  it('refuses a sender that another unit has, and saves nothing of it', async () => {
    const taken = await world.call('PUT /gateway/road-units/rsu-9', { ...UNIT, sender: '10.30.0.2' });
    expect(taken.problem?.code).toBe('gateway.road-sender-taken');
    expect((await world.call('PUT /gateway/road-units/a%20b', UNIT)).status).toBe(400);
    expect((await list()).items).toHaveLength(2);
  });

  it('forgets a unit', async () => {
    expect((await world.call('DELETE /gateway/road-units/rsu-1')).status).toBe(200);
    expect(world.units.map(({ id }) => id)).toEqual(['rsu-2']);
    expect((await world.call('DELETE /gateway/road-units/rsu-1')).problem?.code).toBe('gateway.no-such-unit');
  });
});
