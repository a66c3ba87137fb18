import {
  addFrame,
  createColumns,
  flipCells,
  ID_BYTES,
  resetColumns,
  type Columns,
  type Lists,
  type Scalars,
} from '@chedun/gbt32960';
import { encodeBlock, string, type NamedColumn } from '@chedun/native-block';
import type { BlockTable } from './events.ts';

/** Where a report lies in the journal, and what its frame does not say. */
export interface ReportPlace {
  readonly journal: string;
  readonly seq: number;
  readonly idx: number;
  /** Milliseconds since 1970 UTC. */
  readonly received: number;
  readonly source: string;
}

/** Builds blocks of the table `telemetry`, one after the other, in the same memory. */
export interface TelemetryBlock {
  /**
   * Adds the frame `bytes[from .. to)` when it is a well-formed realtime or re-sent report; anything else changes
   * nothing. Returns whether it was added. Throws RangeError when `capacity` rows are there.
   */
  readonly add: (place: ReportPlace, bytes: Buffer, from: number, to: number) => boolean;
  readonly rows: () => number;
  /**
   * The block as `INSERT INTO telemetry FORMAT Native` takes it, and an empty builder. It is a view of memory that the
   * next `finish` writes over.
   */
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

type Raw = NamedColumn['column'];
type Typed = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

const bytesOf = (values: Typed, count: number): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, count * values.BYTES_PER_ELEMENT);

/** A column whose memory is already what the wire wants (little-endian machine). */
const raw = (type: string, rows: () => number, bytes: () => Uint8Array): Raw => ({
  type,
  rows,
  size: () => bytes().length,
  write: (target, at) => {
    const data = bytes();
    target.set(data, at);
    return at + data.length;
  },
});

/** Whole numbers up to 2^53 as 64 bits. */
const long = (type: string, rows: () => number, values: Float64Array): Raw => ({
  type,
  rows,
  size: () => rows() * 8,
  write: (target, at) => {
    for (let row = 0; row < rows(); row += 1) {
      const value = values[row] ?? 0;
      const high = Math.floor(value / 2 ** 32);
      target.writeUInt32LE(value - high * 2 ** 32, at + row * 8);
      target.writeInt32LE(high, at + row * 8 + 4);
    }
    return at + rows() * 8;
  },
});

/** ClickHouse writes an array as the ends of its rows in 64 bits, then all values. */
const list = (type: string, columns: Columns, name: keyof Lists): Raw => {
  const { ends } = columns.list[name];
  return {
    type: `Array(${type})`,
    rows: () => columns.rows,
    size: () => columns.rows * 8 + columns.list[name].length * columns.list[name].values.BYTES_PER_ELEMENT,
    write: (target, at) => {
      for (let row = 0; row < columns.rows; row += 1) {
        target.writeUInt32LE(ends[row] ?? 0, at + row * 8);
        target.writeUInt32LE(0, at + row * 8 + 4);
      }
      const { values, length } = columns.list[name];
      const data = bytesOf(values, length);
      target.set(data, at + columns.rows * 8);
      return at + columns.rows * 8 + data.length;
    },
  };
};

const typeOf = (values: Typed): string => {
  if (values instanceof Uint8Array) return 'UInt8';
  if (values instanceof Uint16Array) return 'UInt16';
  return values instanceof Uint32Array ? 'UInt32' : 'Int32';
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const SCALARS = Object.keys(createColumns(0).scalar).filter((name) => name !== 'time') as Exclude<
  keyof Scalars,
  'time'
>[];
const LISTS = Object.keys(createColumns(0).list) as (keyof Lists)[];

/** The table that {@link telemetryBlock} writes for. */
export const telemetryTable: BlockTable = {
  name: 'telemetry',
  columns: ['journal', 'seq', 'idx', 'received', 'time', 'source', 'vin', ...SCALARS.map(snake), ...LISTS.map(snake)],
};

const namedColumns = (columns: Columns, places: ReturnType<typeof placeColumns>): NamedColumn[] => {
  const rows = (): number => columns.rows;
  const { scalar } = columns;
  return [
    { name: 'journal', column: places.journal },
    { name: 'seq', column: long('UInt64', rows, places.seq) },
    { name: 'idx', column: raw('UInt32', rows, () => bytesOf(places.idx, columns.rows)) },
    { name: 'received', column: long('DateTime64(3)', rows, places.received) },
    { name: 'time', column: long('DateTime64(3)', rows, scalar.time) },
    { name: 'source', column: places.source },
    {
      name: 'vin',
      column: raw(`FixedString(${ID_BYTES})`, rows, () => columns.ids.subarray(0, columns.rows * ID_BYTES)),
    },
    ...SCALARS.map((name) => ({
      name: snake(name),
      column: raw(typeOf(scalar[name]), rows, () => bytesOf(scalar[name], columns.rows)),
    })),
    ...LISTS.map((name) => ({ name: snake(name), column: list(typeOf(columns.list[name].values), columns, name) })),
  ];
};

const placeColumns = (capacity: number) => ({
  journal: string(),
  source: string(),
  seq: new Float64Array(capacity),
  idx: new Uint32Array(capacity),
  received: new Float64Array(capacity),
});

/** A builder for the worker thread, for up to `capacity` reports a block. */
export const telemetryBlock = (capacity: number): TelemetryBlock => {
  const columns = createColumns(capacity);
  const places = placeColumns(capacity);
  const named = namedColumns(columns, places);
  let memory = Buffer.alloc(0);
  return {
    add: (place, bytes, from, to) => {
      const row = columns.rows;
      if (addFrame(columns, bytes, from, to) !== 'row') return false;
      places.journal.push(place.journal);
      places.source.push(place.source);
      places.seq[row] = place.seq;
      places.idx[row] = place.idx;
      places.received[row] = place.received;
      return true;
    },
    rows: () => columns.rows,
    finish: () => {
      flipCells(columns);
      const block = encodeBlock(named, memory);
      if (block.length > memory.length) memory = Buffer.from(block.buffer);
      resetColumns(columns);
      places.journal.reset();
      places.source.reset();
      return block;
    },
  };
};
