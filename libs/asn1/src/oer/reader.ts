import { asn1Error } from '../errors.ts';

const BYTE = 256;
const LONG = 0x80;
/** Longest length field: 4 bytes name more than any message may have. */
const MOST_LENGTH_BYTES = 4;

/** A cursor over bytes; every read checks what is left before it moves. */
export class OerReader {
  readonly bytes: Uint8Array;
  at: number;
  end: number;
  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Throws `asn1.truncated` when fewer than `count` bytes are left. */
  need(count: number): void {
    if (this.end - this.at >= count) return;
    throw asn1Error('asn1.truncated', {
      offset: this.at,
      reason: `${count} bytes are needed, ${this.end - this.at} are left`,
    });
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.at++] ?? 0;
  }

  /** Unsigned number of `width` bytes, big end first; throws `asn1.invalid` beyond 2^53 - 1. */
  uint(width: number): number {
    this.need(width);
    const from = this.at;
    let value = 0;
    for (let done = 0; done < width; done += 1) value = value * BYTE + (this.bytes[this.at++] ?? 0);
    if (value > Number.MAX_SAFE_INTEGER)
      throw asn1Error('asn1.invalid', { offset: from, reason: 'a number beyond 2^53 - 1' });
    return value;
  }

  /** Two's complement number of `width` bytes; throws `asn1.invalid` outside the safe integers. */
  int(width: number): number {
    this.need(width);
    const from = this.at;
    const first = this.bytes[this.at] ?? 0;
    let value = width === 0 ? 0 : first >= LONG ? -1 : 0;
    for (let done = 0; done < width; done += 1) value = value * BYTE + (this.bytes[this.at++] ?? 0);
    if (!Number.isSafeInteger(value))
      throw asn1Error('asn1.invalid', { offset: from, reason: 'a number that is no safe integer' });
    return value;
  }

  /** Length determinant (X.696 8.6): one byte below 128, else 0x80 + count and that many bytes. */
  length(most: number): number {
    const from = this.at;
    const first = this.byte();
    const count = first < LONG ? first : this.longLength(first - LONG, from);
    if (count > most) throw asn1Error('asn1.limit', { offset: from, reason: `${count} bytes, ${most} are allowed` });
    this.need(count);
    return count;
  }

  private longLength(width: number, from: number): number {
    if (width === 0 || width > MOST_LENGTH_BYTES)
      throw asn1Error('asn1.invalid', { offset: from, reason: `a length of ${width} bytes` });
    return this.uint(width);
  }

  /** The next bytes, not copied. */
  take(count: number): Uint8Array {
    this.need(count);
    const from = this.at;
    this.at += count;
    return this.bytes.subarray(from, this.at);
  }
}
