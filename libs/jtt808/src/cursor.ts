import { decodePadded, decodeText } from './text.ts';

/** Width of an integer field in bytes. */
export type Width = 1 | 2 | 4;

const NO_BYTES = new Uint8Array(0);

/**
 * Reads big-endian fields without ever reading past `end`: the first read that does not fit sets `failed`, leaves `at`
 * where it was and yields zeros or empty values from then on, so a decoder checks once at the end.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  end: number;
  at: number;
  failed = false;

  /** Reads `bytes` from offset `from` up to, not including, `to`. */
  constructor(bytes: Uint8Array, from = 0, to = bytes.length) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = from;
    this.end = to;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.end - this.at;
  }

  /** Reserves `size` bytes and returns their offset, or -1 when they are not there. */
  take(size: number): number {
    if (this.failed || size > this.end - this.at) {
      this.failed = true;
      return -1;
    }
    const start = this.at;
    this.at += size;
    return start;
  }

  /** Unsigned integer of 1, 2 or 4 bytes. */
  uint(size: Width): number {
    const start = this.take(size);
    if (start < 0) return 0;
    if (size === 1) return this.view.getUint8(start);
    return size === 2 ? this.view.getUint16(start) : this.view.getUint32(start);
  }

  /** A view (no copy) of the next `size` bytes. */
  raw(size: number): Uint8Array {
    const start = this.take(size);
    return start < 0 ? NO_BYTES : this.bytes.subarray(start, start + size);
  }

  /** BCD digits, two per byte, as they are: nibbles above 9 come out as a-f. */
  bcd(size: number): string {
    const bytes = this.raw(size);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  }

  /** A STRING field of fixed width without its padding. */
  padded(size: number): string {
    return decodePadded(this.raw(size));
  }

  /** A STRING field of `size` bytes with everything in it. */
  text(size: number): string {
    return decodeText(this.raw(size));
  }
}
