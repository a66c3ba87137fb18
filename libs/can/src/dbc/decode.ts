import type { DbcMessage, DbcSignal } from './dbc.ts';

/** Value of one signal in one frame. */
export interface SignalValue {
  readonly name: string;
  /** Integer as sent; the number itself for floats. Above 53 bits it is rounded to the nearest double. */
  readonly raw: number;
  /** raw × factor + offset, in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** Text of the raw value, when the file gives one. */
  readonly text: string | undefined;
}

const POWERS = Array.from({ length: 9 }, (_, bits) => 2 ** bits);

const littleBits = (data: Uint8Array, start: number, length: number): number => {
  let [raw, weight, at, low, left] = [0, 1, start >> 3, start & 7, length];
  while (left > 0) {
    const take = Math.min(8 - low, left);
    raw += (((data[at] ?? 0) >> low) & ((1 << take) - 1)) * weight;
    weight *= POWERS[take] ?? 1;
    left -= take;
    at += 1;
    low = 0;
  }
  return raw;
};

const bigBits = (data: Uint8Array, start: number, length: number): number => {
  let [raw, at, top, left] = [0, start >> 3, start & 7, length];
  while (left > 0) {
    const take = Math.min(top + 1, left);
    raw = raw * (POWERS[take] ?? 1) + (((data[at] ?? 0) >> (top + 1 - take)) & ((1 << take) - 1));
    left -= take;
    at += 1;
    top = 7;
  }
  return raw;
};

/** Index of the last byte that a signal touches. */
export const lastByteOf = ({ start, length, byteOrder }: DbcSignal): number =>
  byteOrder === 'little' ? (start + length - 1) >> 3 : (start >> 3) + Math.ceil((length - 1 - (start & 7)) / 8);

const bits = ({ byteOrder, start }: DbcSignal, data: Uint8Array, skip: number, length: number): number =>
  byteOrder === 'little' ? littleBits(data, start + skip, length) : bigBits(data, start, length);

/** Unsigned integer of up to 64 bits in two halves of 32, high first. Only for signals of more than 32 bits. */
const halves = (signal: DbcSignal, data: Uint8Array): readonly [number, number] => {
  const high = signal.length - 32;
  if (signal.byteOrder === 'little') return [bits(signal, data, 32, high), bits(signal, data, 0, 32)];
  const top = bits(signal, data, 0, high);
  // walks on `high` bits from the most significant one: seven is the top bit of a byte
  const passed = 7 - (signal.start & 7) + high;
  const start = ((signal.start >> 3) + (passed >> 3)) * 8 + 7 - (passed & 7);
  return [top, bigBits(data, start, 32)];
};

const view = new DataView(new ArrayBuffer(8));

const floatOf = (signal: DbcSignal, data: Uint8Array): number => {
  if (signal.type === 'float32') {
    view.setUint32(0, bits(signal, data, 0, 32));
    return view.getFloat32(0);
  }
  const [high, low] = halves(signal, data);
  view.setUint32(0, high);
  view.setUint32(4, low);
  return view.getFloat64(0);
};

/**
 * Raw value of a signal. Payloads that are too short give undefined. Integers are exact up to 53 bits and rounded above;
 * multiplexing is not looked at (see {@link decodeMessage}).
 */
export const rawOf = (signal: DbcSignal, data: Uint8Array): number | undefined => {
  if (lastByteOf(signal) >= data.length) return undefined;
  if (signal.type === 'float32' || signal.type === 'float64') return floatOf(signal, data);
  const { length } = signal;
  if (length <= 32) {
    const raw = bits(signal, data, 0, length);
    return signal.type === 'signed' && raw >= 2 ** (length - 1) ? raw - 2 ** length : raw;
  }
  const [high, low] = halves(signal, data);
  const negative = signal.type === 'signed' && high >= 2 ** (length - 33);
  // subtracting from the high half first keeps small negative numbers exact
  return (negative ? high - 2 ** (length - 32) : high) * 2 ** 32 + low;
};

const switchOf = (message: DbcMessage, name: string | undefined): DbcSignal | undefined =>
  message.signals.find((signal) => (name === undefined ? signal.multiplex.kind === 'switch' : signal.name === name));

/** True when the switches of a message select the signal in this payload; nested switches are followed to depth 8. */
export const isPresent = (message: DbcMessage, signal: DbcSignal, data: Uint8Array, depth = 0): boolean => {
  if (signal.multiplex.kind !== 'case') return true;
  const by = switchOf(message, signal.multiplex.on);
  if (by === undefined || by === signal || depth >= 8 || !isPresent(message, by, data, depth + 1)) return false;
  const raw = rawOf(by, data);
  return raw !== undefined && signal.multiplex.ranges.some(([low, high]) => raw >= low && raw <= high);
};

/** Values of all signals that are present in a payload, in the order of the file. Signals beyond a short payload are left out. */
export const decodeMessage = (message: DbcMessage, data: Uint8Array): readonly SignalValue[] => {
  const values: SignalValue[] = [];
  for (const signal of message.signals) {
    const raw = isPresent(message, signal, data) ? rawOf(signal, data) : undefined;
    if (raw === undefined) continue;
    const { name, unit, factor, offset, texts } = signal;
    values.push({ name, raw, value: raw * factor + offset, unit, text: texts.get(raw) });
  }
  return values;
};
