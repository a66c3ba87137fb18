import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFrameArb, frameArb } from '../testing/arbitraries.ts';
import { bcc } from './bcc.ts';
import type { Block } from './block.ts';
import { ANSWER, COMMAND } from './codes.ts';
import { addFrame } from './column-reader.ts';
import { createColumns, flipCells, ID_BYTES, NO_VALUE, resetColumns, SUBJECT_BIT, type Columns } from './columns.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { DataItem, Frame, FrameInput } from './frame.ts';
import { buildItem } from './items.ts';
import { subjectOf } from './subjects.ts';

const VIN = 'LTEST000000000001';
const TIME = Date.UTC(2026, 10, 23, 4, 5, 6);

const bufferOf = (input: FrameInput): Buffer => Buffer.from(encodeFrame(input));

const isRow = (frame: Frame): boolean =>
  frame.status === 'ok' &&
  frame.answer === ANSWER.command &&
  frame.body.kind === 'realtime' &&
  typeof frame.body.time === 'number';

const itemsOf = (frame: Frame): readonly DataItem[] =>
  frame.body.kind === 'realtime' ? frame.body.items.filter((item) => item.kind === 'data') : [];

const blocks = (item: DataItem): readonly Block[] => Object.values(item.groups).flatMap((group) => group.blocks);
const scaledInt = (value: number | null | undefined, factor: number): number =>
  value === null || value === undefined ? NO_VALUE : Math.min(Math.round(value * factor), NO_VALUE);

/** What the table-driven decoder says about the lists of a frame. */
const listsOf = (frame: Frame): Record<string, number[]> => {
  const found: Record<string, number[]> = { rpm: [], torque: [], cells: [], probes: [], faults: [], packCurrent: [] };
  for (const item of itemsOf(frame)) {
    const subject = subjectOf(frame.edition, item.type);
    if (subject === 'motors')
      for (const { value } of blocks(item)) {
        found['rpm']?.push(scaledInt(value['rpm'], 1));
        found['torque']?.push(scaledInt(value['torque_Nm'], 10));
      }
    if (item.type === (frame.edition === '2016' ? 8 : 7))
      for (const { value, lists } of blocks(item)) {
        found['packCurrent']?.push(scaledInt(value['current_A'], 10));
        found['cells']?.push(...(lists['cells']?.values ?? []));
      }
    if (item.type === (frame.edition === '2016' ? 9 : 8))
      for (const { lists } of blocks(item)) found['probes']?.push(...(lists['temps']?.values ?? []));
    if (item.type === (frame.edition === '2016' ? 7 : 6))
      for (const name of ['ress_faults', 'motor_faults', 'engine_faults', 'other_faults'])
        found['faults']?.push(...(item.lists[name]?.values ?? []));
  }
  return found;
};

const sliceOf = (columns: Columns, name: keyof Columns['list'], row: number): number[] => {
  const { values, ends } = columns.list[name];
  return [...values.subarray(row === 0 ? 0 : (ends[row - 1] ?? 0), ends[row])];
};

const expectRow = (columns: Columns, row: number, frame: Frame): void => {
  const { scalar, ids } = columns;
  expect(Buffer.from(ids.subarray(row * ID_BYTES, (row + 1) * ID_BYTES)).toString('latin1')).toBe(frame.id);
  expect(scalar.time[row]).toBe(frame.body.kind === 'realtime' ? frame.body.time : undefined);
  expect([scalar.edition[row], scalar.command[row]]).toEqual([frame.edition === '2016' ? 16 : 25, frame.command]);
  const last = (type: number): DataItem | undefined => itemsOf(frame).findLast((item) => item.type === type);
  const vehicle = last(1);
  expect(scalar.speed[row]).toBe(vehicle?.raw['speed_kmh'] ?? 0xffff);
  expect(scalar.odometer[row]).toBe(vehicle?.raw['odometer_km'] ?? 0xffff_ffff);
  expect(scalar.current[row]).toBe(scaledInt(vehicle?.value['current_A'], 10));
  expect(scalar.insulation[row]).toBe(vehicle?.raw['insulation_kohm'] ?? 0xffff);
  expect(scalar.gear[row]).toBe(vehicle?.raw['gear'] ?? 0xff);
  const place = last(5);
  expect(scalar.positionStatus[row]).toBe(place?.raw['status'] ?? 0xff);
  const longitude = place?.value['lon'];
  const micro =
    typeof longitude === 'number' && Math.abs(longitude) * 1e6 <= NO_VALUE ? Math.round(longitude * 1e6) : NO_VALUE;
  expect(scalar.longitude[row]).toBe(micro);
  const alarm = last(frame.edition === '2016' ? 7 : 6);
  expect(scalar.alarmBits[row]).toBe(alarm?.raw['bits'] ?? 0);
  const { rpm, torque, cells, probes, faults, packCurrent } = listsOf(frame);
  expect(sliceOf(columns, 'motorRpm', row)).toEqual(rpm);
  expect(sliceOf(columns, 'motorTorque', row)).toEqual(torque);
  expect(sliceOf(columns, 'cells', row)).toEqual(cells);
  expect(sliceOf(columns, 'probes', row)).toEqual(probes);
  expect(sliceOf(columns, 'faults', row)).toEqual(faults);
  expect(sliceOf(columns, 'packCurrent', row)).toEqual(packCurrent);
};

