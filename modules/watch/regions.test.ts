import { Readable } from 'node:stream';
import type { VehicleState } from '@chedun/ingest/contract';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegionTable } from './contract.ts';
import { openPeerGroups } from './peer-groups.ts';
import { openRegions } from './regions.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const square = (name: string, west: number, south: number, size: number) => ({
  type: 'Feature',
  properties: { name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  },
});
const AREAS = JSON.stringify({
  type: 'FeatureCollection',
  features: [square('一区', 120, 30, 2), square('二区', 110, 30, 2)],
});

let world: TestWorld;
const put = (text: string): Promise<RegionTable> =>
  world.call('replaceRegionTable', { body: Readable.from([Buffer.from(text)]) });

describe('areas by which vehicles are grouped', () => {
  beforeAll(async () => {
    world = await testWorld();
  }, 120_000);
  afterAll(() => world.close());

  it('are cells while nobody imported any', async () => {
    const { records } = world.platform.platform;
    const regions = openRegions(records, () => 0);
    expect(await world.call('getRegionTable')).toMatchObject({ regions: 0, updatedAt: null });
    expect(regions.regionOf(31.2, 121.4)).toBe(regions.regionOf(31.21, 121.41));
    expect(regions.regionOf(31.2, 121.4)).toHaveLength(4);
    expect(regions.regionOf(31.2, 121.4)).not.toBe(regions.regionOf(39.9, 116.4));
  });

  it('are those of the file, are audited, and last over a restart', async () => {
    expect(await put(AREAS)).toMatchObject({ regions: 2, points: 10 });
    const { records } = world.platform.platform;
    const again = openRegions(records, () => 0);
    await again.load();
    expect([again.regionOf(31, 121), again.regionOf(31, 111)]).toEqual(['一区', '二区']);
    expect(again.regionOf(50, 10)).toHaveLength(4);
    const { lines } = await readAudit(records, { limit: 1 });
    expect(lines[0]).toMatchObject({ action: 'watch.regions-replaced', after: { regions: 2, points: 10 } });
  });

  it('stay as they are when a file cannot be read, and go with an empty one', async () => {
    await expect(put('{"type":"FeatureCollection","features":[{}]}')).rejects.toMatchObject({
      code: 'behaviour.region-table-invalid',
    });
    expect(await world.call('getRegionTable')).toMatchObject({ regions: 2 });
    expect(await put('')).toMatchObject({ regions: 0, updatedAt: null });
  });
});

describe('peer groups', () => {
  it('are by model, by versions of software in the order of their names, and by place', async () => {
    const ecus = [
      { name: 'TBOX', softwareVersion: '4.0' },
      { name: 'BMS', softwareVersion: '1.2' },
      { name: 'IVI', softwareVersion: '' },
    ];
    const vehicleByVin = async (vin: string) => ({ vin, model: 'Q7', ecus }) as never;
    const state = { lat: 31, lon: 121 } as VehicleState;
    const groups = openPeerGroups({ vehicleByVin }, () => `${state.lat}`);
    const vin = 'LCDCDA1E0RW000017';
    expect(groups.groupOf(vin, 'software')).toBe('');
    await groups.prepare([vin]);
    expect([groups.groupOf(vin), groups.groupOf(vin, 'software'), groups.groupOf(vin, 'region')]).toEqual([
      'Q7',
      'BMS 1.2 · TBOX 4.0',
      '31',
    ]);
  });
});
