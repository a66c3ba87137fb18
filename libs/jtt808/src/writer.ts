import type { Width } from './cursor.ts';
import { jttError } from './errors.ts';
import { encodeText } from './text.ts';

/** Longest body that the writer builds: 65,535 sub-packages could carry more, no message of the standard does. */
const MAX_BODY = 16 * 1024 * 1024;

/** Collects big-endian fields; every write checks the range of its field and throws `jtt808.range`. */
export class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  #grow(size: number): number {
    const start = this.#length;
    const needed = start + size;
    if (needed > MAX_BODY)
      throw jttError('jtt808.range', { field: 'body', reason: `a body has at most ${MAX_BODY} bytes` });
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#length = needed;
    return start;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Unsigned integer of 1, 2 or 4 bytes; `field` names it in the error. */
  uint(size: Width, value: number, field: string): void {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size))
      throw jttError('jtt808.range', { field, reason: `${value} is no unsigned integer of ${size} bytes` });
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

  /** Digits two per byte; exactly `size * 2` of them. */
  bcd(size: number, digits: string, field: string): void {
    if (digits.length !== size * 2 || !/^[0-9a-f]*$/.test(digits))
      throw jttError('jtt808.range', { field, reason: `needs ${size * 2} digits` });
    this.raw(Buffer.from(digits, 'hex'));
  }

  /** A STRING field of exactly `size` bytes, padded with 00. */
  padded(size: number, text: string, field: string): void {
    const bytes = encodeText(text);
    if (bytes.length > size)
      throw jttError('jtt808.range', { field, reason: `${bytes.length} bytes do not fit into ${size}` });
    const start = this.#grow(size);
    this.#bytes.fill(0, start, start + size);
    this.#bytes.set(bytes, start);
  }

  /** A copy of what was written. */
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
