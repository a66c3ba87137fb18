import { NO_VALUE, reserve, SUBJECT_BIT, type Columns } from './columns.ts';

/**
 * Readers of single information bodies into the row under construction. Each takes the offset behind the type byte and
 * answers the offset behind the body, or -1 when the body does not fit before `end`. Layouts: `layouts-2016.ts` and
 * `layouts-2025.ts`, which the tests hold against these.
 */
export type ItemReader = (columns: Columns, bytes: Buffer, at: number, end: number) => number;

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number => ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
/** A two-byte quantity without its offset. */
const signed16 = (raw: number, offset: number): number => (raw >= 0xfffe ? NO_VALUE : raw + offset);
/** Four bytes can say far more than the range of any quantity; what the column cannot hold is no value. */
const signed32 = (raw: number, offset: number): number => Math.min(raw + offset, NO_VALUE);
/** Counts of FE and FF announce an empty list. */
const count8 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) >= 0xfe ? 0 : (bytes[at] ?? 0));
const count16 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) >= 0xfffe ? 0 : u16(bytes, at));

const mark = ({ scalar, rows }: Columns, bit: number): void => {
  scalar.subjects[rows] = (scalar.subjects[rows] ?? 0) | bit;
};

const vehicle =
  (size: 18 | 20, currentOffset: number): ItemReader =>
  (columns, bytes, at, end) => {
    if (at + size > end) return -1;
    const { scalar, rows } = columns;
    mark(columns, SUBJECT_BIT.vehicle);
    scalar.state[rows] = bytes[at] ?? 0;
    scalar.charge[rows] = bytes[at + 1] ?? 0;
    scalar.mode[rows] = bytes[at + 2] ?? 0;
    scalar.speed[rows] = u16(bytes, at + 3);
    scalar.odometer[rows] = u32(bytes, at + 5);
    scalar.voltage[rows] = u16(bytes, at + 9);
    scalar.current[rows] = signed16(u16(bytes, at + 11), currentOffset);
    scalar.soc[rows] = bytes[at + 13] ?? 0;
    scalar.dcdc[rows] = bytes[at + 14] ?? 0;
    scalar.gear[rows] = bytes[at + 15] ?? 0;
    scalar.insulation[rows] = u16(bytes, at + 16);
    if (size === 18) return at + size;
    scalar.accelPedal[rows] = bytes[at + 18] ?? 0;
    scalar.brakePedal[rows] = bytes[at + 19] ?? 0;
    return at + size;
  };

/** Motors: 12 bytes each in 2016, 10 in 2025 (torque four bytes, no voltage and current). */
const motors =
  (edition: 2016 | 2025): ItemReader =>
  (columns, bytes, at, end) => {
    if (at >= end) return -1;
    const size = edition === 2016 ? 12 : 10;
    const count = count8(bytes, at);
    let from = at + 1;
    if (from + count * size > end) return -1;
    mark(columns, SUBJECT_BIT.motors);
    const { motorNo, motorState, motorRpm, motorTorque, motorTemp, controllerTemp } = columns.list;
    reserve(motorNo, count);
    reserve(motorState, count);
    reserve(motorRpm, count);
    reserve(motorTorque, count);
    reserve(motorTemp, count);
    reserve(controllerTemp, count);
    for (let n = 0; n < count; n += 1, from += size) {
      motorNo.values[motorNo.length++] = bytes[from] ?? 0;
      motorState.values[motorState.length++] = bytes[from + 1] ?? 0;
      controllerTemp.values[controllerTemp.length++] = bytes[from + 2] ?? 0;
      motorRpm.values[motorRpm.length++] = signed16(u16(bytes, from + 3), edition === 2016 ? -20_000 : -32_000);
      const torque =
        edition === 2016 ? signed16(u16(bytes, from + 5), -20_000) : signed32(u32(bytes, from + 5), -200_000);
      motorTorque.values[motorTorque.length++] = torque;
      motorTemp.values[motorTemp.length++] = bytes[from + (edition === 2016 ? 7 : 9)] ?? 0;
    }
    return from;
  };

