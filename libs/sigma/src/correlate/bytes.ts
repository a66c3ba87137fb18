import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';

const FIRST_CAPACITY = 4_096;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Writes numbers and texts into bytes that grow. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** Whole number, 0 or more, in 7-bit groups. */
  count(value: number): void {
    this.#room(8);
    let left = value;
    while (left > 127) {
      this.#bytes[this.#at] = (left % 128) + 128;
      this.#at += 1;
      left = Math.floor(left / 128);
    }
    this.#bytes[this.#at] = left;
    this.#at += 1;
  }

  /** Any number, 8 bytes. */
  number(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#at, value);
    this.#at += 8;
  }

  /** Length in bytes and UTF-8. */
  text(value: string): void {
    this.#room(value.length * 3 + 8);
    const length = encoder.encodeInto(value, this.#bytes.subarray(this.#at + 8)).written;
    const from = this.#at + 8;
    this.count(length);
    this.#bytes.copyWithin(this.#at, from, from + length);
    this.#at += length;
  }

  /** What was written. */
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  #room(more: number): void {
    if (this.#at + more + 8 <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more + 8));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what {@link ByteWriter} wrote. Throws `sigma.snapshot` where the bytes are something else. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whole number up to 2^53. */
  count(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw this.invalid();
      this.#at += 1;
      value += (byte & 127) * factor;
      if (!Number.isSafeInteger(value)) throw this.invalid();
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  /** Any number. */
  number(): number {
    if (this.#at + 8 > this.#bytes.length) throw this.invalid();
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8);
  }

  /** A number that is neither NaN nor infinite. */
  finite(): number {
    const value = this.number();
    if (!Number.isFinite(value)) throw this.invalid();
    return value;
  }

  /** A text. */
  text(): string {
    const length = this.count();
    if (length > this.#bytes.length - this.#at) throw this.invalid();
    this.#at += length;
    try {
      return decoder.decode(this.#bytes.subarray(this.#at - length, this.#at));
    } catch {
      throw this.invalid();
    }
  }

  /** Throws unless everything was read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.invalid();
  }

  /** The fault at the place that was reached. */
  invalid(): Error {
    return fault('sigma.snapshot', say('snapshot-invalid', { at: this.#at }));
  }
}
