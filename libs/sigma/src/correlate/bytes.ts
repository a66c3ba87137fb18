import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';

const FIRST_CAPACITY = 4_096;
/** Characters that are put together in one call. */
const AT_ONCE = 4_096;

/** Writes numbers and texts into bytes that grow. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #at = 0;

  /** `expected`: bytes that will probably be written, so that nothing is copied on the way. */
  constructor(expected = 0) {
    this.#bytes = new Uint8Array(Math.max(FIRST_CAPACITY, expected));
    this.#view = new DataView(this.#bytes.buffer);
  }

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

  /** A text, in one byte a character where that is enough, else in two; half surrogates stay as they are. */
  text(value: string): void {
    const { length } = value;
    this.#room(length * 2 + 8);
    const from = this.#at;
    this.count(length * 2);
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 255) {
        this.#at = from;
        this.#wide(value);
        return;
      }
      this.#bytes[this.#at] = code;
      this.#at += 1;
    }
  }

  /** What was written. */
  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #wide(value: string): void {
    this.count(value.length * 2 + 1);
    for (let index = 0; index < value.length; index += 1) {
      this.#view.setUint16(this.#at, value.charCodeAt(index));
      this.#at += 2;
    }
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
    const head = this.count();
    const width = (head % 2) + 1;
    const length = Math.floor(head / 2);
    if (length * width > this.#bytes.length - this.#at) throw this.invalid();
    const from = this.#at;
    this.#at += length * width;
    if (width === 1) return textOf(this.#bytes.subarray(from, this.#at));
    return textOf(Uint16Array.from({ length }, (_, index) => this.#view.getUint16(from + 2 * index)));
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

/** Code units as a text. */
export const textOf = (codes: Uint8Array | Uint16Array): string => {
  if (codes.length <= AT_ONCE) return Reflect.apply(String.fromCharCode, undefined, codes);
  let text = '';
  for (let from = 0; from < codes.length; from += AT_ONCE) text += textOf(codes.subarray(from, from + AT_ONCE));
  return text;
};