/** A body of which only the presence is kept: `head` bytes, a WORD count of bytes at its end, `tail` bytes. */
const passed =
  (bit: number, head: number, counted: 0 | 1 | 2, tail: number): ItemReader =>
  (columns, bytes, at, end) => {
    if (at + head + (counted === 0 ? 0 : 2) > end) return -1;
    const more = counted === 0 ? 0 : 2 + count16(bytes, at + head) * counted;
    const to = at + head + more + tail;
    if (to > end) return -1;
    mark(columns, bit);
    return to;
  };

const engine =
  (size: 2 | 5): ItemReader =>
  (columns, bytes, at, end) => {
    if (at + size > end) return -1;
    const { scalar, rows } = columns;
    mark(columns, SUBJECT_BIT.engine);
    if (size === 5) scalar.engineState[rows] = bytes[at] ?? 0;
    scalar.engineRpm[rows] = u16(bytes, size === 5 ? at + 1 : at);
    return at + size;
  };

const degrees = (raw: number, negative: number): number =>
  raw >= 0xffff_fffe || raw > NO_VALUE ? NO_VALUE : negative === 0 ? raw : -raw;

const position =
  (size: 9 | 10): ItemReader =>
  (columns, bytes, at, end) => {
    if (at + size > end) return -1;
    const { scalar, rows } = columns;
    const status = bytes[at] ?? 0;
    const from = at + size - 8;
    mark(columns, SUBJECT_BIT.position);
    scalar.positionStatus[rows] = status;
    if (size === 10) scalar.coordinates[rows] = bytes[at + 1] ?? 0;
    scalar.longitude[rows] = degrees(u32(bytes, from), status & 4);
    scalar.latitude[rows] = degrees(u32(bytes, from + 4), status & 2);
    return at + size;
  };

const extremes: ItemReader = (columns, bytes, at, end) => {
  if (at + 14 > end) return -1;
  const { scalar, rows } = columns;
  mark(columns, SUBJECT_BIT.extremes);
  scalar.maxCell[rows] = u16(bytes, at + 2);
  scalar.minCell[rows] = u16(bytes, at + 6);
  scalar.maxProbe[rows] = bytes[at + 10] ?? 0;
  scalar.minProbe[rows] = bytes[at + 13] ?? 0;
  return at + 14;
};

const faultList: ItemReader = (columns, bytes, at, end) => {
  if (at >= end) return -1;
  const count = count8(bytes, at);
  let from = at + 1;
  if (from + count * 4 > end) return -1;
  const { faults } = columns.list;
  reserve(faults, count);
  for (let n = 0; n < count; n += 1, from += 4) faults.values[faults.length++] = u32(bytes, from);
  return from;
};

/** Alarms: level, bits, four lists of codes; 2025 adds the level of each alarm. */
const alarm =
  (levels: 'none' | 'levels'): ItemReader =>
  (columns, bytes, at, end) => {
    if (at + 5 > end) return -1;
    const { scalar, rows } = columns;
    mark(columns, SUBJECT_BIT.alarm);
    scalar.alarmLevel[rows] = bytes[at] ?? 0;
    scalar.alarmBits[rows] = u32(bytes, at + 1);
    let from = at + 5;
    for (let n = 0; n < 4; n += 1) {
      from = faultList(columns, bytes, from, end);
      if (from < 0) return -1;
    }
    if (levels === 'none') return from;
    if (from >= end) return -1;
    const to = from + 1 + count8(bytes, from) * 2;
    return to > end ? -1 : to;
  };

