import { TlcpError } from './errors.ts';

/** Reads big-endian numbers and vectors one after another; bounded by the message. Throws `tlcp.decode` with the offset. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes that are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** A number of one to three bytes. */
  number(length: 1 | 2 | 3): number {
    let value = 0;
    for (const byte of this.take(length)) value = value * 256 + byte;
    return value;
  }

  /** The next bytes, as a view. */
  take(length: number): Uint8Array {
    if (length > this.left) throw new TlcpError('tlcp.decode', 'a message ends inside a field', { offset: this.#at });
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A vector behind its length, which has so many bytes. */
  vector(lengthBytes: 1 | 2 | 3): Uint8Array {
    return this.take(this.number(lengthBytes));
  }

  /** Throws when something is left. */
  finish(): void {
    if (this.left > 0) throw new TlcpError('tlcp.decode', 'bytes follow the end of a message', { offset: this.#at });
  }
}

/** Room that is not cleared, cut from a larger piece of memory where it is small: messages are many and short-lived. */
const room = (length: number): Uint8Array => {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length);
  return new Uint8Array(buffer, byteOffset, length);
};

const sizeOf = (parts: readonly (Uint8Array | readonly number[])[]): number => {
  let size = 0;
  for (const { length } of parts) size += length;
  return size;
};

/** One array of all bytes, in this order. What is kept for long should be copied: it may hold a larger piece of memory. */
export const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const whole = room(sizeOf(parts));
  let at = 0;
  for (const part of parts) {
    if (part instanceof Uint8Array) whole.set(part, at);
    else for (let each = 0; each < part.length; each += 1) whole[at + each] = part[each] ?? 0;
    at += part.length;
  }
  return whole;
};

/** A number in two bytes. */
export const u16 = (value: number): readonly number[] => [value >>> 8, value & 0xff];

/** A number in three bytes. */
export const u24 = (value: number): readonly number[] => [value >>> 16, (value >>> 8) & 0xff, value & 0xff];

/** Bytes with their length before them. Throws `tlcp.value` when the length does not fit. */
export const vector = (lengthBytes: 1 | 2 | 3, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const body = join(...parts);
  if (body.length >= 256 ** lengthBytes) throw new TlcpError('tlcp.value', `a vector of ${body.length} bytes`);
  return join(u24(body.length).slice(3 - lengthBytes), body);
};

/** Whether two short byte strings are equal, in a time that depends on their lengths alone. */
export const sameSecret = (left: Uint8Array, right: Uint8Array): boolean => {
  let differs = left.length ^ right.length;
  for (let at = 0; at < right.length; at += 1) differs |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return differs === 0;
};
