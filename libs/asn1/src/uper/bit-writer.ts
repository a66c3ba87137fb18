import { asn1Error } from '../errors.ts';

/** Collects bits, first bit of a byte highest; the last byte is filled up with zeros. */
export class BitWriter {
  #bytes = new Uint8Array(128);
  readonly #limit: number;
  /** Bits written. */
  at = 0;

  /** Refuses to grow over `limit` bytes (`asn1.limit`). */
  constructor(limit: number) {
    this.#limit = limit;
  }

  #room(bits: number): void {
    const needed = Math.ceil((this.at + bits) / 8);
    if (needed > this.#limit) throw asn1Error('asn1.limit', { reason: `an encoding has at most ${this.#limit} bytes` });
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Unsigned integer below 2 ** `width`, width 0 to 53. */
  uint(value: number, width: number): void {
    this.#room(width);
    let missing = width;
    while (missing > 0) {
      const free = 8 - (this.at & 7);
      const taken = free < missing ? free : missing;
      missing -= taken;
      const part = Math.floor(value / 2 ** missing) % 2 ** taken;
      const index = this.at >>> 3;
      this.#bytes[index] = (this.#bytes[index] ?? 0) | (part << (free - taken));
      this.at += taken;
    }
  }

  /** One bit. */
  flag(on: boolean): void {
    this.uint(on ? 1 : 0, 1);
  }

  /** Whole bytes, wherever the next bit is. */
  octets(bytes: Uint8Array): void {
    this.#room(bytes.length * 8);
    for (const byte of bytes) this.uint(byte, 8);
  }

  /** A copy of what was written, padded to whole bytes; an empty encoding is one zero byte (X.691 11.1.3). */
  done(): Uint8Array {
    return this.#bytes.slice(0, Math.max(1, Math.ceil(this.at / 8)));
  }
}
