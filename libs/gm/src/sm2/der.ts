import { concat } from '../bytes.ts';
import { GmError } from '../errors.ts';

/** Tags that occur in SM2 structures. */
export const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  object: 0x06,
  sequence: 0x30,
  parameters: 0xa0,
  publicKey: 0xa1,
} as const;

const NUMBER = 32;
const wrong = (reason: string, offset: number): GmError => new GmError('gm.encoding', reason, offset);

/** Reads DER (X.690, 10) front to back: shortest lengths only, lengths below 2^24. Everything throws `gm.encoding`. */
export class DerReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  /** Whether everything was read. */
  get isAtEnd(): boolean {
    return this.#at === this.#end;
  }

  /** Tag of the next element; undefined at the end. */
  get tag(): number | undefined {
    return this.isAtEnd ? undefined : this.#bytes[this.#at];
  }

  /** Byte at which the next element begins. */
  get offset(): number {
    return this.#at;
  }

  /** Enters the next element, which has to have this tag, and steps over it. */
  enter(tag: number): DerReader {
    if (this.tag !== tag) throw wrong(`no element with tag 0x${tag.toString(16)}`, this.#at);
    const [from, length] = this.#length(this.#at + 1);
    if (length > this.#end - from) throw wrong('an element is longer than what holds it', this.#at);
    this.#at = from + length;
    return new DerReader(this.#bytes, from, from + length);
  }

  /** Content of the next element, which has to have this tag. */
  content(tag: number): Uint8Array {
    return this.enter(tag).rest();
  }

  /** What is left, as it stands. */
  rest(): Uint8Array {
    const left = this.#bytes.subarray(this.#at, this.#end);
    this.#at = this.#end;
    return left;
  }

  /** An INTEGER from 0 to 2^256 - 1, as 32 bytes. */
  number(): Uint8Array {
    const offset = this.#at;
    const content = this.content(TAG.integer);
    const [first = 0x80, second = 0] = content;
    if (first >= 0x80) throw wrong('an integer is negative or empty', offset);
    const isPadded = first === 0 && content.length > 1;
    if (isPadded && second < 0x80) throw wrong('an integer is longer than it has to be', offset);
    const value = isPadded ? content.subarray(1) : content;
    if (value.length > NUMBER) throw wrong('an integer has over 256 bits', offset);
    return concat(new Uint8Array(NUMBER - value.length), value);
  }

  /** Throws when something is left. */
  finish(): void {
    if (!this.isAtEnd) throw wrong('bytes behind the end', this.#at);
  }

  #length(at: number): readonly [from: number, length: number] {
    const first = at < this.#end ? (this.#bytes[at] ?? 0) : 0xff;
    if (first < 0x80) return [at + 1, first];
    const count = first & 0x7f;
    if (count < 1 || count > 3 || at + 1 + count > this.#end)
      throw wrong('a length is cut, indefinite or too large', at);
    let length = 0;
    for (let i = 1; i <= count; i += 1) length = length * 256 + (this.#bytes[at + i] ?? 0);
    if (length < 0x80 || length < 256 ** (count - 1)) throw wrong('a length is longer than it has to be', at);
    return [at + 1 + count, length];
  }
}

/** Writes an element; its content has less than 2^24 bytes, else `gm.length`. */
export const element = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = concat(...content);
  const { length } = body;
  if (length >= 2 ** 24) throw new GmError('gm.length', 'an element of 16 MiB and more is not written');
  const bytes = [length & 0xff];
  for (let rest = length >>> 8; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return concat(length < 0x80 ? Uint8Array.of(tag, length) : Uint8Array.of(tag, 0x80 | bytes.length, ...bytes), body);
};

/** Writes bytes, most significant first, as a positive INTEGER. */
export const integer = (bytes: Uint8Array): Uint8Array => {
  const from = bytes.findIndex((byte) => byte !== 0);
  const value = from < 0 ? Uint8Array.of(0) : bytes.subarray(from);
  return element(TAG.integer, (value[0] ?? 0) < 0x80 ? value : concat(Uint8Array.of(0), value));
};
