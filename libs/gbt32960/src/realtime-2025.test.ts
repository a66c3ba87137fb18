import { describe, expect, it } from 'vitest';
import { frameHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { DataItem, Frame } from './frame.ts';
import { buildItem } from './items.ts';

const TIME = '1a0b17093a05';

const report = (items: string): Frame => decodeFrame(frameHex('2424', '02', TIME + items));

const only = (items: string): DataItem => {
  const frame = report(items);
  expect(frame.status).toBe('ok');
  const item = frame.body.kind === 'realtime' ? frame.body.items[0] : undefined;
  if (item?.kind !== 'data') throw new Error('no item');
  return item;
};

describe('information bodies of 2025', () => {
  it('01 vehicle: no pedals, current offset -3000 A', () => {
    expect(only('01 01 01 01 07d0 000f423f 1388 3a98 32 01 05 1770').value).toEqual({
      speed_kmh: 200,
      odometer_km: 99_999.9,
      voltage_V: 500,
      current_A: -1500,
      soc_pct: 50,
      insulation_kohm: 6000,
    });
  });

  it('02 motors: torque of four bytes, speed offset -32000', () => {
    const item = only('02 01 01 03 47 7d00 00030d3b 4a');
    expect(item.groups['motors']?.blocks[0]?.value).toEqual({ ctrl_temp_C: 31, rpm: 0, torque_Nm: -0.5, temp_C: 34 });
  });

  it('03 fuel cell: whole degrees, concentration in 0.0001 %', () => {
    expect(only('03 004b 02 01f4 03 015e 04 01 50 4b').value).toEqual({
      h2_max_temp_C: 35,
      h2_max_conc_pct: 0.05,
      h2_max_pressure_MPa: 35,
      h2_left_pct: 80,
      hv_dcdc_temp_C: 35,
    });
  });

  it('04 engine: crank speed only', () => {
    expect(only('04 0bb8').value).toEqual({ crank_rpm: 3000 });
  });

  it('05 position: coordinate system', () => {
    const item = only('05 00 02 073d8aa5 01dc89d0');
    expect(item.raw['coord_system']).toBe(2);
    expect(item.value).toEqual({ lon: 121.473701, lat: 31.230416, valid: 1 });
  });

  it('06 alarm: levels per bit', () => {
    const item = only('06 04 00800001 00 00 00 00 02 00 02 17 04');
    expect(item.raw).toEqual({ max_level: 4, bits: 0x80_0001 });
    expect(item.groups['levels']?.blocks.map((block) => block.raw)).toEqual([
      { bit: 0, level: 2 },
      { bit: 23, level: 4 },
    ]);
  });

  it('07 cells and 08 temperatures by pack', () => {
    const cells = only('07 01 01 1be2 7546 0002 0f75 0f78').groups['packs']?.blocks[0];
    expect(cells?.value).toEqual({ voltage_V: 713.8, current_A: 2.2 });
    expect(cells?.lists['cells']).toEqual({ count: 2, values: [3957, 3960] });
    const temps = only('08 02 01 0001 46 02 0002 45 44').groups['packs']?.blocks;
    expect(temps?.map((block) => block.lists['temps']?.values)).toEqual([[70], [69, 68]]);
  });

  it('30 stacks: pressures start at -100 kPa', () => {
    const stack = only('30 01 01 0bb8 03e8 05dc 03e8 41 0002 64 65').groups['stacks']?.blocks[0];
    expect(stack?.value).toEqual({
      voltage_V: 300,
      current_A: 100,
      h2_inlet_kPa: 50,
      air_inlet_kPa: 0,
      air_inlet_temp_C: 25,
    });
    expect(stack?.lists['temps']?.values).toEqual([100, 101]);
  });

  it('31 supercapacitor: two lists without a leading count', () => {
    const item = only('31 01 0bb8 7530 0002 0a28 0a29 0001 41');
    expect(item.value).toEqual({ voltage_V: 300, current_A: 0 });
    expect(item.lists).toEqual({ cells: { count: 2, values: [2600, 2601] }, temps: { count: 1, values: [65] } });
  });

  it('32 supercapacitor extremes: cell numbers of two bytes', () => {
    const item = only('32 01 000a 1d4c 02 000b 07d0 03 000c 78 04 000d 28');
    expect(item.value).toEqual({ max_v_V: 7.5, min_v_V: 2, max_t_C: 80, min_t_C: 0 });
    expect(item.raw).toMatchObject({ max_v_cell: 10, min_t_probe: 13 });
  });
});

describe('the signature of a report', () => {
  const engine = '04 0bb8';
  const signature = 'ff 01 0002 aabb 0003 ccddee';

  it('covers the time up to the mark', () => {
    const frame = report(`${engine} ${signature}`);
    expect(frame.status).toBe('ok');
    expect(frame.body).toMatchObject({
      signature: { markerOffset: 33, signedFrom: 24, signedTo: 33, algorithm: 1, found: 'walk' },
    });
    expect(frame.body.kind === 'realtime' && Buffer.from(frame.body.signature?.s ?? []).toString('hex')).toBe('ccddee');
  });

  it('leaves bytes behind it unsigned and says so', () => {
    const frame = report(`${engine} ${signature} 82 0001 00`);
    expect(frame).toMatchObject({ status: 'trailing', stopOffset: 44 });
    expect(frame.rest).toHaveLength(4);
  });

  it('is found from the end behind a reserved type', () => {
    const frame = report(`${engine} 79 ff ff ff 00 ${signature}`);
    expect(frame).toMatchObject({ status: 'unknown_type', stopOffset: 33 });
    expect(frame.body).toMatchObject({ signature: { markerOffset: 38, signedTo: 38, found: 'tail' } });
    expect(encodeFrame(frame)).toEqual(frame.bytes);
  });

  it('is absent behind a reserved type that no mark follows', () => {
    const frame = report(`${engine} 79 ff 01 0002 aabb 0009`);
    expect(frame.status).toBe('unknown_type');
    expect(frame.body.kind === 'realtime' && frame.body.signature).toBeUndefined();
  });

  it('that runs past the end is a structure fault', () => {
    expect(report(`${engine} ff 01 0102 aabb`)).toMatchObject({ status: 'structure', stopOffset: 33 });
  });
});

describe('building items', () => {
  it('turns physical values into raw numbers and missing ones into the invalid mark', () => {
    const item = buildItem('2016', 0x01, { values: { speed_kmh: 36.04, current_A: -12.5, state: 1 } });
    expect(item.raw).toMatchObject({
      speed_kmh: 360,
      current_A: 9875,
      state: 1,
      soc_pct: 0xff,
      odometer_km: 0xffff_ffff,
    });
    expect(item.value).toMatchObject({ speed_kmh: 36, current_A: -12.5, soc_pct: null });
  });

  it('puts the hemisphere into the status of a position', () => {
    expect(buildItem('2016', 0x05, { values: { lon: -0.1276, lat: 51.5072 } }).raw).toEqual({
      status: 4,
      lon: 127_600,
      lat: 51_507_200,
    });
    expect(buildItem('2016', 0x05, { values: { lon: 18.42, lat: -33.92, valid: 0 } }).raw).toMatchObject({ status: 3 });
    expect(buildItem('2016', 0x05, { values: {} }).value).toMatchObject({ lon: null, lat: null });
  });

  it('refuses a type without a layout, and values that do not fit their field', () => {
    expect(() => buildItem('2016', 0x30, {})).toThrow(/gbt32960\.no_layout/);
    const item = buildItem('2016', 0x01, { values: { speed_kmh: 7000 } });
    const frame = { edition: '2016', command: 2, answer: 0xfe, id: 'X'.repeat(17), encryption: 1 } as const;
    expect(() => encodeFrame({ ...frame, body: { kind: 'realtime', time: 1_700_000_000_000, items: [item] } })).toThrow(
      /speed_kmh|70000/,
    );
    expect(() =>
      encodeFrame({ ...frame, body: { kind: 'realtime', time: 1_700_000_000_000, items: [{ ...item, type: 0x32 }] } }),
    ).toThrow(/no_layout/);
  });

  it('refuses a count that does not match its list', () => {
    const alarm = buildItem('2016', 0x07, { values: { max_level: 1, bits: 1 }, lists: { other_faults: [7] } });
    const broken = { ...alarm, lists: { ...alarm.lists, other_faults: { count: 2, values: [7] } } };
    const body = { kind: 'realtime', time: 1_700_000_000_000, items: [broken] } as const;
    expect(() =>
      encodeFrame({ edition: '2016', command: 2, answer: 0xfe, id: 'X'.repeat(17), encryption: 1, body }),
    ).toThrow(/other_faults\.count|count 2/);
  });
});
