import { gbtError } from './errors.ts';
import { encodeText } from './text.ts';
import { timeBytes } from './time.ts';
import type { GbTime } from './time.ts';

/** Longest data unit: the length field is a WORD with 65531 as its largest value (GB/T 32960.3 table 2). */
export const MAX_UNIT = 65_531;

/** Collects big-endian fields of one data unit; every write checks the range of its field and throws `gbt32960.range`. */
export class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  #grow(size: number): number {
    const start = this.#length;
    const needed = start + size;
    if (needed > MAX_UNIT)
      throw gbtError('gbt32960.range', { field: 'length', reason: `a data unit has at most ${MAX_UNIT} bytes` });
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#length = needed;
    return start;
  }

  /** Unsigned integer of 1, 2 or 4 bytes; `field` names it in the error. */
  uint(size: 1 | 2 | 4, value: number, field: string): void {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
      throw gbtError('gbt32960.range', { field, reason: `${value} is no unsigned integer of ${size} bytes` });
    }
    const start = this.#grow(size);
    if (size === 1) this.#view.setUint8(start, value);
    else if (size === 2) this.#view.setUint16(start, value);
    else this.#view.setUint32(start, value);
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
  }

  /** A STRING field of exactly `size` bytes, padded with 00. */
  text(size: number, text: string, field: string): void {
    const bytes = encodeText(text);
    if (bytes.length > size) {
      throw gbtError('gbt32960.range', { field, reason: `${bytes.length} bytes do not fit into ${size}` });
    }
    const start = this.#grow(size);
    this.#bytes.fill(0, start, start + size);
    this.#bytes.set(bytes, start);
  }

  /** The six bytes of a time. */
  time(time: GbTime): void {
    this.raw(timeBytes(time));
  }

  /** A copy of what was written. */
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
