const NOTHING = new Uint8Array(0);

/** Reads the length-prefixed vectors of TLS (RFC 8446, section 3) without ever passing `end`; a misfit sets `failed`. */
export class TlsReader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
  failed = false;

  /** Reads `bytes` from `from` to `to`. */
  constructor(bytes: Uint8Array, from = 0, to: number = bytes.length) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Bytes left. */
  get left(): number {
    return this.end - this.at;
  }

  private take(size: number): number {
    if (this.failed || size > this.end - this.at) {
      this.failed = true;
      return -1;
    }
    this.at += size;
    return this.at - size;
  }

  /** Unsigned number of 1, 2 or 3 bytes; 0 when it does not fit. */
  uint(size: 1 | 2 | 3): number {
    const start = this.take(size);
    if (start < 0) return 0;
    let value = 0;
    for (let at = start; at < start + size; at += 1) value = (value << 8) | (this.bytes[at] ?? 0);
    return value;
  }

  /** `size` bytes, a view. */
  raw(size: number): Uint8Array {
    const start = this.take(size);
    return start < 0 ? NOTHING : this.bytes.subarray(start, start + size);
  }

  /** Reader of a vector whose length stands before it in `size` bytes. */
  vector(size: 1 | 2 | 3): TlsReader {
    const length = this.uint(size);
    const start = this.take(length);
    if (start < 0) return new TlsReader(NOTHING);
    return new TlsReader(this.bytes, start, start + length);
  }

  /** The rest as 16-bit numbers. */
  numbers(): number[] {
    const values: number[] = [];
    while (this.left >= 2) values.push(this.uint(2));
    return values;
  }
}
