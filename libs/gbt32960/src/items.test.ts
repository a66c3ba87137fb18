import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEST_VIN } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { DataItem } from './frame.ts';
import { buildItem } from './items.ts';
import type { ItemInput } from './items.ts';

const MS = Date.UTC(2026, 10, 23, 1, 58, 5);

/** Through the wire and back. */
const sent = (edition: '2016' | '2025', type: number, input: ItemInput): DataItem => {
  const items = [buildItem(edition, type, input)];
  const bytes = encodeFrame({
    edition,
    command: 2,
    answer: 0xfe,
    id: TEST_VIN,
    encryption: 1,
    body: { kind: 'realtime', time: MS, items },
  });
  const frame = decodeFrame(bytes);
  const item = frame.body.kind === 'realtime' ? frame.body.items[0] : undefined;
  if (frame.status !== 'ok' || item?.kind !== 'data') throw new Error('the item did not survive');
  return item;
};

describe('items built from physical values', () => {
  it('arrive within half a step of their scale', () => {
    const values = fc.record({
      speed_kmh: fc.double({ min: 0, max: 220, noNaN: true }),
      odometer_km: fc.double({ min: 0, max: 999_999, noNaN: true }),
      voltage_V: fc.double({ min: 0, max: 1000, noNaN: true }),
      current_A: fc.double({ min: -1000, max: 1000, noNaN: true }),
      soc_pct: fc.double({ min: 0, max: 100, noNaN: true }),
    });
    const steps: Readonly<Record<string, number>> = {
      speed_kmh: 0.1,
      odometer_km: 0.1,
      voltage_V: 0.1,
      current_A: 0.1,
      soc_pct: 1,
    };
    fc.assert(
      fc.property(values, (given) => {
        const item = sent('2016', 0x01, { values: given });
        for (const [name, value] of Object.entries(given)) {
          expect(Math.abs((item.value[name] ?? Number.NaN) - value)).toBeLessThanOrEqual((steps[name] ?? 0) / 2 + 1e-9);
        }
      }),
    );
  });

  it('arrive at the same place on earth', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.constantFrom(0, 1),
        (lon, lat, valid) => {
          const { value } = sent('2016', 0x05, { values: { lon, lat, valid } });
          expect(Math.abs((value['lon'] ?? Number.NaN) - lon)).toBeLessThanOrEqual(0.5e-6 + 1e-12);
          expect(Math.abs((value['lat'] ?? Number.NaN) - lat)).toBeLessThanOrEqual(0.5e-6 + 1e-12);
          expect(value['valid']).toBe(valid);
        },
      ),
    );
  });

  it('carry groups and lists, both may be left out', () => {
    const cells = sent('2025', 0x07, {
      groups: { packs: [{ values: { no: 1, voltage_V: 400 }, lists: { cells: [4000, 4001] } }, { values: { no: 2 } }] },
    });
    expect(cells.groups['packs']?.blocks.map((block) => block.lists['cells'])).toEqual([
      { count: 2, values: [4000, 4001] },
      { count: 0, values: [] },
    ]);
    expect(cells.groups['packs']?.blocks[1]?.value).toEqual({ voltage_V: null, current_A: null });
    expect(sent('2016', 0x09, {}).groups['systems']).toEqual({ count: 0, blocks: [] });
    expect(sent('2025', 0x31, { values: { no: 1 } }).lists).toEqual({
      cells: { count: 0, values: [] },
      temps: { count: 0, values: [] },
    });
  });

  it('differ between the editions where the offsets differ', () => {
    expect(buildItem('2016', 0x01, { values: { current_A: 0 } }).raw['current_A']).toBe(10_000);
    expect(buildItem('2025', 0x01, { values: { current_A: 0 } }).raw['current_A']).toBe(30_000);
    expect(buildItem('2025', 0x01, { values: {} }).raw).not.toHaveProperty('accel_pedal_pct');
  });

  it('are refused when a list is longer than its count can say', () => {
    const faults = Array.from({ length: 256 }, (_, index) => index);
    expect(() => sent('2016', 0x07, { values: { max_level: 0, bits: 0 }, lists: { ress_faults: faults } })).toThrow(
      /ress_faults|256/,
    );
  });
});
