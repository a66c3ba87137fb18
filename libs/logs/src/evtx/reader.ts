import { logError } from '../errors.ts';
import type { LogError } from '../errors.ts';

/** Builds the error of this reader; `offset` counts from the start of the file. */
export const evtxError = (offset: number, reason: string, cause?: unknown): LogError =>
  logError('logs.bad_evtx', { offset, reason }, cause);

/**
 * Little-endian cursor over a part of a chunk. Every read is checked against `end`, so that foreign lengths end in
 * `logs.bad_evtx` with the offset in the file, never in an out-of-range read.
 */
export class Reader {
  readonly bytes: Buffer;
  /** Offset of `bytes[0]` in the file, for error places. */
  readonly base: number;
  pos: number;
  readonly end: number;

  constructor(bytes: Buffer, base: number, start: number, end: number) {
    this.bytes = bytes;
    this.base = base;
    this.pos = start;
    this.end = end;
    if (start < 0 || end > bytes.length || start > end)
      throw evtxError(base + start, 'a length reaches outside its chunk');
  }

  /** Moves over `count` bytes and returns where they start. */
  take(count: number): number {
    const start = this.pos;
    if (count < 0 || count > this.end - start)
      throw evtxError(this.base + start, `${count} bytes wanted, ${this.end - start} left`);
    this.pos = start + count;
    return start;
  }

  u8(): number {
    return this.bytes.readUInt8(this.take(1));
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.take(2));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  u64(): bigint {
    return this.bytes.readBigUInt64LE(this.take(8));
  }

  /** UTF-16LE text of `units` code units. */
  text(units: number): string {
    const start = this.take(units * 2);
    return this.bytes.toString('utf16le', start, start + units * 2);
  }

  fail(reason: string): LogError {
    return evtxError(this.base + this.pos, reason);
  }
}
