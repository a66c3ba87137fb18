import { asn1Error } from '../errors.ts';

const BYTE = 256;
const LONG = 0x80;
const FIRST = 256;

/** Bytes that grow, up to a limit. */
export class OerWriter {
  private bytes = new Uint8Array(FIRST);
  private readonly most: number;
  at = 0;
  constructor(most: number) {
    this.most = most;
  }

  private room(count: number): void {
    const wanted = this.at + count;
    if (wanted > this.most) throw asn1Error('asn1.limit', { reason: `more than ${this.most} bytes` });
    if (wanted <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(wanted, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.at++] = value;
  }

  /** `width` bytes, big end first; negative numbers in two's complement. */
  int(value: number, width: number): void {
    this.room(width);
    let rest = value;
    for (let index = width - 1; index >= 0; index -= 1) {
      const low = ((rest % BYTE) + BYTE) % BYTE;
      this.bytes[this.at + index] = low;
      rest = (rest - low) / BYTE;
    }
    this.at += width;
  }

  /** Shortest length determinant. */
  length(count: number): void {
    if (count < LONG) return this.byte(count);
    const width = unsignedWidth(count);
    this.byte(LONG + width);
    this.int(count, width);
  }

  put(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Everything written behind `from` becomes an open type: its length goes before it. */
  wrap(from: number): void {
    const inner = this.bytes.slice(from, this.at);
    this.at = from;
    this.length(inner.length);
    this.put(inner);
  }

  done(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }
}

/** Fewest bytes of an unsigned number, at least 1. */
export const unsignedWidth = (value: number): number => {
  let width = 1;
  while (width < 7 && value >= BYTE ** width) width += 1;
  return width;
};

/** Fewest bytes of a two's complement number, at least 1. */
export const signedWidth = (value: number): number => {
  let width = 1;
  while (width < 7 && (value >= BYTE ** width / 2 || value < -(BYTE ** width) / 2)) width += 1;
  return width;
};
