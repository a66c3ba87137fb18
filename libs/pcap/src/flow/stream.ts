import type { Direction } from './direction.ts';

const MAX_SEGMENTS = 4096;
const MAX_PENDING_BYTES = 1_048_576;

interface Segment {
  /** Position from the start of the stream. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Takes what the streams of a connection bring in order; `direction` is that of the stream at that moment. */
export interface StreamSink {
  readonly data: (bytes: Uint8Array, direction: Direction) => void;
  /** `size` bytes were sent and acknowledged but are not in the capture. */
  readonly gap: (size: number, direction: Direction) => void;
}

/** Signed distance from sequence number `from` to `to`, which wrap at 2^32. */
const distance = (from: number, to: number): number => (to - from) | 0;

/**
 * One direction of a TCP connection (RFC 9293). Data is handed on in order, once the other side acknowledged it, so that
 * what the parsers see is what the receiver took; a byte sent twice keeps the value that came first. Pending data is
 * bounded by 4,096 segments and 1 MiB: beyond that it is handed on unacknowledged, holes as gaps.
 */
export class TcpStream {
  /** Sequence number at position `base`; the pair moves on so that distances stay within 2^31. */
  private sequence = 0;
  private base = 0;
  private known = false;
  private delivered = 0;
  private acknowledged = 0;
  private pending: Segment[] = [];
  private pendingBytes = 0;
  private readonly sink: StreamSink;
  /** Which way the bytes go; changes when client and server turn out to be the other way round. */
  direction: Direction;
  /** False once nobody wants the bytes any more: nothing is kept then. */
  wanted = true;

  /** Hands in-order bytes to `sink`. */
  constructor(sink: StreamSink, direction: Direction = 0) {
    this.sink = sink;
    this.direction = direction;
  }

  /** Sequence number of the first byte; ignored when it is known already. */
  start(sequence: number): void {
    if (this.known) return;
    this.known = true;
    this.sequence = sequence >>> 0;
  }

  private positionOf(sequence: number): number {
    return this.base + distance(this.sequence, sequence);
  }

  /** Takes the payload of one segment. */
  add(sequence: number, bytes: Uint8Array, from: number, to: number): void {
    if (!this.wanted) return;
    this.start(sequence);
    let at = this.positionOf(sequence);
    if (at < this.delivered) {
      from += this.delivered - at;
      at = this.delivered;
    }
    // further ahead than any window reaches: a forged or broken segment
    if (from >= to || at - this.delivered > MAX_PENDING_BYTES * 16) return;
    this.insert({ at, bytes: bytes.subarray(from, to) });
    if (this.pending.length > MAX_SEGMENTS || this.pendingBytes > MAX_PENDING_BYTES) this.flush();
  }

  private insert(segment: Segment): void {
    const { pending } = this;
    let place = pending.length;
    for (; place > 0; place -= 1) {
      const before = pending[place - 1];
      if (before === undefined || before.at <= segment.at) break;
    }
    const before = pending[place - 1];
    const same = before !== undefined && before.at === segment.at && before.bytes.length >= segment.bytes.length;
    if (same) return;
    if (place === pending.length) pending.push(segment);
    else pending.splice(place, 0, segment);
    this.pendingBytes += segment.bytes.length;
  }

  /** The other side acknowledged everything before `sequence`: hands it on. */
  acknowledge(sequence: number): void {
    if (!this.known || !this.wanted) return;
    const at = this.positionOf(sequence);
    if (at <= this.acknowledged || at - this.delivered > MAX_PENDING_BYTES * 16) return;
    this.acknowledged = at;
    this.deliver(at);
    const last = this.pending.at(-1);
    // a FIN or a keep-alive takes a sequence number without a byte: one missing number is no gap by itself
    if (this.delivered < at - 1 && (last === undefined || last.at > this.delivered)) this.skipTo(at - 1);
  }

  private skipTo(at: number): void {
    const size = at - this.delivered;
    if (size <= 0) return;
    this.delivered = at;
    this.sink.gap(size, this.direction);
    this.deliver(this.acknowledged);
  }

  private deliver(limit: number): void {
    let used = 0;
    for (const segment of this.pending) {
      if (!this.wanted) break;
      const end = segment.at + segment.bytes.length;
      if (end > this.delivered) {
        if (segment.at > this.delivered && segment.at >= limit) break;
        if (segment.at > this.delivered) this.gapTo(segment.at);
        const upTo = Math.min(end, limit);
        if (upTo <= this.delivered) break;
        const from = this.delivered - segment.at;
        this.delivered = upTo;
        const whole = from === 0 && upTo === end;
        this.sink.data(whole ? segment.bytes : segment.bytes.subarray(from, upTo - segment.at), this.direction);
        if (upTo < end) break;
      }
      this.pendingBytes -= segment.bytes.length;
      used += 1;
    }
    if (!this.wanted) this.forget();
    else if (used === this.pending.length) this.pending.length = 0;
    else if (used > 0) this.pending.splice(0, used);
    if (this.delivered - this.base > 0x1000_0000) this.rebase();
  }

  private gapTo(at: number): void {
    const size = at - this.delivered;
    this.delivered = at;
    this.sink.gap(size, this.direction);
  }

  private rebase(): void {
    this.sequence = (this.sequence + (this.delivered - this.base)) >>> 0;
    this.base = this.delivered;
  }

  /** Hands on everything that is pending, acknowledged or not. */
  flush(): void {
    if (this.pending.length > 0) this.deliver(Number.MAX_SAFE_INTEGER);
  }

  /** Drops what is pending and takes nothing more. */
  forget(): void {
    this.wanted = false;
    this.pending.length = 0;
    this.pendingBytes = 0;
  }
}
