import { textAt } from '../text.ts';

/** Reads the fields of one packet body; a misfit sets `failed` and gives empty values from then on. */
export class MqttReader {
  readonly bytes: Uint8Array;
  at = 0;
  failed = false;

  /** Reads the body of one packet. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Bytes left. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Number of `size` bytes. */
  uint(size: 1 | 2 | 4): number {
    if (size > this.left) this.failed = true;
    if (this.failed) return 0;
    let value = 0;
    for (let step = 0; step < size; step += 1) value = value * 256 + (this.bytes[this.at + step] ?? 0);
    this.at += size;
    return value;
  }

  /** `size` bytes, a view. */
  raw(size: number): Uint8Array {
    if (size > this.left) this.failed = true;
    if (this.failed) return new Uint8Array(0);
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** Bytes behind a length of two. */
  binary(): Uint8Array {
    return this.raw(this.uint(2));
  }

  /** Text behind a length of two. */
  text(): string {
    const size = this.uint(2);
    if (size > this.left) this.failed = true;
    if (this.failed) return '';
    this.at += size;
    return textAt(this.bytes, this.at - size, this.at);
  }

  /** Variable byte integer (5.0, 1.5.5). */
  variable(): number {
    let value = 0;
    for (let step = 0; step < 4; step += 1) {
      const byte = this.uint(1);
      value += (byte & 0x7f) * 128 ** step;
      if ((byte & 0x80) === 0) return value;
    }
    this.failed = true;
    return 0;
  }
}
