/**
 * Realtime reports as columns: what a million vehicles send is kept as typed arrays, one value a row, without an object
 * for any frame. Values are the integers of the standard made equal over both editions (offsets taken off, scale kept),
 * so that 2016 and 2025 stand in the same columns; see {@link COLUMN_UNITS}.
 */

/** Value of a signed column where the field is absent or carries an abnormal or invalid mark. */
export const NO_VALUE = 0x7fff_ffff;

/** Unsigned columns keep the marks as they are: FF / FFFF / FFFFFFFF absent or invalid, one less abnormal. */
const U8 = 0xff;
const U16 = 0xffff;
const U32 = 0xffff_ffff;

/** Unit of one step of each scalar column; codes and bit fields have none. */
export const COLUMN_UNITS = {
  speed: '0.1 km/h',
  odometer: '0.1 km',
  voltage: '0.1 V',
  current: '0.1 A',
  soc: '%',
  insulation: 'kΩ',
  accelPedal: '%',
  brakePedal: '%',
  engineRpm: 'r/min',
  longitude: '1e-6 degree, east positive',
  latitude: '1e-6 degree, north positive',
  maxCell: 'mV',
  minCell: 'mV',
  maxProbe: '°C + 40',
  minProbe: '°C + 40',
} as const;

/** Bit of `subjects` for each information type that a report carried. */
export const SUBJECT_BIT = {
  vehicle: 1,
  motors: 2,
  fuelCell: 4,
  engine: 8,
  position: 16,
  extremes: 32,
  alarm: 64,
  cells: 128,
  probes: 256,
  stack: 512,
  supercapacitor: 1024,
  supercapacitorExtremes: 2048,
  user: 4096,
  signature: 8192,
} as const;

const scalars = (rows: number) => ({
  time: new Float64Array(rows),
  edition: new Uint8Array(rows),
  command: new Uint8Array(rows),
  subjects: new Uint16Array(rows),
  state: new Uint8Array(rows),
  charge: new Uint8Array(rows),
  mode: new Uint8Array(rows),
  speed: new Uint16Array(rows),
  odometer: new Uint32Array(rows),
  voltage: new Uint16Array(rows),
  current: new Int32Array(rows),
  soc: new Uint8Array(rows),
  dcdc: new Uint8Array(rows),
  gear: new Uint8Array(rows),
  insulation: new Uint16Array(rows),
  accelPedal: new Uint8Array(rows),
  brakePedal: new Uint8Array(rows),
  engineState: new Uint8Array(rows),
  engineRpm: new Uint16Array(rows),
  positionStatus: new Uint8Array(rows),
  coordinates: new Uint8Array(rows),
  longitude: new Int32Array(rows),
  latitude: new Int32Array(rows),
  maxCell: new Uint16Array(rows),
  minCell: new Uint16Array(rows),
  maxProbe: new Uint8Array(rows),
  minProbe: new Uint8Array(rows),
  alarmLevel: new Uint8Array(rows),
  alarmBits: new Uint32Array(rows),
  userBytes: new Uint32Array(rows),
  signatureAlgorithm: new Uint8Array(rows),
  signatureOffset: new Uint16Array(rows),
});

/** One value a row; without a value see {@link NO_VALUE}. */
export type Scalars = ReturnType<typeof scalars>;

/** Values of all rows one behind the other; `ends[row]` is where the values of the row end. */
export interface Values<Bytes extends Uint8Array | Uint16Array | Uint32Array | Int32Array> {
  values: Bytes;
  /** The same memory. */
  bytes: Buffer;
  length: number;
  readonly ends: Uint32Array;
}

