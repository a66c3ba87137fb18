import { asn1Error } from '../errors.ts';

const TWO_32 = 2 ** 32;

/** Reads bits, first bit of a byte highest, and never past the end: a read that does not fit throws `asn1.truncated`. */
export class BitReader {
  readonly bytes: Uint8Array;
  /** Next bit. */
  at = 0;
  /** First bit that does not belong to the input. */
  readonly end: number;

  /** Reads all of `bytes`. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length * 8;
  }

  /** Bits not read yet. */
  get left(): number {
    return this.end - this.at;
  }

  /** Throws unless `count` bits are left. */
  need(count: number): void {
    if (count <= this.end - this.at) return;
    throw asn1Error('asn1.truncated', {
      offset: this.at >>> 3,
      reason: `${count} bits wanted, ${this.end - this.at} left`,
    });
  }

  #short(width: number): number {
    let value = 0;
    let missing = width;
    while (missing > 0) {
      const byte = this.bytes[this.at >>> 3] ?? 0;
      const free = 8 - (this.at & 7);
      const taken = free < missing ? free : missing;
      value = value * 2 ** taken + ((byte >>> (free - taken)) & ((1 << taken) - 1));
      this.at += taken;
      missing -= taken;
    }
    return value;
  }

  /** Unsigned integer of `width` bits, 0 to 53. */
  uint(width: number): number {
    this.need(width);
    if (width <= 32) return this.#short(width);
    const high = this.#short(width - 32);
    return high * TWO_32 + this.#short(32);
  }

  /** One bit. */
  flag(): boolean {
    return this.uint(1) === 1;
  }

  /** A copy of the next `count` bytes, which need not start at a byte of the input. */
  octets(count: number): Uint8Array {
    this.need(count * 8);
    const out = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) out[index] = this.#short(8);
    return out;
  }
}
