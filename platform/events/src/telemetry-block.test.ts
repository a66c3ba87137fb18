import { buildItem, COLUMN_UNITS, COMMAND, encodeFrame, NO_VALUE, type ItemInput } from '@chedun/gbt32960';
import { readBlocks } from '@chedun/native-block';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { telemetryBlock, telemetryTable, type ReportPlace } from './telemetry-block.ts';

const VIN = 'LTEST000000000001';
const TIME = Date.UTC(2026, 10, 23, 4, 5, 6);
const PLACE: ReportPlace = { journal: 'network', seq: 7, idx: 3, received: TIME + 1500, source: 'gbt32960' };

const report = (
  items: readonly { readonly type: number; readonly input: ItemInput }[],
  command: number = COMMAND.realtime,
) =>
  Buffer.from(
    encodeFrame({
      edition: '2016',
      command,
      answer: 0xfe,
      id: VIN,
      encryption: 1,
      body: { kind: 'realtime', time: TIME, items: items.map(({ type, input }) => buildItem('2016', type, input)) },
    }),
  );

const read = (block: Uint8Array): Record<string, unknown>[] => {
  const [found] = readBlocks(block);
  const rows = found?.columns[0]?.values.length ?? 0;
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries((found?.columns ?? []).map(({ name, values }) => [name, values[row]])),
  );
};

const cellsItem = (cells: readonly number[]) => ({
  type: 8,
  input: {
    groups: {
      systems: [
        {
          values: { no: 1, voltage_V: 360, current_A: -12.5, cell_total: cells.length, first_cell: 1 },
          lists: { cells: [...cells] },
        },
      ],
    },
  },
});

describe('a block of telemetry', () => {
  test('has the columns of the table in their order, and one for every column of the codec', () => {
    const [block] = readBlocks(telemetryBlock(1).finish());
    expect(block?.columns.map(({ name }) => name)).toEqual(telemetryTable.columns);
    for (const name of Object.keys(COLUMN_UNITS))
      expect(telemetryTable.columns).toContain(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  });

  test('keeps place, time, identity and values of a report', () => {
    const frame = report([
      { type: 5, input: { values: { lon: -71.05, lat: 42.36, valid: 1 } } },
      cellsItem([3501, 3702, 3654]),
    ]);
    const block = telemetryBlock(4);
    expect(block.add(PLACE, frame, 0, frame.length)).toBe(true);
    expect(read(block.finish())).toMatchObject([
      {
        journal: 'network',
        seq: 7n,
        idx: 3,
        source: 'gbt32960',
        edition: 16,
        command: 2,
        longitude: -71_050_000,
        latitude: 42_360_000,
        speed: 0xffff,
        current: NO_VALUE,
        cells: [3501, 3702, 3654],
        pack_current: [-125],
        probes: [],
      },
    ]);
  });

  test('gives every row its own cells, whatever their number', () => {
    const cells = fc.array(fc.integer({ min: 0, max: 15_000 }), { maxLength: 150 });
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 12 }), (vehicles) => {
        const block = telemetryBlock(12);
        for (const [idx, values] of vehicles.entries()) {
          const frame = report([cellsItem(values)]);
          block.add({ ...PLACE, idx }, frame, 0, frame.length);
        }
        expect(read(block.finish()).map((row) => row['cells'])).toEqual(vehicles);
      }),
      { numRuns: 30 },
    );
  });

  test('is empty again after finish, in the same memory', () => {
    const frame = report([cellsItem([4000])]);
    const block = telemetryBlock(2);
    block.add(PLACE, frame, 0, frame.length);
    expect(read(block.finish())).toHaveLength(1);
    expect(block.rows()).toBe(0);
    block.add({ ...PLACE, seq: 2 ** 40 + 5 }, frame, 0, frame.length);
    expect(read(block.finish())).toMatchObject([{ seq: BigInt(2 ** 40 + 5), cells: [4000] }]);
  });

  test('takes nothing but whole reports', () => {
    const frame = report([cellsItem([4000])]);
    const damaged = Buffer.from(frame);
    damaged[40] = (damaged[40] ?? 0) ^ 1;
    const block = telemetryBlock(2);
    expect(block.add(PLACE, damaged, 0, damaged.length)).toBe(false);
    expect(block.add(PLACE, frame, 0, frame.length - 1)).toBe(false);
    expect(block.rows()).toBe(0);
  });
});