/** Battery subsystems with their cells: 2016 counts cells in a byte behind ten bytes, 2025 in a WORD behind five. */
const cells =
  (edition: 2016 | 2025): ItemReader =>
  (columns, bytes, at, end) => {
    if (at >= end) return -1;
    const head = edition === 2016 ? 10 : 7;
    const { packVoltage, packCurrent, cells: all } = columns.list;
    const count = count8(bytes, at);
    let from = at + 1;
    mark(columns, SUBJECT_BIT.cells);
    reserve(packVoltage, count);
    reserve(packCurrent, count);
    for (let n = 0; n < count; n += 1) {
      if (from + head > end) return -1;
      const cellCount = edition === 2016 ? count8(bytes, from + 9) : count16(bytes, from + 5);
      const to = from + head + cellCount * 2;
      if (to > end) return -1;
      packVoltage.values[packVoltage.length++] = u16(bytes, from + 1);
      packCurrent.values[packCurrent.length++] = signed16(u16(bytes, from + 3), edition === 2016 ? -10_000 : -30_000);
      reserve(all, cellCount);
      bytes.copy(all.bytes, all.length * 2, from + head, to);
      all.length += cellCount;
      from = to;
    }
    return from;
  };

const probes: ItemReader = (columns, bytes, at, end) => {
  if (at >= end) return -1;
  const { probes: all } = columns.list;
  const count = count8(bytes, at);
  let from = at + 1;
  mark(columns, SUBJECT_BIT.probes);
  for (let n = 0; n < count; n += 1) {
    if (from + 3 > end) return -1;
    const to = from + 3 + count16(bytes, from + 1);
    if (to > end) return -1;
    reserve(all, to - from - 3);
    bytes.copy(all.bytes, all.length, from + 3, to);
    all.length += to - from - 3;
    from = to;
  }
  return from;
};

/** Fuel-cell stacks of 2025: a count, and for each twelve bytes and a list of probes. */
const stacks: ItemReader = (columns, bytes, at, end) => {
  if (at >= end) return -1;
  const count = count8(bytes, at);
  let from = at + 1;
  mark(columns, SUBJECT_BIT.stack);
  for (let n = 0; n < count; n += 1) {
    if (from + 12 > end) return -1;
    from += 12 + count16(bytes, from + 10);
    if (from > end) return -1;
  }
  return from;
};

const supercapacitor: ItemReader = (columns, bytes, at, end) => {
  const behindCells = passed(SUBJECT_BIT.supercapacitor, 5, 2, 0)(columns, bytes, at, end);
  return behindCells < 0 ? -1 : passed(SUBJECT_BIT.supercapacitor, 0, 1, 0)(columns, bytes, behindCells, end);
};

const table = (entries: readonly (readonly [number, ItemReader])[]): readonly (ItemReader | undefined)[] => {
  const readers: (ItemReader | undefined)[] = Array.from({ length: 256 }, () => undefined);
  for (const [type, reader] of entries) readers[type] = reader;
  return readers;
};

/** Readers of the 2016 edition by type. */
export const READERS_2016 = table([
  [0x01, vehicle(20, -10_000)],
  [0x02, motors(2016)],
  [0x03, passed(SUBJECT_BIT.fuelCell, 6, 1, 10)],
  [0x04, engine(5)],
  [0x05, position(9)],
  [0x06, extremes],
  [0x07, alarm('none')],
  [0x08, cells(2016)],
  [0x09, probes],
]);

/** Readers of the 2025 edition by type. */
export const READERS_2025 = table([
  [0x01, vehicle(18, -30_000)],
  [0x02, motors(2025)],
  [0x03, passed(SUBJECT_BIT.fuelCell, 12, 0, 0)],
  [0x04, engine(2)],
  [0x05, position(10)],
  [0x06, alarm('levels')],
  [0x07, cells(2025)],
  [0x08, probes],
  [0x30, stacks],
  [0x31, supercapacitor],
  [0x32, passed(SUBJECT_BIT.supercapacitorExtremes, 18, 0, 0)],
]);