const bytesOf = (values: Uint8Array | Uint16Array | Uint32Array | Int32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const values = <Bytes extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(
  memory: Bytes,
  rows: number,
): Values<Bytes> => ({ values: memory, bytes: bytesOf(memory), length: 0, ends: new Uint32Array(rows) });

const lists = (rows: number) => ({
  motorNo: values(new Uint8Array(rows * 2), rows),
  motorState: values(new Uint8Array(rows * 2), rows),
  /** Speed in r/min, without the offset; {@link NO_VALUE} for a mark. The same for torque (0.1 N·m). */
  motorRpm: values(new Int32Array(rows * 2), rows),
  motorTorque: values(new Int32Array(rows * 2), rows),
  /** °C + 40, of the motor and of its controller. */
  motorTemp: values(new Uint8Array(rows * 2), rows),
  controllerTemp: values(new Uint8Array(rows * 2), rows),
  /** Fault codes of storage, motors, engine and others, one list behind the other. */
  faults: values(new Uint32Array(rows), rows),
  packVoltage: values(new Uint16Array(rows), rows),
  packCurrent: values(new Int32Array(rows), rows),
  /** mV, big-endian as on the wire until `flip` was called: swapping all at once is many times cheaper. */
  cells: values(new Uint16Array(rows * 64), rows),
  /** °C + 40. */
  probes: values(new Uint8Array(rows * 16), rows),
});

/** Columns with any number of values a row. */
export type Lists = ReturnType<typeof lists>;

/** Rows under construction. A row that is begun and not kept leaves no trace. */
export interface Columns {
  readonly capacity: number;
  rows: number;
  readonly scalar: Scalars;
  readonly list: Lists;
  /** The same lists one after the other. */
  readonly allLists: readonly Values<Uint8Array | Uint16Array | Uint32Array | Int32Array>[];
  /** 17 bytes a row. */
  readonly ids: Uint8Array;
  /** The payload that was read last, and a view of it. */
  bytes: Uint8Array;
  view: DataView;
}

/** Bytes of the unique identifier. */
export const ID_BYTES = 17;

const NOTHING = new Uint8Array(0);

/** Columns for up to `capacity` rows; lists grow as they need. */
export const createColumns = (capacity: number): Columns => {
  const list = lists(capacity);
  return {
    capacity,
    rows: 0,
    scalar: scalars(capacity),
    list,
    allLists: Object.values(list),
    ids: new Uint8Array(capacity * ID_BYTES),
    bytes: NOTHING,
    view: new DataView(NOTHING.buffer),
  };
};

/** Forgets all rows and keeps the memory. */
export const resetColumns = (columns: Columns): void => {
  columns.rows = 0;
  for (const each of columns.allLists) each.length = 0;
};

/** Makes room for `more` values. The array doubles, so `values` must be read again after it. */
export const reserve = <Bytes extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(
  column: Values<Bytes>,
  more: number,
): void => {
  const wanted = column.length + more;
  if (wanted <= column.values.length) return;
  const Type = column.values.constructor as new (length: number) => Bytes;
  const larger = new Type(Math.max(wanted, column.values.length * 2));
  larger.set(column.values);
  column.values = larger;
  column.bytes = bytesOf(larger);
};

/** Gives every field of the next row its value for "absent". Written out: a loop over names costs ten times as much. */
export const beginRow = ({ scalar, rows }: Columns): void => {
  scalar.subjects[rows] = 0;
  scalar.state[rows] = U8;
  scalar.charge[rows] = U8;
  scalar.mode[rows] = U8;
  scalar.speed[rows] = U16;
  scalar.odometer[rows] = U32;
  scalar.voltage[rows] = U16;
  scalar.current[rows] = NO_VALUE;
  scalar.soc[rows] = U8;
  scalar.dcdc[rows] = U8;
  scalar.gear[rows] = U8;
  scalar.insulation[rows] = U16;
  scalar.accelPedal[rows] = U8;
  scalar.brakePedal[rows] = U8;
  scalar.engineState[rows] = U8;
  scalar.engineRpm[rows] = U16;
  scalar.positionStatus[rows] = U8;
  scalar.coordinates[rows] = U8;
  scalar.longitude[rows] = NO_VALUE;
  scalar.latitude[rows] = NO_VALUE;
  scalar.maxCell[rows] = U16;
  scalar.minCell[rows] = U16;
  scalar.maxProbe[rows] = U8;
  scalar.minProbe[rows] = U8;
  scalar.alarmLevel[rows] = U8;
  scalar.alarmBits[rows] = 0;
  scalar.userBytes[rows] = 0;
  scalar.signatureAlgorithm[rows] = 0;
  scalar.signatureOffset[rows] = 0;
};

/** Keeps the row. */
export const keepRow = (columns: Columns): void => {
  const { list: all, rows } = columns;
  all.motorNo.ends[rows] = all.motorNo.length;
  all.motorState.ends[rows] = all.motorState.length;
  all.motorRpm.ends[rows] = all.motorRpm.length;
  all.motorTorque.ends[rows] = all.motorTorque.length;
  all.motorTemp.ends[rows] = all.motorTemp.length;
  all.controllerTemp.ends[rows] = all.controllerTemp.length;
  all.faults.ends[rows] = all.faults.length;
  all.packVoltage.ends[rows] = all.packVoltage.length;
  all.packCurrent.ends[rows] = all.packCurrent.length;
  all.cells.ends[rows] = all.cells.length;
  all.probes.ends[rows] = all.probes.length;
  columns.rows = rows + 1;
};

/** Takes back what the begun row added to the lists. */
export const dropRow = (columns: Columns): void => {
  for (const each of columns.allLists) each.length = columns.rows === 0 ? 0 : (each.ends[columns.rows - 1] ?? 0);
};

/** Turns the cells from the byte order of the wire into that of the machine; once, before they are read. */
export const flipCells = ({ list: { cells } }: Columns): void => {
  cells.bytes.subarray(0, cells.length * 2).swap16();
};
