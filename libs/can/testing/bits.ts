import type { DbcSignal } from '../src/dbc/dbc.ts';

/** Bit numbers of a signal from the most significant one, written without regard to speed: the judge of the fast reader. */
export const bitsOf = ({ start, length, byteOrder }: DbcSignal): number[] => {
  if (byteOrder === 'little') return Array.from({ length }, (_, at) => start + length - 1 - at);
  const numbers: number[] = [];
  for (let bit = start; numbers.length < length; bit = bit % 8 === 0 ? bit + 15 : bit - 1) numbers.push(bit);
  return numbers;
};

/** Writes the raw integer of a signal into a payload. */
export const writeRaw = (signal: DbcSignal, data: Uint8Array, raw: bigint): void => {
  const bits = bitsOf(signal);
  bits.forEach((bit, at) => {
    const one = (BigInt.asUintN(signal.length, raw) >> BigInt(bits.length - 1 - at)) & 1n;
    const mask = 1 << (bit % 8);
    const byte = data[bit >> 3] ?? 0;
    data[bit >> 3] = one === 1n ? byte | mask : byte & ~mask;
  });
};

/** A signal with what a test wants to say about it. */
export const signalOf = (parts: Partial<DbcSignal> = {}): DbcSignal => ({
  name: 'Speed',
  start: 0,
  length: 8,
  byteOrder: 'little',
  type: 'unsigned',
  factor: 1,
  offset: 0,
  minimum: 0,
  maximum: 0,
  unit: '',
  receivers: ['Gateway'],
  multiplex: { kind: 'always' },
  texts: new Map(),
  comment: '',
  ...parts,
});
