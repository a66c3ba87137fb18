import { describe, expect, it } from 'vitest';
import { frameHex, fromHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import type { DataItem, Frame } from './frame.ts';

const TIME = '1a0b17093a05'; // 2026-11-23 09:58:05 +08:00

const report = (items: string): Frame => decodeFrame(frameHex('2323', '02', TIME + items));

const itemsOf = (frame: Frame): readonly DataItem[] =>
  frame.body.kind === 'realtime' ? frame.body.items.filter((item) => item.kind === 'data') : [];

const only = (items: string): DataItem => {
  const frame = report(items);
  expect(frame.status).toBe('ok');
  const [item] = itemsOf(frame);
  if (item === undefined) throw new Error('no item');
  return item;
};

describe('information bodies of 2016', () => {
  it('01 vehicle: scales, offsets and the pedals of Annex B', () => {
    const item = only('01 01 03 01 0177 00069d08 187c 2285 3c 01 1e 1964 00 0d');
    expect(item.raw).toEqual({
      state: 1,
      charge: 3,
      mode: 1,
      speed_kmh: 375,
      odometer_km: 433_416,
      voltage_V: 6268,
      current_A: 8837,
      soc_pct: 60,
      dcdc: 1,
      gear: 30,
      insulation_kohm: 6500,
      accel_pedal_pct: 0,
      brake_pedal_pct: 13,
    });
    expect(item.value).toEqual({
      speed_kmh: 37.5,
      odometer_km: 43_341.6,
      voltage_V: 626.8,
      current_A: -116.3,
      soc_pct: 60,
      insulation_kohm: 6500,
      accel_pedal_pct: 0,
      brake_pedal_pct: 13,
    });
  });

  it('01 vehicle: both sentinels of every width become null', () => {
    const invalid = only(`01 ${'ff'.repeat(20)}`);
    expect(Object.values(invalid.value)).toEqual(Array.from({ length: 8 }, () => null));
    const abnormal = only('01 fe fe fe fffe fffffffe fffe fffe fe fe fe fffe fe fe');
    expect(Object.values(abnormal.value)).toEqual(Array.from({ length: 8 }, () => null));
    expect(abnormal.raw).toMatchObject({ state: 0xfe, odometer_km: 0xffff_fffe });
    const largest = only('01 01 01 01 fffd fffffffd fffd fffd fd 01 00 fffd fd fd');
    expect(Object.values(largest.value)).not.toContain(null);
  });

  it('02 motors: every motor with its own offsets', () => {
    const item = only('02 02 01 01 4b 639c 3a34 6d 187c 2710 02 04 3c 4e20 4e20 3c 1838 2774');
    expect(item.groups['motors']?.count).toBe(2);
    expect(item.groups['motors']?.blocks.map((block) => block.value)).toEqual([
      { ctrl_temp_C: 35, rpm: 5500, torque_Nm: -510, temp_C: 69, ctrl_voltage_V: 626.8, dc_current_A: 0 },
      { ctrl_temp_C: 20, rpm: 0, torque_Nm: 0, temp_C: 20, ctrl_voltage_V: 620, dc_current_A: 10 },
    ]);
  });

  it.each(['fe', 'ff'])('02 motors: the count %s announces none', (count) => {
    const item = only(`02 ${count}`);
    expect(item.groups['motors']).toEqual({ count: Number.parseInt(count, 16), blocks: [] });
  });

  it('03 fuel cell: fields around the probe list', () => {
    const item = only('03 0bb8 0064 007d 0003 50 51 fe 02ee 02 01f4 03 015e 04 01');
    expect(item.value).toEqual({
      voltage_V: 300,
      current_A: 10,
      consumption_kg100km: 1.25,
      h2_max_temp_C: 35,
      h2_max_conc_mgkg: 500,
      h2_max_pressure_MPa: 35,
    });
    expect(item.lists['temps']).toEqual({ count: 3, values: [0x50, 0x51, 0xfe] });
    expect(item.raw).toMatchObject({
      h2_max_temp_probe: 2,
      h2_max_conc_sensor: 3,
      h2_max_pressure_sensor: 4,
      hv_dcdc: 1,
    });
  });

  it('03 fuel cell: a word count of FFFF announces no probes', () => {
    const item = only('03 0bb8 0064 007d ffff 02ee 02 01f4 03 015e 04 01');
    expect(item.lists['temps']).toEqual({ count: 0xffff, values: [] });
  });

  it('04 engine', () => {
    expect(only('04 01 07d0 00c8').value).toEqual({ crank_rpm: 2000, consumption_L100km: 2 });
  });

  it.each([
    ['00', 121.473701, 31.230416, 1],
    ['01', 121.473701, 31.230416, 0],
    ['02', 121.473701, -31.230416, 1],
    ['04', -121.473701, 31.230416, 1],
    ['07', -121.473701, -31.230416, 0],
  ])('05 position: status %s', (status, lon, lat, valid) => {
    expect(only(`05 ${status} 073d8aa5 01dc89d0`).value).toEqual({ lon, lat, valid });
  });

  it('05 position: all bits set is no position', () => {
    expect(only('05 00 ffffffff ffffffff').value).toEqual({ lon: null, lat: null, valid: 1 });
  });

  it('06 extremes', () => {
    expect(only('06 01 12 0ce4 01 65 0ca8 01 33 49 01 14 42').value).toEqual({
      max_v_V: 3.3,
      min_v_V: 3.24,
      max_t_C: 33,
      min_t_C: 26,
    });
  });

  it('07 alarm: level, bits and the four lists of fault codes', () => {
    const item = only('07 03 00000803 01 00010003 00 02 00020004 ffffffff 00');
    expect(item.raw).toEqual({ max_level: 3, bits: 0x803 });
    expect(item.lists).toEqual({
      ress_faults: { count: 1, values: [65_539] },
      motor_faults: { count: 0, values: [] },
      engine_faults: { count: 2, values: [131_076, 0xffff_ffff] },
      other_faults: { count: 0, values: [] },
    });
  });

  it('08 cell voltages: current offset -1000 A, cells of this frame only', () => {
    const item = only('08 01 01 0ed8 2710 00c0 00c9 03 0fdd 0fdf ffff');
    const block = item.groups['systems']?.blocks[0];
    expect(block?.value).toEqual({ voltage_V: 380, current_A: 0 });
    expect(block?.raw).toMatchObject({ cell_total: 192, first_cell: 201 });
    expect(block?.lists['cells']).toEqual({ count: 3, values: [4061, 4063, 65_535] });
  });

  it('09 temperatures: word count per subsystem', () => {
    const item = only('09 02 01 0002 3c 3d 02 0001 ff');
    expect(item.groups['systems']?.blocks.map((block) => block.lists['temps'])).toEqual([
      { count: 2, values: [60, 61] },
      { count: 1, values: [255] },
    ]);
  });

  it('keeps user blocks as bytes, in their place and also twice', () => {
    const frame = report('80 0002 abcd 04 01 0000 0000 80 0000');
    expect(frame.status).toBe('ok');
    expect(frame.body.kind === 'realtime' && frame.body.items.map((item) => item.type)).toEqual([0x80, 0x04, 0x80]);
    expect(frame.body).toMatchObject({
      items: [{ kind: 'user', data: fromHex('abcd') }, {}, { data: new Uint8Array(0) }],
    });
  });
});

describe('faults of a report', () => {
  it('keeps the items before one that runs past the end', () => {
    const frame = report('04 01 07d0 00c8 08 01 01 0ed8 2710 00c0 0001 c8 0fdd');
    expect(frame).toMatchObject({ status: 'structure', stopOffset: 36 });
    expect(itemsOf(frame)).toHaveLength(1);
    expect(frame.rest).toHaveLength(14);
  });

  it('stops at a type whose length nobody knows', () => {
    for (const type of ['00', '0a', '2f', '30', '7f', 'ff']) {
      expect(report(`04 01 07d0 00c8 ${type} 0102`)).toMatchObject({ status: 'unknown_type', stopOffset: 36 });
    }
  });

  it('does not read a user block with a wrong length', () => {
    expect(report('82 0010 01')).toMatchObject({ status: 'structure', stopOffset: 30 });
  });

  it('keeps a time that is no date as bytes', () => {
    const frame = decodeFrame(frameHex('2323', '02', '1a0d17093a05'));
    expect(frame.status).toBe('ok');
    expect(frame.body).toMatchObject({ kind: 'realtime', time: fromHex('1a0d17093a05') });
  });

  it('calls a unit that is too short for its time a structure fault', () => {
    const frame = decodeFrame(frameHex('2323', '02', '1a0b17'));
    expect(frame).toMatchObject({ status: 'structure', stopOffset: 24, body: { kind: 'opaque' } });
  });
});