/** Adds frames that lie one behind the other in one buffer, as they do in a payload. */
const addAll = (columns: Columns, frames: readonly Uint8Array[]): string[] => {
  const joined = Buffer.concat(frames);
  let at = 0;
  return frames.map((frame) => {
    const outcome = addFrame(columns, joined, at, at + frame.length);
    at += frame.length;
    return outcome;
  });
};

describe('realtime reports as columns', () => {
  it('hold for every frame what the decoder of the tables says', () => {
    const frames = fc.array(fc.oneof(frameArb('2016'), frameArb('2025'), anyFrameArb), { maxLength: 12 });
    const columns = createColumns(16);
    fc.assert(
      fc.property(frames, (inputs) => {
        resetColumns(columns);
        const bytes = inputs.map(encodeFrame);
        const decoded = bytes.map(decodeFrame);
        const outcomes = addAll(columns, bytes);
        expect(outcomes.map((outcome) => outcome === 'row')).toEqual(decoded.map(isRow));
        flipCells(columns);
        decoded.filter(isRow).forEach((frame, row) => expectRow(columns, row, frame));
      }),
      { numRuns: 600 },
    );
  });

  it('take no row from a damaged frame, whatever was changed, and nothing of it stays', () => {
    const columns = createColumns(4);
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.nat(30), repair: fc.boolean() });
    fc.assert(
      fc.property(fc.oneof(frameArb('2016'), frameArb('2025')), change, (input, { at, byte, cut, repair }) => {
        const whole = Buffer.from(encodeFrame(input));
        const bytes = whole.subarray(0, Math.max(25, whole.length - cut));
        bytes[at % bytes.length] = byte;
        if (repair) {
          bytes.writeUInt16BE(bytes.length - 25, 22);
          bytes[bytes.length - 1] = bcc(bytes, 2, bytes.length - 1);
        }
        resetColumns(columns);
        const outcome = addFrame(columns, bytes, 0, bytes.length);
        const starts = bytes[0] === bytes[1] && (bytes[0] === 0x23 || bytes[0] === 0x24);
        if (starts) expect(outcome === 'row').toBe(isRow(decodeFrame(bytes)));
        if (outcome !== 'row')
          expect(Object.values(columns.list).map(({ length }) => length)).toEqual(Array(11).fill(0));
      }),
      { numRuns: 3000 },
    );
  });

  it('never read outside a frame of random bytes', () => {
    const columns = createColumns(2);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (random) => {
        const bytes = Buffer.concat([Uint8Array.of(0x24, 0x24, 2, 0xfe), random]);
        resetColumns(columns);
        addFrame(columns, bytes, 0, bytes.length);
        if (bytes.length >= 31) {
          bytes.writeUInt16BE(bytes.length - 25, 22);
          bytes[21] = 1;
          bytes[bytes.length - 1] = bcc(bytes, 2, bytes.length - 1);
          addFrame(columns, bytes, 0, bytes.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('name the subjects, grow their lists and refuse more rows than they were made for', () => {
    const columns = createColumns(3);
    const cells = Array.from({ length: 200 }, (_, n) => 3600 + n);
    const items = [
      buildItem('2016', 1, { values: { speed_kmh: 60.5, soc_pct: 80 } }),
      buildItem('2016', 8, { groups: { systems: [{ values: { no: 1, voltage_V: 350 }, lists: { cells } }] } }),
    ];
    const frame = bufferOf({
      edition: '2016',
      command: COMMAND.realtime,
      answer: ANSWER.command,
      id: VIN,
      encryption: 1,
      body: { kind: 'realtime', time: TIME, items },
    });
    for (let row = 0; row < 3; row += 1) expect(addFrame(columns, frame, 0, frame.length)).toBe('row');
    expect(() => addFrame(columns, frame, 0, frame.length)).toThrow('full');
    expect(columns.scalar.subjects[2]).toBe(SUBJECT_BIT.vehicle | SUBJECT_BIT.cells);
    expect([columns.scalar.speed[2], columns.scalar.soc[2], columns.scalar.time[2]]).toEqual([605, 80, TIME]);
    flipCells(columns);
    expect(sliceOf(columns, 'cells', 2)).toEqual(cells);
    expect(sliceOf(columns, 'packVoltage', 1)).toEqual([3500]);
  });

  it('leave everything that is no plain report to the decoder', () => {
    const columns = createColumns(1);
    const other = (command: number, answer: number, encryption: number): string => {
      const body = { kind: 'opaque' as const, data: Uint8Array.of(26, 11, 23, 4, 5, 6) };
      const bytes = bufferOf({ edition: '2025', command, answer, id: VIN, encryption, body });
      return addFrame(columns, bytes, 0, bytes.length);
    };
    expect(other(COMMAND.heartbeat, ANSWER.command, 1)).toBe('other');
    expect(other(COMMAND.realtime, ANSWER.ok, 1)).toBe('other');
    expect(other(COMMAND.realtime, ANSWER.command, 5)).toBe('other');
    expect(addFrame(columns, Buffer.alloc(10), 0, 10)).toBe('fault');
    expect(columns.rows).toBe(0);
  });
});
